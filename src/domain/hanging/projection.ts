/** Projection images: radiographs (CR, DX) and mammograms (MG). The unit is the image, not the series. */
import { seriesFrames } from '../frames';
import type { Series } from '../study';
import type { CellContent, Hanging } from './layout';
import {
  asPrior,
  filled,
  modalityWhy,
  partWhy,
  rowsOf,
  type Protocol,
  type RoomFacts,
  type StudyFacts,
} from './room';

export type Projection = 'frontal' | 'lateral' | 'oblique' | 'cc' | 'mlo' | 'otherMammogram';
export type Side = 'R' | 'L';

export interface ProjectionImage {
  readonly series: Series;
  /** 0-based in the order of reading. */
  readonly image: number;
  readonly projection?: Projection;
  readonly side?: Side;
}

/** Projection by View Position or by words: "R CC", "胸部正位". Spot, magnified and rolled mammograms are others. */
export function projectionOf(text: string, modality: string): Projection | undefined {
  const t = ` ${text.replaceAll(/[_\-./()[\]]/g, ' ')} `;
  if (modality === 'MG') {
    if (/spot|magn|\bm ?(cc|mlo)\b|roll|cleav|implant|\bxccl?\b|tomo\b|\bml\b|\blm\b|点压|放大/i.test(t))
      return 'otherMammogram';
    if (/mlo|内外斜|斜位/i.test(t)) return 'mlo';
    return /\b[rl]? ?cc\b|cranio.?caud|头尾|轴位/i.test(t) ? 'cc' : undefined;
  }
  if (/obliq|\brao\b|\blao\b|\brpo\b|\blpo\b|斜位/i.test(t)) return 'oblique';
  if (/\bl?lat(eral)?\b|\bll\b|\brl\b|侧位/i.test(t)) return 'lateral';
  return /\bpa\b|\bap\b|front|正位|后前|前后/i.test(t) ? 'frontal' : undefined;
}

/** Side of the body; laterality of the file first, then its words. */
export function sideOf(laterality: string, text: string): Side | undefined {
  const given = laterality.trim().toUpperCase();
  if (given === 'R' || given === 'L') return given;
  const t = ` ${text.replaceAll(/[_\-./()[\]]/g, ' ')} `;
  const right = /\br ?(cc|mlo)\b|\bright\b|\br\b|右/i.test(t);
  const left = /\bl ?(cc|mlo)\b|\bleft\b|\bl\b|左/i.test(t);
  return right === left ? undefined : right ? 'R' : 'L';
}

/** Every image of the study's projection series, with what is known of its view. */
export function projectionImages(facts: StudyFacts, of: RoomFacts['imageFacts']): ProjectionImage[] {
  const kin = facts.modality === 'MG' ? ['MG'] : ['CR', 'DX'];
  return facts.series
    .filter((s) => kin.includes(s.modality))
    .flatMap((series) => {
      const frames = seriesFrames(series);
      const words = `${series.description} ${series.protocol}`;
      return frames.map(({ instance }, image) => {
        const own = of(instance.sopInstanceUid);
        // Words of a series of several images name none of them.
        const text = frames.length === 1 ? words : '';
        const projection =
          projectionOf(own?.position ?? '', series.modality) ?? projectionOf(text, series.modality);
        const side = sideOf(own?.laterality ?? (frames.length === 1 ? series.laterality : ''), text);
        return { series, image, ...(projection && { projection }), ...(side && { side }) };
      });
    });
}

const cell = ({ series, image }: ProjectionImage): CellContent => ({
  seriesUid: series.seriesUid,
  view: 'stack',
  image,
});

const order: readonly (Projection | undefined)[] = ['frontal', 'lateral', 'oblique'];

/** Frontal, lateral, the rest, each in the order of the study. */
function films(facts: StudyFacts, of: RoomFacts['imageFacts']): ProjectionImage[] {
  const rank = (p: ProjectionImage): number => (p.projection ? order.indexOf(p.projection) : order.length);
  return projectionImages(facts, of)
    .map((image, n) => ({ image, n }))
    .sort((a, b) => rank(a.image) - rank(b.image) || a.n - b.n)
    .map(({ image }) => image);
}

const isXray = (facts: StudyFacts): boolean => facts.modality === 'CR' || facts.modality === 'DX';

const xray: Protocol = {
  id: 'xray',
  matches(facts) {
    if (!isXray(facts)) return undefined;
    const known = films(facts, facts.imageFacts).some((film) => film.projection);
    return {
      score: 70,
      why: [modalityWhy(facts), partWhy(facts), { code: known ? 'views' : 'viewsUnknown' }],
    };
  },
  hang: (facts) => filled(films(facts, facts.imageFacts).slice(0, 4).map(cell)),
};

const xrayPrior: Protocol = {
  id: 'xrayPrior',
  matches: (facts) =>
    isXray(facts) && facts.prior
      ? {
          score: 90,
          why: [modalityWhy(facts), partWhy(facts), { code: 'priorBeside', text: facts.prior.study.date }],
        }
      : undefined,
  hang(facts) {
    const now = films(facts, facts.imageFacts);
    const then = films(facts.prior!, facts.imageFacts);
    // The same view of both; without one the first films stand beside each other.
    const pairs = now.flatMap((film) => {
      const same = film.projection && then.find((old) => old.projection === film.projection);
      return same ? [[cell(film), asPrior(cell(same))]] : [];
    });
    const [a] = now;
    const [b] = then;
    if (pairs.length === 0 && a && b) pairs.push([cell(a), asPrior(cell(b))]);
    return pairs.length > 0 ? rowsOf(pairs.slice(0, facts.screen === 'desktop' ? 2 : 1)) : undefined;
  },
};

/**
 * One row of a mammogram: the right breast on the left of the screen, its chest wall at the right edge of its cell, the
 * left breast mirrored: the chest walls meet.
 */
function pair(images: readonly ProjectionImage[], projection: Projection): (CellContent | undefined)[] {
  return (['R', 'L'] as const).map((side) => {
    const found = images.find((m) => m.projection === projection && m.side === side);
    return found && { ...cell(found), align: side === 'R' ? ('right' as const) : ('left' as const) };
  });
}

/** CC over MLO; views that are missing leave their cell empty. Undefined when no standard view is known. */
function standardViews(images: readonly ProjectionImage[]): (CellContent | undefined)[][] | undefined {
  const rows = [pair(images, 'cc'), pair(images, 'mlo')].filter((row) => row.some(Boolean));
  return rows.length > 0 ? rows : undefined;
}

const mammography: Protocol = {
  id: 'mammography',
  matches(facts) {
    if (facts.modality !== 'MG') return undefined;
    const known = standardViews(projectionImages(facts, facts.imageFacts));
    return { score: 80, why: [modalityWhy(facts), { code: known ? 'views' : 'viewsUnknown' }] };
  },
  hang(facts): Hanging | undefined {
    const images = projectionImages(facts, facts.imageFacts);
    const rows = standardViews(images);
    // Nobody says which is which: in the order of the study, without claiming a side.
    return rows ? rowsOf(rows) : filled(images.slice(0, 4).map(cell));
  },
};

const mammographyPrior: Protocol = {
  id: 'mammographyPrior',
  matches: (facts) =>
    facts.modality === 'MG' && facts.prior
      ? { score: 90, why: [modalityWhy(facts), { code: 'priorBeside', text: facts.prior.study.date }] }
      : undefined,
  hang(facts) {
    const now = projectionImages(facts, facts.imageFacts);
    const then = projectionImages(facts.prior!, facts.imageFacts);
    const views = (['cc', 'mlo'] as const)
      .map((view) => [pair(now, view), pair(then, view).map(asPrior)])
      .filter(([a, b]) => a.some(Boolean) && b.some(Boolean));
    if (views.length === 0) return undefined;
    // Current above prior. A small screen takes one view: the oblique one shows more of the breast.
    if (facts.screen !== 'desktop') return rowsOf(views[views.length - 1]);
    return rowsOf([views.flatMap(([a]) => a), views.flatMap(([, b]) => b)]);
  },
};

export const projectionProtocols: readonly Protocol[] = [xrayPrior, xray, mammographyPrior, mammography];
