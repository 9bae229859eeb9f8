import type { Origin } from '../../domain/finding';
import type { ScanImage, RunResult } from '../../inference/contract';
import { AnalysisError, type PipelineInput, type WorkerRun } from '../contract';
import { chestXray } from './analysis';
import { readFilm } from './film';
import { findingsOf } from './findings';
import { cleaned, HEART, LEFT, onFilm, RIGHT, type Answer } from './organs';
import { extents, featuresOf, outside } from './shape';
import { readLimits } from './limits';
import { SIDE, squared } from './square';

const image = (data: Float32Array): ScanImage => ({
  data,
  calibrated: false,
  grid: {
    dims: [SIDE, SIDE, 1],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
});

/** @throws AnalysisError manifestInvalid when the network answers something else */
function answerOf({ outputs: [heat] }: RunResult, id: string): Answer {
  if (heat?.kind !== 'heatmap' || heat.data.length !== 3 || heat.size[0] !== SIDE || heat.size[1] !== SIDE)
    throw new AnalysisError(
      'manifestInvalid',
      `${id}: outputs[0]: heatmap of 3 labels, ${SIDE} x ${SIDE} expected`,
    );
  const [right, left, heart] = heat.data.map((map) => Float32Array.from(map, (v) => v / 65535));
  return [right, left, heart];
}

/**
 * One film: the network looks at it and at its negative. Where the two disagree, or the masks have no shape of a chest,
 * it is declined; else lungs and heart are outlined and measured. Runs in the analysis worker.
 * @throws AnalysisError unsuitable, manifestInvalid; InferenceError
 */
export async function runChestXray(input: PipelineInput): Promise<WorkerRun> {
  const { volume, context, client, onProgress } = input;
  if (!volume.single)
    throw new AnalysisError('unsuitable', 'a stack of slices, not a film', [{ key: 'notChestFilm' }]);
  const timings: Record<string, number> = {};
  let mark = performance.now();
  const lap = (stage: string): void => {
    const now = performance.now();
    timings[stage] = (timings[stage] ?? 0) + now - mark;
    mark = now;
  };
  const [width, height] = volume.grid.dims;
  const square = squared(volume.data, width, height);
  lap('square');
  const model = await input.model;
  const limits = readLimits(model);
  lap('model');

  onProgress({ stage: 'network', done: 0, total: 2 });
  const first = await client.run({ images: [image(square.slice())] });
  onProgress({ stage: 'network', done: 1, total: 2 });
  const second = await client.run({ images: [image(square.map((v) => 1 - v))] });
  client.dispose();
  lap('network');
  const answer = answerOf(first, model.manifest.id);
  const features = featuresOf(square, answer, answerOf(second, model.manifest.id));
  const strange = features ? outside(features, limits) : undefined;
  // Bone is brighter than air; a film that was stored the other way round is read as its negative.
  const negative = features !== undefined && features.contrast < 0;
  if (!features || (strange?.length ?? 0) > 0)
    throw new AnalysisError('unsuitable', `no chest film: ${strange?.join(', ') ?? 'an organ is missing'}`, [
      { key: 'notChestFilm' },
    ]);
  const map = cleaned(onFilm(negative ? answerOf(second, model.manifest.id) : answer, SIDE, width, height));
  const found = extents(map);
  const [right, left, heart] = [found[RIGHT], found[LEFT], found[HEART]];
  if (!right || !left || !heart)
    throw new AnalysisError('unsuitable', 'an organ is missing', [{ key: 'notChestFilm' }]);
  const read = readFilm(map, { right, left, heart }, limits, negative);
  lap('join');

  onProgress({ stage: 'measure', done: 0, total: 1 });
  const origin: Origin = {
    kind: 'analysis',
    analysisId: chestXray.id,
    analysisVersion: chestXray.version,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    provider: second.provider,
    modelName: model.manifest.name,
  };
  const findings = findingsOf(map, volume, context, origin, input.firstNumber);
  lap('measure');
  return {
    analysisId: chestXray.id,
    seriesUid: volume.seriesUid,
    provider: second.provider,
    threads: second.threads,
    windows: first.windows + second.windows,
    adapter: second.adapter,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    timings,
    networkMs: first.networkMs + second.networkMs,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
    warnings: read.warnings,
    notes: [...new Set([...model.notes, ...first.notes, ...second.notes])].filter(
      (note) => !note.startsWith('the image has no calibration'),
    ),
    findings,
    withheld: 0,
    film: {
      ...read.film,
      sopInstanceUid: volume.sopInstanceUids[0] ?? '',
      frame: volume.frameNumbers[0] ?? 1,
    },
  };
}
