import { lungNodule } from './lung-nodule/analysis';
import type { Analysis } from './contract';

/** All analyses. Adding one: a folder with its `analysis.ts`, a line here, a line in worker.ts. */
export const analyses: readonly Analysis[] = [lungNodule];
