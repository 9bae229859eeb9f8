import type { RunBox, RunScore } from '../../domain/analysis';
import { codes, labelCode } from '../../domain/codes';
import type { Code, Finding, Laterality, Origin } from '../../domain/finding';
import { ijkToLps, type Grid, type Vec3 } from '../../domain/geometry';
import type { Volume } from '../../domain/volume';
import type { OutputResult } from '../../inference/contract';
import type { ModelLabel, ModelManifest } from '../../inference/manifest';
import type { FindingContext } from '../contract';
import { measureShape, newTrackingUid } from '../describe';
import type { Outline } from './outlines';

const coded = (code: NonNullable<ModelLabel['type']>, name: string): Code => ({
  ...code,
  meaning: code.meaning ?? name,
});

/** The side when the label's coded type names one ("Left kidney"); never guessed from where the voxels are. */
function sideOf(type: ModelLabel['type']): Laterality | undefined {
  const side = /^(left|right)\b/i.exec(type?.meaning ?? '')?.[1].toLowerCase();
  return side === 'left' || side === 'right' ? side : undefined;
}

/** One finding a label, numbered from `firstNumber` in the manifest's order. They wait for the reader. */
export function findingsOf(
  outlines: readonly Outline[],
  volume: Volume,
  manifest: Pick<ModelManifest, 'id'>,
  context: FindingContext,
  origin: Origin,
  firstNumber: number,
): Finding[] {
  return outlines.map(({ label, mask }, n) => ({
    ...measureShape(volume, mask, context),
    trackingUid: newTrackingUid(),
    number: firstNumber + n,
    origin,
    kind: label.type ? coded(label.type, label.name) : labelCode(manifest.id, label.id, label.name),
    category: label.category ? coded(label.category, label.category.value) : codes.spatialConcept,
    name: label.name,
    rgb: label.rgb,
    laterality: sideOf(label.type),
    review: 'pending',
  }));
}

/** What outputs say that mark no voxels. */
export function scoresOf(outputs: readonly OutputResult[], threshold: number | undefined): RunScore[] {
  return outputs.flatMap((o) =>
    o.kind === 'scores'
      ? o.labels.map((label, n) => ({
          output: o.name,
          label: label.name,
          value: o.values[n],
          threshold: label.threshold ?? threshold,
        }))
      : [],
  );
}

/** Boxes with their labels' names and where they are in the patient. */
export function boxesOf(
  outputs: readonly OutputResult[],
  manifest: Pick<ModelManifest, 'outputs'>,
  grid: Grid,
): RunBox[] {
  return outputs.flatMap((o) => {
    if (o.kind !== 'boxes') return [];
    const labels = manifest.outputs.find((out) => out.name === o.name)?.labels ?? [];
    return o.boxes.map(({ min, max, score, label }) => ({
      output: o.name,
      label: labels.find((l) => l.id === label)?.name ?? String(label),
      score,
      min,
      max,
      centre: ijkToLps(grid, min.map((v, c) => (v + max[c]) / 2) as unknown as Vec3),
    }));
  });
}
