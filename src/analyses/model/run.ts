import type { AnalysisProgress } from '../../domain/analysis';
import type { Origin } from '../../domain/finding';
import type { RunProgress } from '../../inference/contract';
import { defaultPoint } from '../../inference/manifest';
import { AnalysisError, type PipelineInput, type WorkerRun } from '../contract';
import { boxesOf, findingsOf, scoresOf } from './findings';
import { outlinesOf } from './outlines';
import { imagesFor } from './images';
import { bodyBoxes } from './region';

const stages = { resample: 'resample', windows: 'network', restore: 'restore' } as const satisfies Record<
  RunProgress['stage'],
  AnalysisProgress['stage']
>;

/**
 * Any model as its manifest says: the whole image through the network, one finding a label that marked voxels.
 * Runs in the analysis worker.
 * @throws InferenceError, AnalysisError
 */
export async function runModel(input: PipelineInput): Promise<WorkerRun> {
  const { analysis, client, context, onProgress } = input;
  const timings: Record<string, number> = {};
  let mark = performance.now();
  const lap = (stage: string): void => {
    const now = performance.now();
    timings[stage] = now - mark;
    mark = now;
  };

  onProgress({ stage: 'model', done: 0, total: 1 });
  const model = await input.model;
  const { manifest } = model;
  lap('model');
  const region = context.modality === 'CT' ? bodyBoxes(input.volume) : undefined;
  const { grid } = input.volume;
  const images = imagesFor(input.volume, manifest.inputs[0]);
  const result = await client.run({ images, region }, ({ stage, ...progress }) =>
    onProgress({ stage: stages[stage], ...progress }),
  );
  client.dispose();
  // The pixels went to the engine and came back: the array that was sent may be empty now. Colours left the luminance here.
  const image = images.length > 1 ? input.volume : result.images[0];
  if (
    !(image?.data instanceof Int16Array) ||
    image.data.length !== grid.dims[0] * grid.dims[1] * grid.dims[2]
  )
    throw new AnalysisError('analysisFailed', 'the engine did not give the image back');
  const volume = { ...input.volume, data: image.data };
  lap('network');

  onProgress({ stage: 'measure', done: 0, total: 1 });
  const point = defaultPoint(manifest);
  const origin: Origin = {
    kind: 'analysis',
    analysisId: analysis.id,
    analysisVersion: analysis.version,
    modelId: manifest.id,
    modelVersion: manifest.version,
    modelSha256: model.sha256,
    provider: result.provider,
    operatingPoint: point?.name,
    threshold: point?.threshold,
    modelName: analysis.name,
    imported: analysis.imported,
  };
  const outlines = outlinesOf(result.outputs, point?.threshold);
  const findings = findingsOf(outlines, volume, manifest, context, origin, input.firstNumber);
  lap('measure');
  return {
    analysisId: analysis.id,
    name: analysis.name,
    imported: analysis.imported,
    seriesUid: volume.seriesUid,
    provider: result.provider,
    threads: result.threads,
    windows: result.windows,
    adapter: result.adapter,
    modelId: manifest.id,
    modelVersion: manifest.version,
    modelSha256: model.sha256,
    operatingPoint: point?.name,
    threshold: point?.threshold,
    timings,
    networkMs: result.networkMs,
    peakBytes: result.peakBytes,
    warnings: [],
    notes: [...model.notes, ...result.notes],
    findings,
    scores: scoresOf(result.outputs, point?.threshold),
    boxes: boxesOf(result.outputs, manifest, grid),
    withheld: 0,
  };
}
