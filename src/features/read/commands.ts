import type { Vec3 } from '../../domain/geometry';
import {
  gridLayout,
  namedLayouts,
  type CellView,
  type RoomLayout,
  type Slab,
} from '../../domain/hanging/layout';
import { kindOf, inReadingOrder } from '../../domain/hanging/match';
import type { KeyedPreset, PresetName } from '../../domain/hanging/presets';
import type { Series, Study } from '../../domain/study';
import {
  captureKeyImage as capture,
  goToImage,
  planesRefused,
  type AxisEnd,
  type KeyImageRequest,
  type KeyStep,
  type Links,
  type RoomContent,
  type Tool,
  type Window,
} from '../../viewport/index';
import { fileWindows, presetsOf, windowOf } from './windows';
import { contentOf, handOf, hang, hanging, renewHung, say, takeDown, theRoom } from './room';
import { useRead, type Layout, type ReadState } from './store';

/** The commands of the reading room. They change what is looked at, never the work, so none needs an undo. */

/** The reader has arranged the room: from now on nothing hangs by itself. */
export const touch = (): void => {
  if (!useRead.getState().touched) useRead.setState({ touched: true });
};

/** The reader asked for other planes; a series that has none is shown as a stack, the wish is kept for the next. */
let wished: Exclude<Layout, 'stack' | 'grid'> | undefined;

/** The views that a layout of planes is filled with, in the order of its cells. */
const planesIn: Readonly<Record<Exclude<Layout, 'stack' | 'grid'>, readonly CellView[]>> = {
  mpr: ['axial', 'coronal', 'sagittal'],
  mpr3d: ['axial', 'coronal', 'sagittal', 'volume'],
  planes: ['axial', 'coronal', 'sagittal'],
};

/** What window and presets act on in the active cell. */
const handContent = () => {
  const { cells, active } = useRead.getState();
  return handOf(activeContent(), cells[active]);
};

export const activeContent = (): RoomContent | undefined => hanging()?.contents[useRead.getState().active];

const inPlanes = (study: Study, series: Series, name: Exclude<Layout, 'stack' | 'grid'>): Promise<void> =>
  hang(
    namedLayouts[name],
    planesIn[name].map((view) => contentOf(study, series, { view })),
    0,
  );

/**
 * Shows a series of a study: in the active cell, or in every cell of a layout of planes. Resolves when its first image
 * is drawn or has failed.
 * @param afresh of another patient: what hung is taken away
 */
export async function showSeries(series: Series, study: Study, afresh = false): Promise<void> {
  if (afresh) useRead.setState({ touched: false });
  if (wished && !planesRefused(series)) {
    await inPlanes(study, series, wished);
    return;
  }
  const now = hanging();
  const { active } = useRead.getState();
  if (!now || afresh || now.layout.name !== 'grid') {
    await hang(gridLayout(1, 1), [contentOf(study, series, { view: 'stack' })], 0);
    return;
  }
  await putIn(active, series, study);
}

/** Shows a series as acquired in one cell of the room. */
export async function showIn(cell: number, series: Series, study: Study): Promise<void> {
  touch();
  await putIn(cell, series, study);
}

async function putIn(cell: number, series: Series, study: Study): Promise<void> {
  const now = hanging();
  if (!now || now.layout.name !== 'grid') {
    await showSeries(series, study);
    return;
  }
  const contents = now.layout.cells.map((...[, n]) =>
    n === cell ? contentOf(study, series, { view: 'stack' }) : now.contents[n],
  );
  await hang(now.layout, contents, cell);
}

/** The series over a content as it is known now; the same object when nothing changed. */
function overNow(content: RoomContent | undefined, studies: readonly Study[]): RoomContent['over'] {
  const over = content?.over;
  const study = studies.find(({ studyUid }) => studyUid === over?.study.studyUid);
  const series = study?.series.find(({ seriesUid }) => seriesUid === over?.series.seriesUid);
  if (!over || !study || !series || (study === over.study && series === over.series)) return over;
  return { ...over, study, series };
}

/** Studies have been read further: cells that show a series which has grown show all of it. */
export async function updateStudies(studies: readonly Study[]): Promise<void> {
  const now = hanging();
  if (!now) return;
  let grown = false;
  const contents = now.contents.map((content) => {
    const study = content && studies.find((one) => one.studyUid === content.study.studyUid);
    const series = study?.series.find((one) => one.seriesUid === content?.seriesUid);
    const over = overNow(content, studies);
    const same = series === content?.series && study === content?.study && over === content?.over;
    if (!content || !study || !series || same) return content;
    grown ||= series !== content.series || over?.series !== content.over?.series;
    return { ...content, study, series, ...(over && { over }) };
  });
  if (grown) await hang(now.layout, contents);
  else renewHung(contents);
}

/** Lays the room out and fills it, as a hanging protocol or the reader's own layout says. */
export const hangStudy = (
  layout: RoomLayout,
  contents: readonly (RoomContent | undefined)[],
): Promise<void> => {
  wished = undefined;
  return hang(layout, contents, Math.max(0, contents.findIndex(Boolean)));
};

/** Closes what is open and gives back its memory. */
export function closeReading(): void {
  takeDown();
  wished = undefined;
  setTool('window');
}

/** Every plane goes to a point (LPS mm); another series of the open study is shown first. */
export async function goTo(place: {
  readonly seriesUid: string;
  readonly point: Vec3;
  /** Which image of the series, where its images have no place to one another. */
  readonly image?: { readonly sopInstanceUid: string; readonly frame: number };
}): Promise<void> {
  const now = hanging();
  const cell = now?.contents.findIndex((content) => content?.seriesUid === place.seriesUid) ?? -1;
  if (now && cell < 0) {
    const study = activeContent()?.study ?? now.contents.find((content) => content)?.study;
    const other = study?.series.find((series) => series.seriesUid === place.seriesUid);
    if (!study || !other) return;
    await showSeries(other, study);
  } else if (activeContent()?.seriesUid !== place.seriesUid) theRoom()?.setActive(cell);
  theRoom()?.acts.goTo(place.point);
  if (!place.image) return;
  // A film that plays would run on past the image.
  theRoom()?.acts.stopFilm();
  goToImage(place.image);
}

/** Can a click outline a lesion on what is shown: a nodule by Hounsfield units, or a lesion on ultrasound? */
export const growsLesions = ({ hounsfield, ultrasound }: ReadState): boolean => hounsfield || ultrasound;

/** What one click of the adding tool puts on what is shown, and the tool that does it; undefined where none does. */
export const addedByClick = (
  state: Pick<ReadState, 'hounsfield' | 'ultrasound' | 'chestFilm'>,
): { readonly what: 'nodule' | 'lesion' | 'mark'; readonly tool: 'addNodule' | 'mark' } | undefined => {
  if (state.chestFilm) return adds.mark;
  if (state.ultrasound) return adds.lesion;
  return state.hounsfield ? adds.nodule : undefined;
};

/** The same objects each time, for stores that compare them. */
const adds = {
  nodule: { what: 'nodule', tool: 'addNodule' },
  lesion: { what: 'lesion', tool: 'addNodule' },
  mark: { what: 'mark', tool: 'mark' },
} as const;

/** Takes a tool in hand. Where a click outlines nothing that tool is refused. */
export function setTool(tool: Tool): void {
  if (tool === 'addNodule' && !growsLesions(useRead.getState())) return;
  useRead.setState({ tool });
  theRoom()?.look.setTool(tool);
}

/** One cell, the planes of the active series, or plain rows and columns that keep what hangs. */
export function setLayout(layout: Exclude<Layout, 'grid'>): void {
  const content = activeContent() ?? hanging()?.contents.find(Boolean);
  wished = layout === 'stack' ? undefined : layout;
  touch();
  if (!content) return;
  const { study, series } = content;
  if (layout === 'stack') void hang(gridLayout(1, 1), [contentOf(study, series, { view: 'stack' })], 0);
  else if (!planesRefused(series)) void inPlanes(study, series, layout);
}

/** One stack for each series that hangs, the active cell's first. */
function stacksOf(contents: readonly (RoomContent | undefined)[]): RoomContent[] {
  const seen = new Set<string>();
  return contents.flatMap((content) => {
    if (!content || seen.has(content.seriesUid)) return [];
    seen.add(content.seriesUid);
    return [contentOf(content.study, content.series, { view: 'stack' as const })];
  });
}

/**
 * Rows and columns, 1x1 to 4x4: what hangs moves in, the active cell's first when there is less room; series of the
 * study fill what is left, in their order of reading. Planes of a named layout become the stack of their series.
 */
export function setGrid(rows: number, columns: number): void {
  const now = hanging();
  const current = activeContent() ?? now?.contents.find(Boolean);
  wished = undefined;
  if (!now || !current) return;
  touch();
  const hung = now.contents.filter((content) => content !== undefined);
  const fewer = rows * columns < hung.length;
  const first = fewer ? [current, ...hung.filter((content) => content !== current)] : hung;
  const kept = now.layout.name === 'grid' ? first : stacksOf([current, ...hung]);
  const seen = new Set(kept.map(({ seriesUid }) => seriesUid));
  const images = inReadingOrder(current.study.series).filter(
    (series) => !seen.has(series.seriesUid) && kindOf(series) !== 'doseReport',
  );
  const others = images.map((series) => contentOf(current.study, series, { view: 'stack' as const }));
  const layout = gridLayout(rows, columns);
  const all = [...kept, ...others];
  const contents = layout.cells.map((...[, n]) => all[n]);
  void hang(layout, contents, Math.max(0, contents.indexOf(current)));
}

export const toggleLayout = (): void => setLayout(useRead.getState().layout === 'mpr' ? 'stack' : 'mpr');

/** Planes over the memory were declined: the active series as a stack. */
export const declinePlanes = (): void => setLayout('stack');

/** How the active cell looks at its series. */
export function setView(view: CellView): void {
  const now = hanging();
  const { active } = useRead.getState();
  if (!now) return;
  touch();
  const contents = now.contents.map((content, n) => {
    if (!content || n !== active) return content;
    const { slab, image, ...rest } = content;
    // A slab is of planes, an image of stacks.
    return view === 'stack'
      ? { ...rest, view, ...(image !== undefined && { image }) }
      : { ...rest, view, ...(slab && { slab }) };
  });
  void hang(now.layout, contents, active);
}

export const setActive = (cell: number): void => theRoom()?.setActive(cell);

/** A window of the active cell, modality values. */
export function setWindow(window: Window): void {
  touch();
  theRoom()?.acts.setWindow(window);
}

export function setPreset(preset: PresetName): void {
  const window = windowOf(preset, handContent()?.series);
  if (window) setWindow(window);
  else if (preset === 'auto') autoWindow();
}

/** The presets of the active cell's series, with their number keys. */
export function presetsNow(): readonly KeyedPreset[] {
  const hand = handContent();
  return hand ? presetsOf(hand.study, hand.series) : [];
}

/** From the pixels of the image on show. */
export function autoWindow(): void {
  touch();
  theRoom()?.acts.autoWindow();
}

/** The windows that the active cell's file gives. */
export const fileWindowsNow = () => {
  const hand = handContent();
  return hand ? fileWindows(hand.series) : [];
};

/** The outlines on or off; returns nothing, the store knows. */
export function toggleMarks(): void {
  const marksVisible = !useRead.getState().marksVisible;
  useRead.setState({ marksVisible });
  theRoom()?.look.setMarksVisible(marksVisible);
}

/** Overlay planes of the files (60xx) on or off, for every series until they are switched again. */
export function toggleOverlays(): void {
  const overlaysVisible = !useRead.getState().overlaysVisible;
  useRead.setState({ overlaysVisible });
  theRoom()?.look.setOverlaysVisible(overlaysVisible);
}

export function scrollBy(slices: number): void {
  touch();
  theRoom()?.acts.scrollBy(slices);
}
export const toggleMaximise = (cell?: number): void => theRoom()?.toggleMaximise(cell);
export const resetView = (): void => theRoom()?.acts.resetView();
export function setSlab(slab: Slab | undefined): void {
  touch();
  theRoom()?.acts.setSlab(slab);
}
export const rotateImage = (quarter: 1 | -1): void => theRoom()?.acts.turn({ quarter });
export const mirrorImage = (): void => theRoom()?.acts.turn({ mirror: true });
export const invertImage = (): void => theRoom()?.acts.turn({ invert: true });
/** Asks once more for images that could not be had. */
export const fetchAgain = (): void => theRoom()?.acts.fetchAgain();
/** One pixel of the image on one of the screen. */
export const actualSize = (): void => theRoom()?.acts.actualSize();
/** Lets go of what is half drawn; true when there was something. */
export const letGoOfDrawing = (): boolean => theRoom()?.letGo() ?? false;
/** What is half drawn is all; true when it was enough. */
export const finishDrawing = (): boolean => theRoom()?.enough() ?? false;

/** What of one cell the others follow. */
export function setLinks(change: Partial<Links>): void {
  const links = { ...useRead.getState().links, ...change };
  useRead.setState({ links });
  theRoom()?.setLinks(links);
}

/** Smallest and largest radius of the outline brush, mm. */
const BRUSH_MM = { least: 0.5, most: 40 };

/** Radius of the outline brush; smaller below 1, larger above. */
export function scaleBrush(factor: number): void {
  const { brushMm } = useRead.getState();
  const next = Math.min(BRUSH_MM.most, Math.max(BRUSH_MM.least, Math.round(brushMm * factor * 10) / 10));
  useRead.setState({ brushMm: next });
  theRoom()?.look.setBrushMm(next);
}

/** A PNG for the report: the acquired slice at a point, with outline and a caption that names no patient. */
export function captureKeyImage(request: Omit<KeyImageRequest, 'words'>): Promise<Blob> {
  return capture({ ...request, words: { slice: say('slice'), research: say('research') } });
}

/** Moves the hand's pointer on the active image by pixels; false when the tool in the hand is not held by keys. */
export const handStep = (by: KeyStep): boolean => theRoom()?.hand.step(by) ?? false;
/** Is the hand's pointer on the image, put there by keys? */
export const handShown = (): boolean => theRoom()?.hand.shown ?? false;
/** Paints, erases or picks where keys have put the hand; false when it is not on the image. */
export const handPress = (): boolean => theRoom()?.hand.press() ?? false;
/** Moves an end of the current axes by pixels, or by mm; false when no image shows them. */
export const nudgeAxis = (held: AxisEnd, by: KeyStep, mm?: number): boolean =>
  theRoom()?.hand.nudge(held, by, mm) ?? false;
