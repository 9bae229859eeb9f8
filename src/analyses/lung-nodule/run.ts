import type { Origin } from '../../domain/finding';
import type { LoadedModel } from '../../inference/contract';
import { defaultPoint } from '../../inference/manifest';
import { AnalysisError, type PipelineInput, type WorkerRun } from '../contract';
import { lungNodule } from './analysis';
import { chooseShown, findCandidates, readRules, type CandidateRules } from './candidates';
import { findingsFrom } from './findings';
import { findLungs } from './lungs';
import { lungRegion } from './regions';
import { checkLungs } from './suitability';

/**
 * The rules of the model's manifest. What is wrong with them is a fault of the model, not of the analysis.
 * @throws AnalysisError manifestInvalid, with the field's name
 */
export function rulesOf(model: Pick<LoadedModel, 'manifest'>): CandidateRules {
  try {
    return readRules(model.manifest.config);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AnalysisError('manifestInvalid', `${model.manifest.id}: ${why}`);
  }
}

/**
 * Lungs, network over the lungs, candidates, findings. Runs in the analysis worker.
 * @throws AnalysisError unsuitable; InferenceError
 */
export async function runLungNodule(input: PipelineInput): Promise<WorkerRun> {
  const { context, client, onProgress } = input;
  let { volume } = input;
  const timings: Record<string, number> = {};
  let mark = performance.now();
  const lap = (stage: string): void => {
    const now = performance.now();
    timings[stage] = now - mark;
    mark = now;
  };

  onProgress({ stage: 'lungs', done: 0, total: 5 });
  const lungs = findLungs(volume, (done, total) => onProgress({ stage: 'lungs', done, total }));
  const verdict = checkLungs(lungs);
  if (verdict.verdict === 'unsuitable')
    throw new AnalysisError('unsuitable', 'no lungs in this series', verdict.reasons);
  lap('lungs');

  const model = await input.model;
  lap('model');
  const rules = rulesOf(model);
  const point = defaultPoint(model.manifest);
  if (!point)
    throw new AnalysisError(
      'manifestInvalid',
      `${model.manifest.id}: operatingPoints: at least one expected`,
    );

  const { grid } = volume;
  onProgress({ stage: 'detect', done: 0, total: grid.dims[2] });
  const result = await client.run(
    { images: [{ data: volume.data, grid }], region: lungRegion(lungs, grid.dims[2]) },
    ({ done, total, msLeft }) => onProgress({ stage: 'detect', done, total, msLeft }),
  );
  client.dispose();
  volume = { ...volume, data: result.images[0].data as Int16Array };
  const heat = result.outputs[0];
  if (heat?.kind !== 'heatmap')
    throw new AnalysisError('manifestInvalid', `${model.manifest.id}: outputs[0].kind: heatmap expected`);
  lap('detect');

  onProgress({ stage: 'join', done: 0, total: 1 });
  const candidates = findCandidates(
    { start: heat.start, size: heat.size, data: heat.data[0] },
    lungs,
    grid.spacing,
    rules,
  );
  const { shown, withheld } = chooseShown(candidates, point.threshold, rules);
  lap('join');

  onProgress({ stage: 'measure', done: 0, total: shown.length });
  const origin: Origin = {
    kind: 'analysis',
    analysisId: lungNodule.id,
    analysisVersion: lungNodule.version,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    provider: result.provider,
    operatingPoint: point.name,
    threshold: point.threshold,
  };
  const findings = findingsFrom(shown, volume, lungs, context, origin, input.firstNumber);
  lap('measure');
  return {
    analysisId: lungNodule.id,
    seriesUid: volume.seriesUid,
    provider: result.provider,
    threads: result.threads,
    windows: result.windows,
    adapter: result.adapter,
    modelId: model.manifest.id,
    modelVersion: model.manifest.version,
    modelSha256: model.sha256,
    operatingPoint: point.name,
    threshold: point.threshold,
    timings,
    networkMs: result.networkMs,
    peakBytes: result.peakBytes,
    warnings: verdict.warnings,
    notes: [...model.notes, ...result.notes],
    findings,
    withheld,
  };
}
