/** Plain JSON of unknown shape, as it comes from files that others wrote. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A list of numbers; undefined when it is none or holds anything else. */
export function numbersOf(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.map(numberOf);
  return numbers.every((n) => n !== undefined) ? numbers : undefined;
}

/** Values of an object whose keys are "0", "1", ... in the order of the numbers. */
export const byNumber = (value: unknown): [number, Json][] =>
  Object.entries(objectOf(value))
    .filter(([key]) => /^\d+$/.test(key))
    .map(([key, v]): [number, Json] => [Number(key), v])
    .sort(([a], [b]) => a - b);

const steps = (path: string): (string | number)[] =>
  [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map((m) => (m[2] === undefined ? m[1] : Number(m[2])));

/** The value at a path as ManifestError writes it, "inputs[0].spacing". */
export function getAt(root: Json, path: string): Json | undefined {
  let at: Json | undefined = root;
  for (const step of steps(path)) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isObject(at)) at = at[step];
    else return undefined;
  }
  return at;
}

/** Sets the value at a path, making what is missing on the way; undefined takes it out. */
export function setAt(root: JsonObject, path: string, value: Json | undefined): void {
  const way = steps(path);
  let at: Json = root;
  way.forEach((step, n) => {
    const box = at as Record<string | number, Json>;
    if (n === way.length - 1) {
      if (value === undefined) delete box[step];
      else box[step] = value;
      return;
    }
    if (typeof box[step] !== 'object' || box[step] === null)
      box[step] = typeof way[n + 1] === 'number' ? [] : {};
    at = box[step];
  });
}
