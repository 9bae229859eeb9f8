import type { Series } from '../study';
import type { CellContent } from './layout';
import { bestOf, planeOf } from './match';
import { filled, modalityWhy, planeCell, type Protocol, type RoomFacts, type Why } from './room';

/** Through the whole body from front to back, mm. */
const WHOLE_BODY_MM = 700;

const uncorrected = (s: Series): boolean =>
  /\bnac\b|non.?att|no.?att|uncorr|\buac\b|未校正|无衰减/i.test(
    `${s.description} ${s.protocol}`.replaceAll('_', ' '),
  );

/** The PET to read: corrected for attenuation, else whatever there is. */
export function petOf(series: readonly Series[]): Series | undefined {
  const all = series.filter((s) => s.modality === 'PT');
  const corrected = all.filter((s) => !uncorrected(s));
  return bestOf(corrected.length > 0 ? corrected : all, { plane: 'axial' })?.series;
}

/** Anatomy in the same frame of reference: fusing anything else would put uptake in the wrong place. */
export function anatomyOf(series: readonly Series[], pet: Series): Series | undefined {
  const same = series.filter(
    (s) =>
      (s.modality === 'CT' || s.modality === 'MR') &&
      s.frameOfReferenceUid !== '' &&
      s.frameOfReferenceUid === pet.frameOfReferenceUid &&
      planeOf(s) === 'axial',
  );
  return bestOf(same, { plane: 'axial', kernel: 'soft' })?.series;
}

const mip = (pet: Series): CellContent => ({
  seriesUid: pet.seriesUid,
  view: 'coronal',
  preset: 'suv10',
  slab: { mode: 'mip', mm: WHOLE_BODY_MM },
});

const petCt: Protocol = {
  id: 'petCt',
  matches(facts) {
    const pet = petOf(facts.series);
    const anatomy = pet && anatomyOf(facts.series, pet);
    if (!pet || !anatomy) return undefined;
    return { score: 85, why: [modalityWhy(facts), { code: 'petWithCt', text: anatomy.modality }] };
  },
  hang(facts) {
    const pet = petOf(facts.series);
    const anatomy = pet && anatomyOf(facts.series, pet);
    if (!pet || !anatomy) return undefined;
    const preset = anatomy.modality === 'CT' ? 'mediastinum' : 'auto';
    const body: CellContent = { seriesUid: anatomy.seriesUid, view: 'axial', preset };
    const uptake = planeCell([pet], 'axial', {}, 'suv5') ?? {
      seriesUid: pet.seriesUid,
      view: 'stack',
      preset: 'suv5',
    };
    return filled([body, { ...uptake, view: 'axial' }, { ...body, fusedWith: pet.seriesUid }, mip(pet)]);
  },
};

/** That there is a CT, and why it is not below the PET. */
function whyApart(facts: RoomFacts): Why[] {
  const found = petOf(facts.series);
  const ct = facts.series.some(({ modality }) => modality === 'CT');
  return found && ct && !anatomyOf(facts.series, found) ? [{ code: 'petApart' }] : [];
}

/** PET whose CT is missing or has another frame of reference: nothing is fused. */
const pet: Protocol = {
  id: 'pet',
  matches: (facts) =>
    facts.modality === 'PT' ? { score: 60, why: [modalityWhy(facts), ...whyApart(facts)] } : undefined,
  hang(facts) {
    const series = petOf(facts.series);
    if (!series) return undefined;
    const axial: CellContent = { seriesUid: series.seriesUid, view: 'stack', preset: 'suv5' };
    const ct = bestOf(
      facts.series.filter((s) => s.modality === 'CT'),
      { plane: 'axial', kernel: 'soft' },
    )?.series;
    const beside: CellContent | undefined = ct && {
      seriesUid: ct.seriesUid,
      view: 'stack',
      preset: 'mediastinum',
    };
    return filled([beside, axial, planeOf(series) ? mip(series) : undefined]);
  },
};

export const petProtocols: readonly Protocol[] = [petCt, pet];
