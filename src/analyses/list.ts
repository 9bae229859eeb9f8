import type { ModelEntry } from '../inference/library/entry';
import type { Analysis } from './contract';
import { analysisOf } from './model/analysis';
import { analyses } from './registry';

/**
 * Everything that can be run: this program's analyses, then shipped models that none of them uses, then imported
 * ones.
 */
export function allAnalyses(models: readonly ModelEntry[]): readonly Analysis[] {
  const used = new Set(analyses.map((a) => a.modelFolder));
  const shipped = models.filter((m) => m.origin === 'shipped' && !used.has(m.id));
  const imported = models.filter((m) => m.origin === 'imported');
  return [...analyses, ...[...shipped, ...imported].map(analysisOf)];
}
