import type { Finding, Origin } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import type { RunResult } from '../../inference/contract';
import { defaultPoint } from '../../inference/manifest';
import { AnalysisError, type PipelineInput, type WorkerRun } from '../contract';
import { breastUltrasound } from './analysis';
import { findingOf } from './findings';
import { pictureNumbers, pictureScore, type PictureModel } from './picture';
import { lesionIn } from './lesion';
import { regionsOf, type FoundRegion } from './region';
import { readRules } from './rules';
import { squared } from './square';

const square = (side: number): Grid => ({
  dims: [side, side, 1],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  axes: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
});

/** Probabilities of the whole square; 0..1. */
function answerOf({ outputs: [heat] }: Pick<RunResult, 'outputs'>, side: number, id: string): Float32Array {
  if (heat?.kind !== 'heatmap' || heat.size[0] !== side || heat.size[1] !== side)
    throw new AnalysisError('manifestInvalid', `${id}: outputs[0]: a heatmap of ${side} x ${side} expected`);
  return Float32Array.from(heat.data[0], (v) => v / 65535);
}

/** What the machine states to be tissue is believed; anything else has to look like it. */
function isPicture(seen: Float32Array, { box, by }: FoundRegion, model: PictureModel | undefined): boolean {
  if (by === 'stated' || !model) return true;
  const numbers = pictureNumbers(seen, box.y1 - box.y0, box.x1 - box.x0);
  return numbers !== undefined && pictureScore(model, numbers) > 0;
}

/**
 * One image: the ultrasound picture on it, the network, the lesion with its numbers, or none; declined where nothing
 * looks like B-mode. May be called again with another image and the same engine. Runs in the analysis worker.
 * @throws AnalysisError unsuitable, manifestInvalid; InferenceError
 */
export async function runBreastUltrasound(input: PipelineInput): Promise<WorkerRun> {
  const { context, client, onProgress, volume } = input;
  if (!volume.single)
    throw new AnalysisError('unsuitable', 'a stack of slices, not an image', [
      { key: 'wrongModality', values: { modality: context.modality ?? '?', want: 'US' } },
    ]);
  const timings: Record<string, number> = {};
  let mark = performance.now();
  const lap = (stage: string): void => {
    const now = performance.now();
    timings[stage] = (timings[stage] ?? 0) + now - mark;
    mark = now;
  };
  const model = await input.model;
  const rules = readRules(model);
  const point = defaultPoint(model.manifest);
  lap('model');

  const findings: Finding[] = [];
  const notes: string[] = [];
  let result: RunResult | undefined;
  let networkMs = 0;
  let looked = 0;
  const regions = regionsOf(volume);
  for (const [n, region] of regions.entries()) {
    onProgress({ stage: 'network', done: n, total: regions.length });
    const seen = squared(volume.data, volume.grid.dims[0], region.box, rules.side);
    lap('region');
    if (!isPicture(seen, region, rules.picture)) continue;
    looked++;
    if (region.by !== 'stated') notes.push(`the ultrasound region is not stated: ${region.by}`);
    result = await client.run({
      images: [{ data: seen.slice(), grid: square(rules.side), calibrated: false }],
    });
    networkMs += result.networkMs;
    lap('network');
    const found = lesionIn(seen, answerOf(result, rules.side, model.manifest.id), region.box, rules);
    if (found) {
      const origin: Origin = {
        kind: 'analysis',
        analysisId: breastUltrasound.id,
        analysisVersion: breastUltrasound.version,
        modelId: model.manifest.id,
        modelVersion: model.manifest.version,
        modelSha256: model.sha256,
        provider: result.provider,
        operatingPoint: point?.name,
        threshold: found.threshold,
      };
      findings.push(
        findingOf(
          found,
          region,
          volume,
          context,
          origin,
          input.firstNumber + findings.length,
          rules.suspicion,
        ),
      );
    }
    lap('measure');
  }
  return {
    analysisId: breastUltrasound.id,
    seriesUid: volume.seriesUid,
    provider: result?.provider ?? model.provider,
    threads: result?.threads ?? model.threads,
    windows: looked,
    adapter: result?.adapter ?? model.adapter,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    operatingPoint: point?.name,
    threshold: point?.threshold,
    timings,
    networkMs,
    peakBytes: result?.peakBytes,
    warnings: [],
    notes: [...model.notes, ...(result?.notes ?? []), ...notes],
    findings,
    withheld: 0,
    declined: looked === 0 ? [{ key: 'notUltrasound' }] : undefined,
  };
}
