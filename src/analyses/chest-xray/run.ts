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

/** The film and its negative as two slices of one image: the network looks at both in one run. */
const bothOf = (square: Float32Array): ScanImage => ({
  data: Float32Array.from({ length: 2 * square.length }, (_, v) =>
    v < square.length ? square[v] : 1 - square[v - square.length],
  ),
  calibrated: false,
  grid: {
    dims: [SIDE, SIDE, 2],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    axes: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
});

/**
 * What the network says of the film, and of its negative.
 * @throws AnalysisError manifestInvalid when the network answers something else
 */
function answersOf({ outputs: [heat] }: RunResult, id: string): readonly [Answer, Answer] {
  if (heat?.kind !== 'heatmap' || heat.data.length !== 3 || heat.size.join() !== [SIDE, SIDE, 2].join())
    throw new AnalysisError(
      'manifestInvalid',
      `${id}: outputs[0]: heatmap of 3 labels, ${SIDE} x ${SIDE} x 2 expected`,
    );
  const one = SIDE * SIDE;
  const of = (slice: number): Answer => {
    const [right, left, heart] = heat.data.map((map) =>
      Float32Array.from(map.subarray(slice * one, (slice + 1) * one), (v) => v / 65535),
    );
    return [right, left, heart];
  };
  return [of(0), of(1)];
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

  onProgress({ stage: 'network', done: 0, total: 1 });
  const result = await client.run({ images: [bothOf(square)] });
  client.dispose();
  lap('network');
  const [asFilm, asNegative] = answersOf(result, model.manifest.id);
  const features = featuresOf(square, asFilm, asNegative);
  const strange = features ? outside(features, limits) : undefined;
  // Bone is brighter than air; a film that was stored the other way round is read as its negative.
  const negative = features !== undefined && features.contrast < 0;
  if (!features || (strange?.length ?? 0) > 0)
    throw new AnalysisError('unsuitable', `no chest film: ${strange?.join(', ') ?? 'an organ is missing'}`, [
      { key: 'notChestFilm' },
    ]);
  const map = cleaned(onFilm(negative ? asNegative : asFilm, SIDE, width, height));
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
    provider: result.provider,
    modelName: model.manifest.name,
  };
  const findings = findingsOf(map, volume, context, origin, input.firstNumber);
  lap('measure');
  return {
    analysisId: chestXray.id,
    seriesUid: volume.seriesUid,
    provider: result.provider,
    threads: result.threads,
    windows: result.windows,
    adapter: result.adapter,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    timings,
    networkMs: result.networkMs,
    peakBytes: result.peakBytes,
    warnings: read.warnings,
    notes: [...new Set([...model.notes, ...result.notes])].filter(
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
