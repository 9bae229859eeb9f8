/** A model without an analysis of its own, as an analysis: what its manifest says is all that is known of it. */
import type { ModelEntry } from '../../inference/library/entry';
import type { Analysis } from '../contract';
import { checkSeries, looksAtImages } from './suitability';

const PREFIX = 'model:';

/** Id of the analysis that runs a model. */
export const modelAnalysisId = (modelId: string): string => PREFIX + modelId;

/** Is this the id of a model's analysis, rather than of one of this program's own? */
export const isModelAnalysis = (id: string): boolean => id.startsWith(PREFIX);

/** The analysis that runs a model as its manifest says. A damaged model suits nothing, and says so. */
export function analysisOf(entry: ModelEntry): Analysis {
  const { id, name, version, folder, manifest } = entry;
  return {
    id: modelAnalysisId(id),
    version,
    name,
    imported: entry.origin === 'imported',
    modelFolder: id,
    folder,
    singleImage: manifest !== undefined && looksAtImages(manifest),
    check: (series, study) =>
      manifest
        ? checkSeries(manifest, series, study)
        : { verdict: 'unsuitable', reasons: [{ key: 'modelDamaged' }] },
  };
}
