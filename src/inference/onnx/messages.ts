/**
 * The messages of an ONNX file, as far as they are read here (onnx.proto3, IR version 13). Field names follow
 * ONNX in camel case. A table per message says which field number holds what; numbers that a table does not
 * know are kept as they are and written back.
 */

/** A field that no table knows: its number and wire type in `tag`, its bytes after the tag. */
export interface UnknownField {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

interface Message {
  readonly unknown?: readonly UnknownField[];
}

export interface OperatorSet extends Message {
  /** Empty for the standard operators. */
  readonly domain?: string;
  readonly version?: number;
}

export interface StringPair extends Message {
  readonly key?: string;
  readonly value?: string;
}

export interface Dimension extends Message {
  readonly value?: number;
  readonly param?: string;
}

export interface Shape extends Message {
  readonly dim: readonly Dimension[];
}

export interface TensorType extends Message {
  readonly elemType?: number;
  readonly shape?: Shape;
}

/** Sequences, maps and optionals stay in `unknown`. */
export interface Type extends Message {
  readonly tensorType?: TensorType;
}

export interface ValueInfo extends Message {
  readonly name?: string;
  readonly type?: Type;
}

/**
 * Values lie in `rawData` (little-endian, a view on the file) or, in older files, in the typed fields, which stay
 * undecoded in `unknown`: read them with `tensorBytes`.
 */
export interface Tensor extends Message {
  readonly dims: readonly number[];
  readonly dataType?: number;
  readonly name?: string;
  readonly rawData?: Uint8Array;
  readonly externalData: readonly StringPair[];
  /** 1 = the values lie in another file. */
  readonly dataLocation?: number;
}

export interface Attribute extends Message {
  readonly name?: string;
  /** One of AttributeType. */
  readonly type?: number;
  readonly f?: number;
  readonly i?: bigint;
  readonly s?: Uint8Array;
  readonly t?: Tensor;
  readonly g?: Graph;
  readonly floats: readonly number[];
  readonly ints: readonly bigint[];
  readonly strings: readonly Uint8Array[];
  readonly tensors: readonly Tensor[];
  readonly graphs: readonly Graph[];
}

export interface Node extends Message {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name?: string;
  readonly opType?: string;
  readonly domain?: string;
  readonly attribute: readonly Attribute[];
}

export interface Graph extends Message {
  readonly node: readonly Node[];
  readonly name?: string;
  readonly initializer: readonly Tensor[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
  readonly valueInfo: readonly ValueInfo[];
}

/** A function of the model's own: an operator made of others. */
export interface ModelFunction extends Message {
  readonly name?: string;
  readonly node: readonly Node[];
  readonly opsetImport: readonly OperatorSet[];
  readonly domain?: string;
}

export interface Model extends Message {
  readonly irVersion?: number;
  readonly opsetImport: readonly OperatorSet[];
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly graph?: Graph;
  readonly functions: readonly ModelFunction[];
}

export const AttributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  FLOATS: 6,
  INTS: 7,
} as const;

/** How a field's value is coded. `int` is an int64 that must be a safe integer, `int64` one that need not be. */
type Scalar = 'int' | 'int64' | 'float' | 'text' | 'bytes';

export interface FieldOf {
  readonly no: number;
  readonly kind: Scalar | (() => Table);
  readonly many: boolean;
}

/** The known fields of a message by their property names. */
export type Table = Readonly<Record<string, FieldOf>>;
type TableOf<T> = { readonly [K in Exclude<keyof T, 'unknown'>]-?: FieldOf };

const one = (no: number, kind: FieldOf['kind']): FieldOf => ({ no, kind, many: false });
const many = (no: number, kind: FieldOf['kind']): FieldOf => ({ no, kind, many: true });

const operatorSet: TableOf<OperatorSet> = { domain: one(1, 'text'), version: one(2, 'int') };
const stringPair: TableOf<StringPair> = { key: one(1, 'text'), value: one(2, 'text') };
const dimension: TableOf<Dimension> = { value: one(1, 'int'), param: one(2, 'text') };
const shape: TableOf<Shape> = { dim: many(1, () => dimension) };
const tensorType: TableOf<TensorType> = { elemType: one(1, 'int'), shape: one(2, () => shape) };
const type: TableOf<Type> = { tensorType: one(1, () => tensorType) };
const valueInfo: TableOf<ValueInfo> = { name: one(1, 'text'), type: one(2, () => type) };
const tensor: TableOf<Tensor> = {
  dims: many(1, 'int'),
  dataType: one(2, 'int'),
  name: one(8, 'text'),
  rawData: one(9, 'bytes'),
  externalData: many(13, () => stringPair),
  dataLocation: one(14, 'int'),
};
const attribute: TableOf<Attribute> = {
  name: one(1, 'text'),
  f: one(2, 'float'),
  i: one(3, 'int64'),
  s: one(4, 'bytes'),
  t: one(5, () => tensor),
  g: one(6, () => graph),
  floats: many(7, 'float'),
  ints: many(8, 'int64'),
  strings: many(9, 'bytes'),
  tensors: many(10, () => tensor),
  graphs: many(11, () => graph),
  type: one(20, 'int'),
};
const node: TableOf<Node> = {
  input: many(1, 'text'),
  output: many(2, 'text'),
  name: one(3, 'text'),
  opType: one(4, 'text'),
  attribute: many(5, () => attribute),
  domain: one(7, 'text'),
};
const graph: TableOf<Graph> = {
  node: many(1, () => node),
  name: one(2, 'text'),
  initializer: many(5, () => tensor),
  input: many(11, () => valueInfo),
  output: many(12, () => valueInfo),
  valueInfo: many(13, () => valueInfo),
};
const modelFunction: TableOf<ModelFunction> = {
  name: one(1, 'text'),
  node: many(7, () => node),
  opsetImport: many(9, () => operatorSet),
  domain: one(10, 'text'),
};
export const modelTable: TableOf<Model> = {
  irVersion: one(1, 'int'),
  producerName: one(2, 'text'),
  producerVersion: one(3, 'text'),
  graph: one(7, () => graph),
  opsetImport: many(8, () => operatorSet),
  functions: many(25, () => modelFunction),
};
