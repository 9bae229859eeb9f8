import { breastUltrasound } from './breast-ultrasound/analysis';
import type { Analysis, Pipeline } from './contract';
import { chestXray } from './chest-xray/analysis';
import { lungNodule } from './lung-nodule/analysis';
import { isModelAnalysis } from './model/analysis';

interface Registered {
  readonly analysis: Analysis;
  /** Fetched by the worker alone: the page does not carry the work of analyses. */
  readonly pipeline: () => Promise<Pipeline>;
}

/** All analyses of this program. Adding one: a folder with its `analysis.ts` and `run.ts`, and a line here. */
const registered: readonly Registered[] = [
  { analysis: lungNodule, pipeline: async () => (await import('./lung-nodule/run')).runLungNodule },
  { analysis: chestXray, pipeline: async () => (await import('./chest-xray/run')).runChestXray },
  {
    analysis: breastUltrasound,
    pipeline: async () => (await import('./breast-ultrasound/run')).runBreastUltrasound,
  },
];

export const analyses: readonly Analysis[] = registered.map((r) => r.analysis);

/** The work of an analysis by its id; models without an analysis of their own share one. */
export function pipelineOf(id: string): Promise<Pipeline> | undefined {
  if (isModelAnalysis(id)) return import('./model/run').then((m) => m.runModel);
  return registered.find((r) => r.analysis.id === id)?.pipeline();
}
