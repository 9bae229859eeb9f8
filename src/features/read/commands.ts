import type { Vec3 } from '../../domain/geometry';
import {
  gridLayout,
  namedLayouts,
  type CellView,
  type RoomLayout,
  type Slab,
} from '../../domain/hanging/layout';
import type { Series, Study } from '../../domain/study';
import {
  captureKeyImage as capture,
  planesRefused,
  windowPresets,
  type KeyImageRequest,
  type Links,
  type RoomContent,
  type Tool,
  type WindowPreset,
} from '../../viewport/index';
import { contentOf, hang, hanging, say, takeDown, theRoom } from './room';
import { useRead, type Layout } from './store';

/** The commands of the reading room. They change what is looked at, never the work, so none needs an undo. */

/** The reader asked for other planes; a series that has none is shown as a stack, the wish is kept for the next. */
let wished: Exclude<Layout, 'stack' | 'grid'> | undefined;

/** The views that a layout of planes is filled with, in the order of its cells. */
const planesIn: Readonly<Record<Exclude<Layout, 'stack' | 'grid'>, readonly CellView[]>> = {
  mpr: ['axial', 'coronal', 'sagittal'],
  mpr3d: ['axial', 'coronal', 'sagittal', 'volume'],
  planes: ['axial', 'coronal', 'sagittal'],
};

const activeContent = (): RoomContent | undefined => hanging()?.contents[useRead.getState().active];

const inPlanes = (study: Study, series: Series, name: Exclude<Layout, 'stack' | 'grid'>): Promise<void> =>
  hang(
    namedLayouts[name],
    planesIn[name].map((view) => contentOf(study, series, { view })),
    0,
  );

/**
 * Shows a series of a study: in the active cell, or in every cell of a layout of planes. Resolves when its first image
 * is drawn or has failed.
 */
export async function showSeries(series: Series, study: Study): Promise<void> {
  if (wished && !planesRefused(series)) {
    await inPlanes(study, series, wished);
    return;
  }
  const now = hanging();
  const { active } = useRead.getState();
  if (!now || now.layout.name !== 'grid') {
    await hang(gridLayout(1, 1), [contentOf(study, series, { view: 'stack' })], 0);
    return;
  }
  await showIn(active, series, study);
}

/** Shows a series as acquired in one cell of the room. */
export async function showIn(cell: number, series: Series, study: Study): Promise<void> {
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

/** The study has been read further: cells that show a series which has grown show all of it. */
export async function updateStudy(study: Study): Promise<void> {
  const now = hanging();
  if (!now) return;
  const current = new Map(study.series.map((series) => [series.seriesUid, series]));
  const contents = now.contents.map((content) => {
    const series = content && current.get(content.seriesUid);
    return content && series ? { ...content, study, series } : content;
  });
  await hang(now.layout, contents);
}

/** Lays the room out and fills it, as a hanging protocol or the reader's own layout says. */
export const hangStudy = (
  layout: RoomLayout,
  contents: readonly (RoomContent | undefined)[],
): Promise<void> => {
  wished = undefined;
  return hang(layout, contents, 0);
};

/** Closes what is open and gives back its memory. */
export function closeReading(): void {
  takeDown();
  wished = undefined;
  setTool('window');
}

/** Every plane goes to a point (LPS mm); another series of the open study is shown first. */
export async function goTo(place: { readonly seriesUid: string; readonly point: Vec3 }): Promise<void> {
  const now = hanging();
  const cell = now?.contents.findIndex((content) => content?.seriesUid === place.seriesUid) ?? -1;
  if (now && cell < 0) {
    const study = activeContent()?.study ?? now.contents.find((content) => content)?.study;
    const other = study?.series.find((series) => series.seriesUid === place.seriesUid);
    if (!study || !other) return;
    await showSeries(other, study);
  } else if (activeContent()?.seriesUid !== place.seriesUid) theRoom()?.setActive(cell);
  theRoom()?.goTo(place.point);
}

/** Takes a tool in hand. Outlines of nodules need Hounsfield units: without them those tools are refused. */
export function setTool(tool: Tool): void {
  if (tool === 'addNodule' && !useRead.getState().hounsfield) return;
  useRead.setState({ tool });
  theRoom()?.setTool(tool);
}

/** One cell, the planes of the active series, or plain rows and columns that keep what hangs. */
export function setLayout(layout: Exclude<Layout, 'grid'>): void {
  const content = activeContent();
  wished = layout === 'stack' ? undefined : layout;
  if (!content) return;
  const { study, series } = content;
  if (layout === 'stack') void hang(gridLayout(1, 1), [contentOf(study, series, { view: 'stack' })], 0);
  else if (!planesRefused(series)) void inPlanes(study, series, layout);
}

/** Rows and columns, 1x1 to 4x4: what hangs moves in, the series of the study fill what is left. */
export function setGrid(rows: number, columns: number): void {
  const now = hanging();
  const study = activeContent()?.study;
  wished = undefined;
  if (!now || !study) return;
  const seen = new Set<string>();
  const stacks = [activeContent(), ...now.contents].flatMap((content) => {
    if (!content || seen.has(content.seriesUid)) return [];
    seen.add(content.seriesUid);
    return [contentOf(content.study, content.series, { view: 'stack' as const })];
  });
  const others = study.series
    .filter((series) => !seen.has(series.seriesUid) && series.instances.some((one) => one.rows > 0))
    .map((series) => contentOf(study, series, { view: 'stack' as const }));
  const layout = gridLayout(rows, columns);
  const all = [...stacks, ...others];
  void hang(
    layout,
    layout.cells.map((...[, n]) => all[n]),
    0,
  );
}

export const toggleLayout = (): void => setLayout(useRead.getState().layout === 'mpr' ? 'stack' : 'mpr');

/** Planes over the memory were declined: the active series as a stack. */
export const declinePlanes = (): void => setLayout('stack');

/** How the active cell looks at its series. */
export function setView(view: CellView): void {
  const now = hanging();
  const { active } = useRead.getState();
  if (!now) return;
  const contents = now.contents.map((content, n) =>
    content && n === active ? { ...content, view } : content,
  );
  void hang(now.layout, contents, active);
}

export const setActive = (cell: number): void => theRoom()?.setActive(cell);

export function setPreset(preset: WindowPreset): void {
  theRoom()?.setWindow(windowPresets[preset]);
}

/** The outlines on or off; returns nothing, the store knows. */
export function toggleMarks(): void {
  const marksVisible = !useRead.getState().marksVisible;
  useRead.setState({ marksVisible });
  theRoom()?.setMarksVisible(marksVisible);
}

/** Overlay planes of the files (60xx) on or off, for every series until they are switched again. */
export function toggleOverlays(): void {
  const overlaysVisible = !useRead.getState().overlaysVisible;
  useRead.setState({ overlaysVisible });
  theRoom()?.setOverlaysVisible(overlaysVisible);
}

export const scrollBy = (slices: number): void => theRoom()?.scrollBy(slices);
export const toggleMaximise = (cell?: number): void => theRoom()?.toggleMaximise(cell);
export const resetView = (): void => theRoom()?.resetView();
export const setSlab = (slab: Slab | undefined): void => theRoom()?.setSlab(slab);
export const rotateImage = (quarter: 1 | -1): void => theRoom()?.turn({ quarter });
export const mirrorImage = (): void => theRoom()?.turn({ mirror: true });
export const invertImage = (): void => theRoom()?.turn({ invert: true });
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
  theRoom()?.setBrushMm(next);
}

/** A PNG for the report: the acquired slice at a point, with outline and a caption that names no patient. */
export function captureKeyImage(request: Omit<KeyImageRequest, 'words'>): Promise<Blob> {
  return capture({ ...request, words: { slice: say('slice'), research: say('research') } });
}
