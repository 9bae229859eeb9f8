import type { Series } from '../study';
import type { BodyPart } from './body-part';
import { namedLayouts, type CellContent, type Hanging } from './layout';
import { bestOf, planeOf, type Plane, type Wanted } from './match';
import type { PresetName } from './presets';
import {
  asPrior,
  filled,
  modalityWhy,
  partWhy,
  planeCell,
  rowsOf,
  type Match,
  type Protocol,
  type RoomFacts,
  type StudyFacts,
} from './room';

const ctOf = (facts: StudyFacts): Series[] => facts.series.filter((s) => s.modality === 'CT');

const lungs: Wanted = { kernel: 'sharp', thin: true };
const soft: Wanted = { kernel: 'soft' };
const bones: Wanted = { kernel: 'sharp', thin: true };

/** The axial images for a purpose; without orientation (bare files) any stack will do. */
function axial(series: readonly Series[], wanted: Wanted, preset: PresetName): CellContent | undefined {
  const cell = planeCell(series, 'axial', { ...wanted, plane: 'axial' }, preset);
  if (cell) return cell;
  const best = bestOf(
    series.filter((s) => planeOf(s) === undefined),
    wanted,
  );
  return best && { seriesUid: best.series.seriesUid, view: 'stack', preset };
}

function matchPart(facts: RoomFacts, parts: readonly BodyPart[]): Match | undefined {
  if (facts.modality !== 'CT' || !facts.part || !parts.includes(facts.part.part)) return undefined;
  return { score: 80, why: [modalityWhy(facts), partWhy(facts)] };
}

/** Lung, mediastinum, coronal and sagittal of the soft images. */
const chest: Protocol = {
  id: 'ctChest',
  matches: (facts) => matchPart(facts, ['chest']),
  hang(facts) {
    const series = ctOf(facts);
    const cells = [axial(series, lungs, 'lung'), axial(series, soft, 'mediastinum')];
    const plane = (p: Plane): CellContent | undefined => planeCell(series, p, { ...lungs }, 'lung');
    return filled([...cells, plane('coronal'), plane('sagittal')]);
  },
};

/** Brain, subdural, bone: one series in three windows unless bone has its own kernel. */
const head: Protocol = {
  id: 'ctHead',
  matches: (facts) => matchPart(facts, ['head']),
  hang(facts) {
    const series = ctOf(facts);
    const cells = [
      axial(series, soft, 'brain'),
      axial(series, soft, 'subdural'),
      axial(series, bones, 'bone'),
    ];
    return filled(cells, namedLayouts.planes);
  },
};

/** Sagittal bone large, axial bone and sagittal soft tissue beside it. */
const spine: Protocol = {
  id: 'ctSpine',
  matches: (facts) => matchPart(facts, ['spine']),
  hang(facts) {
    const series = ctOf(facts);
    const sagittal = planeCell(series, 'sagittal', bones, 'bone');
    if (!sagittal) return undefined;
    const cells = [sagittal, axial(series, bones, 'bone'), planeCell(series, 'sagittal', soft, 'spine')];
    return filled(cells, namedLayouts.mpr);
  },
};

const bodyPresets: Readonly<Partial<Record<BodyPart, PresetName>>> = {
  limb: 'bone',
  heart: 'angio',
  breast: 'mediastinum',
  chest: 'mediastinum',
  wholeBody: 'mediastinum',
  head: 'brain',
  spine: 'bone',
};

const bodyPreset = (facts: StudyFacts): PresetName => (facts.part && bodyPresets[facts.part.part]) ?? 'soft';

/** Phases of contrast: axial series of one kernel that differ by more than it. In order of acquisition. */
function phases(series: readonly Series[], wanted: Wanted): Series[] {
  const best = bestOf(series, { ...wanted, plane: 'axial' });
  if (!best) return [];
  const isLike = (s: Series): boolean => {
    const ratio = s.instances.length / best.series.instances.length;
    return planeOf(s) === planeOf(best.series) && s.kernel === best.series.kernel && ratio > 0.5 && ratio < 2;
  };
  return series.filter((s) => s === best.series || (isLike(s) && namesPhase(s)));
}

const namesPhase = (s: Series): boolean =>
  s.part?.kind === 'phase' ||
  s.contrastAgent !== '' ||
  /arter|portal|venous|delay|plain|non.?con|phase|平扫|动脉|门脉|静脉|延迟|增强|期/i.test(
    `${s.description} ${s.protocol}`,
  );

/** Abdomen and all else: phases side by side, or one series in three planes. */
const body: Protocol = {
  id: 'ctBody',
  matches: (facts) =>
    facts.modality === 'CT' ? { score: 50, why: [modalityWhy(facts), partWhy(facts)] } : undefined,
  hang(facts): Hanging | undefined {
    const series = ctOf(facts);
    const preset = bodyPreset(facts);
    const wanted = preset === 'bone' ? bones : soft;
    const several = phases(series, wanted);
    if (several.length > 1)
      return filled(several.slice(0, 4).map((s) => ({ seriesUid: s.seriesUid, view: 'stack', preset })));
    const planes = (['coronal', 'sagittal'] as const).map((p) => planeCell(series, p, wanted, preset));
    return filled([axial(series, wanted, preset), ...planes], namedLayouts.mpr);
  },
};

/** The windows that are compared with a prior, the first one alone on a small screen. */
function compared(facts: StudyFacts): (CellContent | undefined)[] {
  const series = ctOf(facts);
  const part = facts.part?.part;
  if (part === 'chest') return [axial(series, lungs, 'lung'), axial(series, soft, 'mediastinum')];
  if (part === 'head') return [axial(series, soft, 'brain'), axial(series, bones, 'bone')];
  const preset = bodyPreset(facts);
  return [axial(series, preset === 'bone' ? bones : soft, preset)];
}

const withPrior: Protocol = {
  id: 'ctPrior',
  matches: (facts) =>
    facts.modality === 'CT' && facts.prior
      ? {
          score: 90,
          why: [modalityWhy(facts), partWhy(facts), { code: 'priorBeside', text: facts.prior.study.date }],
        }
      : undefined,
  hang(facts) {
    const now = compared(facts);
    const then = compared(facts.prior!);
    const rows = now
      .map((cell, n) => [cell, asPrior(then[n])])
      .filter(([a, b]) => a && b)
      .slice(0, facts.screen === 'desktop' ? 2 : 1);
    return rows.length > 0 ? rowsOf(rows) : undefined;
  },
};

export const ctProtocols: readonly Protocol[] = [withPrior, chest, head, spine, body];
