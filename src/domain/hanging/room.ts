/** What protocols are given, and the small pieces that they are put together from. */
import type { Series, Study } from '../study';
import { partOfStudy, type PartFound } from './body-part';
import { gridLayout, type CellContent, type CellView, type Hanging, type RoomLayout } from './layout';
import { bestOf, inReadingOrder, kindOf, planeOf, reformats, type Plane, type Wanted } from './match';
import type { PresetName } from './presets';

export type ScreenClass = 'phone' | 'laptop' | 'desktop';

/** View Position (0018,5101) and laterality (0020,0062) of one image, where the caller knows them. */
export interface ImageFacts {
  readonly position?: string;
  readonly laterality?: string;
}

export interface HangingInput {
  readonly study: Study;
  /** An earlier study of the same patient. */
  readonly prior?: Study;
  readonly screen: ScreenClass;
  /** Facts of single images that a Series does not hold; by SOP Instance UID. */
  readonly imageFacts?: (sopInstanceUid: string) => ImageFacts | undefined;
}

/** Why a protocol was chosen and what it did; a key of a catalogue, with words of the file beside it where it has any. */
export interface Why {
  readonly code:
    | 'modality'
    | 'bodyPart'
    | 'bodyPartUnknown'
    | 'series'
    | 'priorBeside'
    | 'priorOfOther'
    | 'views'
    | 'viewsUnknown'
    | 'petWithCt'
    | 'petApart'
    | 'phone'
    | 'fallback'
    | 'nothingToShow';
  readonly text?: string;
}

export interface StudyFacts {
  readonly study: Study;
  /** Series to read, in reading order: no localizers, screenshots or made pictures unless nothing else is there. */
  readonly series: readonly Series[];
  /** All series with pixels in reading order. */
  readonly shown: readonly Series[];
  /** Modality with most images that are read; PT before CT, because PT/CT is one examination. */
  readonly modality: string;
  readonly part?: PartFound;
}

export interface RoomFacts extends StudyFacts {
  readonly screen: ScreenClass;
  /** The prior, when it is of the same modality and body part. */
  readonly prior?: StudyFacts;
  readonly imageFacts: (sopInstanceUid: string) => ImageFacts | undefined;
}

/** Modalities of one kind of examination are compared with each other. */
const kinOf = (modality: string): string => (modality === 'DX' || modality === 'CR' ? 'X' : modality);

function modalityOf(series: readonly Series[]): string {
  const votes = new Map<string, number>();
  for (const s of series) votes.set(s.modality, (votes.get(s.modality) ?? 0) + s.instances.length);
  if (votes.has('PT')) return 'PT';
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

export function studyFacts(study: Study): StudyFacts {
  const shown = inReadingOrder(study.series);
  const images = shown.filter((s) => kindOf(s) === 'image');
  const series = images.length > 0 ? images : shown;
  return { study, series, shown, modality: modalityOf(series), part: partOfStudy(study, series) };
}

/** May the prior hang beside? Same kind of modality and same part; parts that nobody names must have one description. */
export function comparable(a: StudyFacts, b: StudyFacts): boolean {
  if (kinOf(a.modality) !== kinOf(b.modality)) return false;
  if (a.part && b.part) return a.part.part === b.part.part;
  return !a.part && !b.part && a.study.description !== '' && a.study.description === b.study.description;
}

export function roomFacts(input: HangingInput): RoomFacts {
  const now = studyFacts(input.study);
  const then = input.prior && studyFacts(input.prior);
  return {
    ...now,
    screen: input.screen,
    ...(then && comparable(now, then) && { prior: then }),
    imageFacts: input.imageFacts ?? (() => undefined),
  };
}

/** A stack in its own plane, cut from the volume otherwise. */
export const viewFor = (series: Series, plane: Plane): CellView =>
  planeOf(series) === plane ? 'stack' : plane;

/**
 * A cell that shows a plane of the patient: a series acquired in it, or cut from one that is thin enough; undefined
 * when neither is there.
 */
export function planeCell(
  series: readonly Series[],
  plane: Plane,
  wanted: Wanted,
  preset?: PresetName,
): CellContent | undefined {
  const own = series.filter((s) => planeOf(s) === plane);
  const cut = series.filter((s) => planeOf(s) !== plane && reformats(s));
  const best = bestOf(own, wanted) ?? bestOf(cut, { ...wanted, thin: true });
  if (!best) return undefined;
  return { seriesUid: best.series.seriesUid, view: viewFor(best.series, plane), ...(preset && { preset }) };
}

export const asPrior = (content: CellContent | undefined): CellContent | undefined =>
  content && { ...content, prior: true };

const SHAPES: readonly (readonly [number, number])[] = [
  [1, 1],
  [1, 2],
  [1, 3],
  [2, 2],
  [2, 3],
  [2, 3],
  [2, 4],
  [2, 4],
];

/** Cells that hold something, in a grid that they fill as well as they can; undefined when there is none. */
export function filled(
  contents: readonly (CellContent | undefined)[],
  layout?: RoomLayout,
): Hanging | undefined {
  const there = contents.filter((c) => c !== undefined).slice(0, SHAPES.length);
  if (there.length === 0) return undefined;
  if (layout && there.length === layout.cells.length) return { layout, contents: there };
  const [rows, columns] = SHAPES[there.length - 1];
  const grid = gridLayout(rows, columns);
  return { layout: grid, contents: grid.cells.map((_, n) => there[n]) };
}

/** Exactly these rows; empty cells stay empty, so that what belongs together stays side by side. */
export function rowsOf(rows: readonly (readonly (CellContent | undefined)[])[]): Hanging {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const contents = rows.flatMap((row) => Array.from({ length: columns }, (_, n) => row[n]));
  return { layout: gridLayout(rows.length, columns), contents };
}

/** The first cell that holds something, alone. */
export function single(hanging: Hanging): Hanging {
  const first = hanging.contents.find((c) => c !== undefined && !c.prior) ?? hanging.contents.find(Boolean);
  return { layout: gridLayout(1, 1), contents: [first] };
}

export type ProtocolId =
  | 'ctChest'
  | 'ctHead'
  | 'ctSpine'
  | 'ctBody'
  | 'ctPrior'
  | 'xray'
  | 'xrayPrior'
  | 'mammography'
  | 'mammographyPrior'
  | 'mr'
  | 'mrPrior'
  | 'ultrasound'
  | 'petCt'
  | 'pet'
  | 'plain';

export interface Match {
  /** Higher is chosen first; 0 to 100. */
  readonly score: number;
  readonly why: readonly Why[];
}

export interface Protocol {
  readonly id: ProtocolId;
  /** Undefined: not made for such a study. */
  matches(facts: RoomFacts): Match | undefined;
  /** Undefined: fits, but the study lacks the series for it. */
  hang(facts: RoomFacts): Hanging | undefined;
}

export const modalityWhy = (facts: StudyFacts): Why => ({ code: 'modality', text: facts.modality });

export const partWhy = (facts: StudyFacts): Why =>
  facts.part ? { code: 'bodyPart', text: facts.part.text } : { code: 'bodyPartUnknown' };
