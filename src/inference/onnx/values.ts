/** Element types and stored values of ONNX tensors. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { Tensor } from './messages';

export type ElementType =
  | 'float32'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'string'
  | 'bool'
  | 'float16'
  | 'float64'
  | 'uint32'
  | 'uint64'
  | 'complex64'
  | 'complex128'
  | 'bfloat16'
  | 'float8'
  | 'uint4'
  | 'int4'
  | 'float4'
  | 'uint2'
  | 'int2'
  | 'unknown';

/** TensorProto.DataType by number. */
const TYPES: readonly (readonly [ElementType, bits: number])[] = [
  ['unknown', 0],
  ['float32', 32],
  ['uint8', 8],
  ['int8', 8],
  ['uint16', 16],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
  ['string', 0],
  ['bool', 8],
  ['float16', 16],
  ['float64', 64],
  ['uint32', 32],
  ['uint64', 64],
  ['complex64', 64],
  ['complex128', 128],
  ['bfloat16', 16],
  ['float8', 8],
  ['float8', 8],
  ['float8', 8],
  ['float8', 8],
  ['uint4', 4],
  ['int4', 4],
  ['float4', 4],
  ['float8', 8],
  ['uint2', 2],
  ['int2', 2],
];

export const FLOAT32 = 1;
export const INT64 = 7;

export function elementType(dataType: number | undefined): ElementType {
  return TYPES[dataType ?? 0]?.[0] ?? 'unknown';
}

/** Bytes of one element; undefined where elements share bytes or have no fixed size. */
export function elementBytes(dataType: number | undefined): number | undefined {
  const bits = TYPES[dataType ?? 0]?.[1] ?? 0;
  return bits >= 8 ? bits / 8 : undefined;
}

export function elementCount(dims: readonly number[]): number {
  return dims.reduce((n, d) => n * d, 1);
}

export const isExternal = (tensor: Tensor): boolean => tensor.dataLocation === 1;

/** Numbers of the typed fields of TensorProto that hold values when raw_data does not. */
const FLOAT_DATA = 4;
const INT32_DATA = 5;
const INT64_DATA = 7;
const DOUBLE_DATA = 10;

/** Values of a typed field, packed or not, as little-endian bytes of `size` each. */
function typedBytes(tensor: Tensor, no: number, size: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { tag, bytes } of tensor.unknown ?? []) {
    if (tag >>> 3 !== no) continue;
    const wire = tag & 7;
    const values = wire === WireType.LengthDelimited ? new BinaryReader(bytes).bytes() : bytes;
    if (wire !== WireType.Varint && (no === FLOAT_DATA || no === DOUBLE_DATA)) {
      parts.push(values);
      continue;
    }
    const reader = new BinaryReader(values);
    while (reader.pos < reader.len) {
      const eight = new Uint8Array(8);
      new DataView(eight.buffer).setBigInt64(0, BigInt(reader.int64()), true);
      parts.push(eight.subarray(0, size));
    }
  }
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The values of a stored tensor as little-endian bytes, a view on the file where possible. Undefined where they lie
 * in another file, have no fixed size, or are fewer or more than the dimensions say.
 */
export function tensorBytes(tensor: Tensor): Uint8Array | undefined {
  const size = elementBytes(tensor.dataType);
  if (size === undefined || isExternal(tensor)) return undefined;
  let bytes = tensor.rawData;
  if (!bytes) {
    const type = elementType(tensor.dataType);
    if (type === 'float32' || type === 'complex64') bytes = typedBytes(tensor, FLOAT_DATA, size);
    else if (type === 'float64' || type === 'complex128') bytes = typedBytes(tensor, DOUBLE_DATA, size);
    else if (type === 'int64') bytes = typedBytes(tensor, INT64_DATA, size);
    else if (type === 'uint32' || type === 'uint64') return undefined;
    else bytes = typedBytes(tensor, INT32_DATA, size);
  }
  return bytes.length === elementCount(tensor.dims) * size ? bytes : undefined;
}
