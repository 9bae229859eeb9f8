/** Linear scores over named numbers, as the manifest states them: how they are read, and in which units they count. */

/** Mean and standard deviation of each number in the data that the score was fitted on, and its weight. */
export interface LinearModel {
  readonly mean: readonly number[];
  readonly sd: readonly number[];
  /** Standard deviations at which a number is cut off. */
  readonly far: number;
  readonly bias: number;
  readonly linear: readonly number[];
}

/** Where a score stands in `config["breast-ultrasound"]`: under which key, by what numbers, with which lists. */
export interface LinearPart<Lists extends string> {
  readonly key: string;
  /** The field that names the numbers, and their names in order. */
  readonly namedBy: string;
  readonly names: readonly string[];
  readonly lists: readonly Lists[];
}

/**
 * The score as the manifest states it; undefined when it has none.
 * @throws RangeError with the name of the field that is missing or wrong
 */
export function readLinear<Lists extends string>(
  given: unknown,
  { key, namedBy, names, lists }: LinearPart<Lists>,
): (LinearModel & Readonly<Record<Lists, readonly number[]>>) | undefined {
  if (given === undefined) return undefined;
  const model = given as Readonly<Record<string, unknown>>;
  const named = model[namedBy] as readonly string[] | undefined;
  if (named?.length !== names.length || names.some((name, n) => named[n] !== name))
    throw new RangeError(`${key}.${namedBy}: ${names.join(', ')} expected`);
  for (const list of ['mean', 'sd', 'linear', ...lists]) {
    const values = model[list];
    if (!Array.isArray(values) || values.length !== names.length || !values.every(Number.isFinite))
      throw new RangeError(`${key}.${list}: ${names.length} numbers expected`);
  }
  for (const one of ['far', 'bias'])
    if (!Number.isFinite(model[one])) throw new RangeError(`${key}.${one}: a number expected`);
  return model as unknown as LinearModel & Readonly<Record<Lists, readonly number[]>>;
}

/** Number `n` in standard deviations from its mean, cut off where it lies far. */
export const standardised = ({ mean, sd, far }: LinearModel, n: number, value: number): number =>
  Math.min(far, Math.max(-far, (value - mean[n]) / sd[n]));
