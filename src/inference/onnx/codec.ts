/**
 * ONNX files to plain objects and back, without code generation: the page's policy forbids eval. Weights are not
 * copied on reading; every array of bytes in a Model is a view on the file.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { modelTable, type FieldOf, type Model, type Table, type UnknownField } from './messages';

/** Why bytes are not a model; `reason` is a key, the message is for the log. */
export type OnnxErrorReason =
  | 'empty'
  /** The file ends too early: an interrupted download. */
  | 'truncated'
  /** A web page, saved or served in place of the model. */
  | 'webPage'
  /** A pointer of git-lfs: the file itself was never fetched. */
  | 'lfsPointer'
  /** An archive or a PyTorch checkpoint (which is a ZIP). */
  | 'archive'
  /** onnxruntime's own format: it runs, but it cannot be inspected here. */
  | 'ortFormat'
  /** Anything else that is not a whole ONNX model. */
  | 'notOnnx';

export class OnnxError extends Error {
  override readonly name = 'OnnxError';
  readonly reason: OnnxErrorReason;
  constructor(reason: OnnxErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Subgraphs in subgraphs deeper than this are no model but an attack on the stack. */
const DEEPEST = 64;

type Plain = Record<string, unknown>;

const fieldsByNumber = new WeakMap<Table, Map<number, [string, FieldOf]>>();

function byNumber(table: Table): Map<number, [string, FieldOf]> {
  let found = fieldsByNumber.get(table);
  if (!found) {
    found = new Map(Object.entries(table).map(([name, field]) => [field.no, [name, field]]));
    fieldsByNumber.set(table, found);
  }
  return found;
}

const WIRE = { int: WireType.Varint, int64: WireType.Varint, float: WireType.Bit32 } as const;

function readScalar(reader: BinaryReader, kind: 'int' | 'int64' | 'float'): number | bigint {
  if (kind === 'float') return reader.float();
  const value = BigInt(reader.int64());
  if (kind === 'int64') return value;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new OnnxError('notOnnx', `number out of range: ${value}`);
  return number;
}

function readOne(reader: BinaryReader, kind: FieldOf['kind'], depth: number): unknown {
  if (kind === 'text') return reader.string();
  if (kind === 'bytes') return reader.bytes();
  if (typeof kind === 'function') return decode(kind(), reader.bytes(), depth + 1);
  return readScalar(reader, kind);
}

function decode(table: Table, bytes: Uint8Array, depth: number): Plain {
  if (depth > DEEPEST) throw new OnnxError('notOnnx', `messages nested deeper than ${DEEPEST}`);
  const message: Plain = {};
  for (const [name, field] of Object.entries(table)) if (field.many) message[name] = [];
  const unknown: UnknownField[] = [];
  const fields = byNumber(table);
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, wire] = reader.tag();
    const [name, field] = fields.get(no) ?? [];
    if (name === undefined || field === undefined) {
      unknown.push({ tag: ((no << 3) | wire) >>> 0, bytes: reader.skip(wire, no) });
      continue;
    }
    const { kind, many } = field;
    const list = many ? (message[name] as unknown[]) : undefined;
    const scalar = kind === 'int' || kind === 'int64' || kind === 'float';
    if (scalar && list && wire === WireType.LengthDelimited) {
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len) list.push(readScalar(packed, kind));
      continue;
    }
    if (wire !== (scalar ? WIRE[kind] : WireType.LengthDelimited))
      throw new OnnxError('notOnnx', `field ${no} (${name}) has wire type ${wire}`);
    const value = readOne(reader, kind, depth);
    if (list) list.push(value);
    else message[name] = value;
  }
  if (unknown.length > 0) message.unknown = unknown;
  return message;
}

/** Says what a file is that is no model, from its first bytes. */
function foreignFormat(bytes: Uint8Array): OnnxError | undefined {
  if (bytes.length === 0) return new OnnxError('empty', 'the file is empty');
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 64));
  if (head.startsWith('version https://git-lfs'))
    return new OnnxError('lfsPointer', 'a git-lfs pointer, not the model itself');
  if (/^(?:\xEF\xBB\xBF)?\s*<(?:!|html|head|\?xml)/i.test(head))
    return new OnnxError('webPage', 'a web page, not an ONNX model');
  if (head.startsWith('PK') || head.startsWith('\x1F\x8B'))
    return new OnnxError('archive', 'an archive or a PyTorch checkpoint, not an ONNX model');
  if (head.slice(4, 8) === 'ORTM') return new OnnxError('ortFormat', "onnxruntime's own format, not ONNX");
  return undefined;
}

/**
 * Reads an ONNX model. The bytes must not change while the model is in use.
 * @throws OnnxError
 */
export function readModel(bytes: Uint8Array): Model {
  const foreign = foreignFormat(bytes);
  if (foreign) throw foreign;
  let model: Model;
  try {
    model = decode(modelTable, bytes, 0) as unknown as Model;
  } catch (error) {
    if (error instanceof OnnxError) throw error;
    // The reader throws RangeError where a length or a number reaches beyond the end, Error on bad tags.
    const truncated = error instanceof RangeError && looksLikeModel(bytes);
    throw new OnnxError(
      truncated ? 'truncated' : 'notOnnx',
      truncated ? 'the ONNX file ends too early' : 'not an ONNX file',
      { cause: error },
    );
  }
  if (!model.graph) {
    const cut = model.irVersion !== undefined;
    throw new OnnxError(
      cut ? 'truncated' : 'notOnnx',
      cut ? 'the ONNX file ends before its graph' : 'no graph in it: not an ONNX model',
    );
  }
  if (model.graph.output.length === 0 || model.graph.node.some((n) => !n.opType))
    throw new OnnxError('notOnnx', 'its graph has no outputs or a node without an operator');
  return model;
}

/** Every writer begins with the IR version (field 1, a small number). */
function looksLikeModel(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && bytes.length > 1 && bytes[1] < 0x40;
}

/** A message in pieces, so that weights are copied once only, into the finished file. */
class Pieces {
  length = 0;
  private readonly parts: Uint8Array[] = [];
  private writer = new BinaryWriter();

  /** For small things; its bytes go in front of what is added next. */
  get small(): BinaryWriter {
    return this.writer;
  }
  add(part: Uint8Array): void {
    this.flush();
    this.parts.push(part);
    this.length += part.length;
  }
  delimited(no: number, inner: Pieces): void {
    inner.flush();
    this.writer.tag(no, WireType.LengthDelimited).uint32(inner.length);
    this.flush();
    for (const part of inner.parts) this.parts.push(part);
    this.length += inner.length;
  }
  flush(): void {
    const part = this.writer.finish();
    if (part.length === 0) return;
    this.parts.push(part);
    this.length += part.length;
  }
  joined(): Uint8Array<ArrayBuffer> {
    this.flush();
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function writeScalar(writer: BinaryWriter, kind: 'int' | 'int64' | 'float', value: unknown): void {
  if (kind === 'float') writer.float(value as number);
  else writer.int64(value as number | bigint);
}

function encode(table: Table, message: Plain): Pieces {
  const pieces = new Pieces();
  for (const [name, { no, kind, many }] of Object.entries(table)) {
    const value = message[name];
    const values = many ? ((value ?? []) as readonly unknown[]) : value === undefined ? [] : [value];
    if (values.length === 0) continue;
    if (kind === 'int' || kind === 'int64' || kind === 'float') {
      if (many) {
        const packed = pieces.small.tag(no, WireType.LengthDelimited).fork();
        for (const v of values) writeScalar(packed, kind, v);
        packed.join();
      } else writeScalar(pieces.small.tag(no, WIRE[kind]), kind, value);
      continue;
    }
    for (const v of values) {
      if (kind === 'text') pieces.small.tag(no, WireType.LengthDelimited).string(v as string);
      else if (kind === 'bytes') {
        pieces.small.tag(no, WireType.LengthDelimited).uint32((v as Uint8Array).length);
        pieces.add(v as Uint8Array);
      } else pieces.delimited(no, encode(kind(), v as Plain));
    }
  }
  for (const { tag, bytes } of (message.unknown ?? []) as readonly UnknownField[]) {
    pieces.small.uint32(tag);
    pieces.add(bytes);
  }
  return pieces;
}

/** Writes a model as an ONNX file; what was unknown on reading is written back. */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  return encode(modelTable, model as unknown as Plain).joined();
}
