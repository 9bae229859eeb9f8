import type { Origin } from '../../domain/finding';
import type { LoadedModel } from '../../inference/contract';
import { defaultPoint, lowestThreshold } from '../../inference/manifest';
import { AnalysisError, type PipelineInput, type WorkerRun } from '../contract';
import { lungNodule } from './analysis';
import { chooseKept, findCandidates, readRules, type CandidateRules } from './candidates';
import { classify, readClassifier, type Classifier } from './classify';
import { findingsFrom } from './findings';
import { closeLungs, openLungs } from './lungs';
import { lungRegion } from './regions';
import { readScreen, runScreen, type ScreenRules } from './screen';
import { checkLungs } from './suitability';

/**
 * The rules, the screen and the second stage of the model's manifest. What is wrong with them is a fault of the model, not of the
 * analysis.
 * @throws AnalysisError manifestInvalid, with the field's name
 */
export function rulesOf(model: Pick<LoadedModel, 'manifest'>): {
  rules: CandidateRules;
  screen: ScreenRules | undefined;
  classifier: Classifier | undefined;
} {
  try {
    const { manifest } = model;
    return {
      rules: readRules(manifest.config),
      screen: readScreen(manifest),
      classifier: readClassifier(manifest),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AnalysisError('manifestInvalid', `${model.manifest.id}: ${why}`);
  }
}

/**
 * Lungs, screen over the lungs, detector where it says, candidates, second look at them, findings: all down to the lowest threshold that a
 * reader may choose. Runs in the analysis worker.
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
  const air = openLungs(volume, (done, total) => onProgress({ stage: 'lungs', done, total }));
  lap('lungs');
  const model = await input.model;
  lap('model');
  const { rules, screen, classifier } = rulesOf(model);
  const point = defaultPoint(model.manifest);
  if (!point)
    throw new AnalysisError(
      'manifestInvalid',
      `${model.manifest.id}: operatingPoints: at least one expected`,
    );

  // In the inference worker, while the lungs are closed here.
  const screening = screen && runScreen(volume, air, model.manifest, screen, client);
  // Its failure counts where it is awaited.
  screening?.catch(() => undefined);
  const lungs = closeLungs(air);
  const verdict = checkLungs(lungs);
  if (verdict.verdict === 'unsuitable')
    throw new AnalysisError('unsuitable', 'no lungs in this series', verdict.reasons);
  lap('close');

  const { grid } = volume;
  onProgress({ stage: 'detect', done: 0, total: grid.dims[2] });
  const screened = await screening;
  // A model without a screen looks at all of the lungs.
  const where = screened ? { windows: screened.windows(lungs) } : { region: lungRegion(lungs, grid.dims[2]) };
  lap('screen');
  const result = await client.run(
    { images: [{ data: volume.data, grid }], ...where },
    ({ done, total, msLeft }) => onProgress({ stage: 'detect', done, total, msLeft }),
  );
  volume = { ...volume, data: result.images[0].data as Int16Array };
  const heat = result.outputs[0];
  if (heat?.kind !== 'heatmap')
    throw new AnalysisError('manifestInvalid', `${model.manifest.id}: outputs[0].kind: heatmap expected`);
  lap('detect');

  onProgress({ stage: 'join', done: 0, total: 1 });
  const found = findCandidates(
    { start: heat.start, size: heat.size, data: heat.data[0] },
    lungs,
    grid.spacing,
    rules,
  );
  lap('join');

  onProgress({ stage: 'classify', done: 0, total: found.length });
  const second = classifier && (await classify(found, volume, model.manifest, classifier, client));
  // Its memory is not needed any more.
  client.dispose();
  const { kept, withheld } = chooseKept(second?.judged ?? found, lowestThreshold(model.manifest));
  lap('classify');

  onProgress({ stage: 'measure', done: 0, total: kept.length });
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
  const rows = model.manifest.volumeRange?.byDiameterMm;
  const findings = findingsFrom(kept, volume, lungs, context, origin, input.firstNumber, rows);
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
    notes: [
      ...model.notes,
      ...(screened?.result?.notes ?? []),
      ...result.notes,
      ...(second?.result?.notes ?? []),
    ],
    findings,
    withheld,
  };
}
