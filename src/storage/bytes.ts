/** Values as bytes: text in JSON, with the typed arrays in it apart, so that a stroke writes only the mask it changed. */

export type Bytes = Uint8Array<ArrayBuffer>;

const arrayTypes = {
  u8: Uint8Array,
  c8: Uint8ClampedArray,
  i8: Int8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type ArrayType = keyof typeof arrayTypes;
export type Typed = InstanceType<(typeof arrayTypes)[ArrayType]>;

const typeOf = (array: ArrayBufferView): ArrayType => {
  const found = (Object.keys(arrayTypes) as ArrayType[]).find((name) => array instanceof arrayTypes[name]);
  if (!found) throw new TypeError(`storage: ${array.constructor.name} cannot be kept`);
  return found;
};

export const rawBytes = ({ buffer, byteOffset, byteLength }: Typed): Bytes =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** What JSON cannot say stands behind a key with a dollar sign; a value's own keys of that kind are wrapped. */
const special = (value: unknown): unknown =>
  value === undefined ? { $is: 'undefined' } : { $is: Object.is(value, -0) ? '-0' : String(value) };

/**
 * A value as JSON.
 * @param place what stands for a typed array in it
 * @throws TypeError for a function, a symbol, a date: anything that is no plain data
 */
export function toJson(value: unknown, place: (array: Typed, type: ArrayType) => string): string {
  const plain = (one: unknown): unknown => {
    if (one === null || typeof one === 'string' || typeof one === 'boolean') return one;
    if (typeof one === 'number') return Number.isFinite(one) && !Object.is(one, -0) ? one : special(one);
    if (one === undefined) return special(one);
    if (typeof one !== 'object') throw new TypeError(`storage: a ${typeof one} cannot be kept`);
    if (ArrayBuffer.isView(one)) {
      const type = typeOf(one);
      return { $array: [type, place(one as Typed, type)] };
    }
    if (Array.isArray(one)) return Array.from(one, plain);
    const proto: unknown = Object.getPrototypeOf(one);
    if (proto !== null && Object.getPrototypeOf(proto) !== null)
      throw new TypeError(`storage: a ${one.constructor.name} cannot be kept`);
    const pairs = Object.entries(one).filter(([, inner]) => inner !== undefined);
    const own = pairs.map(([key, inner]) => [key, plain(inner)] as const);
    return pairs.some(([key]) => key.startsWith('$')) ? { $pairs: own } : Object.fromEntries(own);
  };
  return JSON.stringify(plain(value));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key that would reach into every object of the page never was one of ours. */
const objectOf = (pairs: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(pairs.filter(([key]) => key !== '__proto__'));

/**
 * The value that `toJson` wrote.
 * @param array the bytes of a typed array, by what stands for it
 * @throws SyntaxError, TypeError or RangeError when it is none
 */
export function fromJson(text: string, array: (place: string) => Bytes): unknown {
  const revive = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(revive);
    if (!isRecord(one)) return one;
    if (typeof one.$is === 'string') return one.$is === 'undefined' ? undefined : Number(one.$is);
    if (Array.isArray(one.$array)) {
      const [type, place] = one.$array as unknown[];
      if (typeof type !== 'string' || typeof place !== 'string' || !Object.hasOwn(arrayTypes, type))
        throw new TypeError('storage: unknown array');
      // A copy of its own: the bytes may stand anywhere in a larger buffer.
      return new arrayTypes[type as ArrayType](array(place).slice().buffer);
    }
    if (Array.isArray(one.$pairs))
      return objectOf((one.$pairs as [string, unknown][]).map(([key, inner]) => [key, revive(inner)]));
    return objectOf(Object.entries(one).map(([key, inner]) => [key, revive(inner)]));
  };
  return revive(JSON.parse(text));
}

export const encodeText = (text: string): Bytes => new TextEncoder().encode(text);
/** @throws TypeError when the bytes are no UTF-8 */
export const decodeText = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);

export const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let n = 0; n < bytes.length; n += 0x8000)
    text += String.fromCharCode(...bytes.subarray(n, n + 0x8000));
  return btoa(text);
};
export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** A whole value in one: its arrays stand in the text. For what is small or rarely written. */
export const toBytes = (value: unknown): Bytes =>
  encodeText(toJson(value, (array) => base64(rawBytes(array))));
/** @throws like fromJson */
export const fromBytes = (bytes: Uint8Array): unknown => fromJson(decodeText(bytes), fromBase64);
