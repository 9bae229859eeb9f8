/** The cardiothoracic ratio of a run on a chest film, for result.json. */
import type { AnalysisRun } from '../../domain/analysis';
import { lengthsAt } from '../../domain/calibration';
import { measureCardiothoracic } from '../../domain/cardiothoracic';
import { frameInstance } from '../../domain/frames';
import type { Series } from '../../domain/study';

/** Null where the run has no film, or the film shows not all that the ratio needs: `run.warnings` says why. */
export function filmJson({ film }: AnalysisRun, series: Series): object | null {
  const instance = film && series.instances.find((i) => i.sopInstanceUid === film.sopInstanceUid);
  if (!film || !instance) return null;
  const { lines, ...facts } = film;
  const { source, mm } = lengthsAt(frameInstance(instance, film.frame));
  const scale = { x: mm?.[0] ?? 1, y: mm?.[1] ?? 1, unit: mm ? 'mm' : 'px', source } as const;
  return {
    ...facts,
    /** Points (column, row), pixel centres at whole numbers; right and left are the patient's. */
    lines: lines ?? null,
    cardiothoracic: lines ? measureCardiothoracic(lines, scale, instance.viewPosition) : null,
  };
}
