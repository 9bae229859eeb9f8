/** Reading a manifest.json, and what the engine asks of one. The format itself is in manifest-schema.ts. */
import { z } from 'zod';
import { manifestSchema } from './manifest-schema';

export type ModelManifest = z.output<typeof manifestSchema>;
export type ModelInput = ModelManifest['inputs'][0];
export type ModelWindow = ModelManifest['window'];
export type ModelOutput = ModelManifest['outputs'][number];
export type ModelLabel = ModelOutput['labels'][number];
export type ModelWeights = ModelManifest['weights'][number];
export type PreprocessingOp = ModelInput['preprocessing'][number];
export type PostOp = ModelManifest['post'][number];
export type ModelStage = ModelManifest['stages'][string];
export type OperatingPoint = ModelManifest['operatingPoints'][number];

/** Names every field that is missing or wrong, for example "inputs[0].spacing[1]: expected number, found text". */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  /** Of the first fault. */
  readonly field: string;
  readonly faults: readonly { readonly field: string; readonly message: string }[];
  constructor(faults: readonly { readonly field: string; readonly message: string }[]) {
    super(faults.map((f) => `${f.field}: ${f.message}`).join('; '));
    this.field = faults[0]?.field ?? 'manifest';
    this.faults = faults;
  }
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (out, step) =>
      typeof step === 'number' ? `${out}[${step}]` : out ? `${out}.${String(step)}` : String(step),
    '',
  ) || 'manifest';

/** A union hides what was wrong inside; the branch that got furthest says it best. */
function faultsOf(
  issues: readonly z.core.$ZodIssue[],
  base: readonly PropertyKey[] = [],
): ManifestError['faults'] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const deepest = (list: readonly z.core.$ZodIssue[]): number =>
        Math.max(...list.map((i) => i.path.length));
      const best = [...issue.errors].sort((a, b) => deepest(b) - deepest(a) || a.length - b.length)[0];
      return faultsOf(best, path);
    }
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: pathText([...path, key]), message: 'unknown field' }));
    const missing = issue.code !== 'custom' && issue.message.endsWith('received undefined');
    return [{ field: pathText(path), message: missing ? 'missing' : issue.message }];
  });
}

/**
 * Checks a parsed manifest.json and fills in what may be left out.
 * @throws ManifestError that names every field that is missing or wrong
 */
export function readManifest(json: unknown): ModelManifest {
  const read = manifestSchema.safeParse(json);
  if (!read.success) throw new ManifestError(faultsOf(read.error.issues));
  return read.data;
}

/** The published JSON Schema of manifest.json. */
export const manifestJsonSchema = (): unknown => z.toJSONSchema(manifestSchema, { io: 'input' });

/** The weights for a provider: its own file when there is one, else the one for all. */
export function weightsFor(manifest: ModelManifest, provider: 'webgpu' | 'wasm'): ModelWeights {
  const found =
    manifest.weights.find((w) => w.ep === provider) ?? manifest.weights.find((w) => w.ep === 'any');
  if (!found) throw new ManifestError([{ field: 'weights', message: `no file for ${provider}` }]);
  return found;
}

/** Do the classes of an output exclude each other, so that channel 0 is the background and ids are channels? */
export const hasBackground = ({ kind, activation }: Pick<ModelOutput, 'kind' | 'activation'>): boolean =>
  (kind === 'labelmap' && activation !== 'sigmoid') || (kind === 'heatmap' && activation === 'softmax');

/** Which channel of an output a label is (with boxes: which class); `place` is its place in the list. */
export const channelOf = (output: ModelOutput, label: ModelLabel, place: number): number =>
  label.channel ?? (hasBackground(output) ? label.id : place);

/** The operating point to use unless the user chooses, if the model has any. */
export const defaultPoint = (manifest: ModelManifest): OperatingPoint | undefined =>
  manifest.operatingPoints.find((p) => p.default) ?? manifest.operatingPoints[0];

/** The lowest score that candidates are kept for: that of the most sensitive point the manifest names; 0 without any. */
export function lowestThreshold({
  froc,
  operatingPoints,
}: Pick<ModelManifest, 'froc' | 'operatingPoints'>): number {
  const all = [...froc, ...operatingPoints].map((point) => point.threshold);
  return all.length > 0 ? Math.min(...all) : 0;
}
