/** The second stage: a small network that looks at every candidate and weighs it again. */
import type { NetworkScore, NoduleScores } from '../../domain/nodule';
import type { Volume } from '../../domain/volume';
import type { InferenceClient } from '../../inference/client';
import type { StageResult } from '../../inference/contract';
import type { ModelManifest } from '../../inference/manifest';
import type { Candidate } from './candidates';
import { PatchCutter, readLayout, writeViews, type PatchLayout } from './patch';

/** Name of the stage in the manifest. */
export const STAGE = 'classify';
const VIEWS = 8;
const LABELS = [
  'nodule',
  'solid',
  'partSolid',
  'nonSolid',
  'spiculation',
  'lobulation',
  'calcified',
  'suspicion',
] as const;
type Label = (typeof LABELS)[number];

/** What the manifest says of the stage, checked. */
export interface Classifier {
  readonly layout: PatchLayout;
  readonly output: string;
  /** Labels in a row of the output, and where each one stands. */
  readonly count: number;
  readonly at: Readonly<Record<Label, number>>;
  /** score = sigmoid(bias + stage1 * mean logit of the first stage + stage2 * logit `nodule`). */
  readonly combine: Readonly<Record<'bias' | 'stage1' | 'stage2', number>>;
}

/**
 * The second stage that a manifest names; undefined when it has none.
 * @throws RangeError with the name of the field that is missing or wrong
 */
export function readClassifier({ stages }: Pick<ModelManifest, 'stages'>): Classifier | undefined {
  const stage = stages[STAGE];
  if (!stage) return undefined;
  const fail = (field: string, what: string): never => {
    throw new RangeError(`stages.${STAGE}.${field}: ${what}`);
  };
  if (stage.views !== VIEWS) fail('views', `${VIEWS} expected`);
  const { combine = {} } = stage;
  for (const name of ['bias', 'stage1', 'stage2'])
    if (!Number.isFinite(combine[name])) fail(`combine.${name}`, 'a number expected');
  const [{ name, labels = [] }] = stage.outputs;
  for (const label of LABELS) if (!labels.includes(label)) fail('outputs[0].labels', `${label} is missing`);
  let layout: PatchLayout;
  try {
    layout = readLayout(stage.input);
  } catch (error) {
    return fail('input', error instanceof Error ? error.message : String(error));
  }
  return {
    layout,
    output: name,
    count: labels.length,
    at: Object.fromEntries(LABELS.map((label) => [label, labels.indexOf(label)])) as Record<Label, number>,
    combine: { bias: combine.bias, stage1: combine.stage1, stage2: combine.stage2 },
  };
}

/** A candidate that the second stage has looked at: `score` is that of both stages. */
export interface Judged extends Candidate {
  readonly scores?: NoduleScores;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const ON = 'network trained on readers of LIDC-IDRI';
const rating = (value: number, like: string): NetworkScore => ({
  value,
  meaning: `${ON}: how like nodules that they rated ${like}; not a probability of disease`,
});

/** What the logits of one candidate, the mean of its views, say. */
export function scoresOf(logits: ArrayLike<number>, { at }: Pick<Classifier, 'at'>): NoduleScores {
  const types = ['solid', 'partSolid', 'nonSolid'] as const;
  const most = Math.max(...types.map((t) => logits[at[t]]));
  const parts = types.map((t) => Math.exp(logits[at[t]] - most));
  const sum = parts.reduce((a, b) => a + b, 0);
  const [solid, partSolid, nonSolid] = parts.map((p) => p / sum);
  const is = (label: Label): number => sigmoid(logits[at[label]]);
  return {
    type: {
      solid: rating(solid, 'solid in texture'),
      partSolid: rating(partSolid, 'part-solid in texture'),
      nonSolid: rating(nonSolid, 'non-solid in texture'),
    },
    spiculation: rating(is('spiculation'), '3 or more of 5 for spiculation'),
    lobulation: rating(is('lobulation'), '3 or more of 5 for lobulation'),
    calcification: rating(is('calcified'), 'calcified in any way'),
    suspicion: rating(
      is('suspicion'),
      'above 3.5 of 5 for malignancy, against those below 2.5 (reader suspicion score)',
    ),
  };
}

/** Means of the views' logits: one row of labels a candidate. */
export function meanOfViews(rows: Float32Array, count: number): Float64Array[] {
  return Array.from({ length: rows.length / (VIEWS * count) }, (_, n) => {
    const mean = new Float64Array(count);
    for (let r = 0; r < VIEWS; r++)
      for (let c = 0; c < count; c++) mean[c] += rows[(n * VIEWS + r) * count + c] / VIEWS;
    return mean;
  });
}

export const combined = ({ combine }: Pick<Classifier, 'combine'>, l1: number, l2: number): number =>
  sigmoid(combine.bias + combine.stage1 * l1 + combine.stage2 * l2);

/**
 * Looks at every candidate that no rule rejected; the others come back as they are. What ran is given with the answer;
 * nothing runs without a candidate.
 * @throws InferenceError
 */
export async function classify(
  candidates: readonly Candidate[],
  volume: Pick<Volume, 'data' | 'grid'>,
  manifest: Pick<ModelManifest, 'inputs'>,
  classifier: Classifier,
  client: Pick<InferenceClient, 'stage'>,
): Promise<{ judged: Judged[]; result?: StageResult }> {
  const asked = candidates.filter((c) => c.rejected === undefined);
  if (asked.length === 0) return { judged: [...candidates] };
  const { layout } = classifier;
  const cutter = new PatchCutter(volume, manifest.inputs[0], layout);
  const size = layout.fieldsMm.length * layout.offsetsMm.length * layout.side ** 2;
  const x = new Float32Array(asked.length * VIEWS * size);
  asked.forEach((candidate, n) => writeViews(x, n * VIEWS * size, cutter.cut(candidate), layout.side));
  const result = await client.stage(STAGE, x);
  const logits = meanOfViews(result.outputs[classifier.output], classifier.count);
  const answers = new Map(asked.map((candidate, n) => [candidate, logits[n]]));
  const judged = candidates.map((candidate): Judged => {
    const own = answers.get(candidate);
    if (!own) return candidate;
    const score = combined(classifier, candidate.meanLogit, own[classifier.at.nodule]);
    return { ...candidate, score, scores: scoresOf(own, classifier) };
  });
  return { judged, result };
}
