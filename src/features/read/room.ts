import { isChestFilm } from '../../domain/chest-film';
import type { Annotation } from '../../domain/annotation/annotation';
import type { Vec3 } from '../../domain/geometry';
import { gridLayout, type CellContent, type RoomLayout } from '../../domain/hanging/layout';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n/index';
import {
  Room,
  defaultButtons,
  type Buttons,
  type CellFacts,
  type Cover,
  type Mark,
  type RoomContent,
  type RoomState,
  type Role,
  type Say,
  type SpaceLinks,
  type ViewPlane,
  type ViewportEvent,
} from '../../viewport/index';
import { useRead, type Layout } from './store';
import { presetNamed, presetsOf } from './windows';

/**
 * The one reading room of the page, and what hangs in it. What hangs is remembered here, so that it comes back when
 * React mounts the room anew.
 */
let room: Room | undefined;
let hung:
  { readonly layout: RoomLayout; readonly contents: readonly (RoomContent | undefined)[] } | undefined;
/** Marks of findings, then those of segments, then those of the form that is open. */
let findingMarks: readonly Mark[] = [];
let segmentMarks: readonly Mark[] = [];
let formMarks: readonly Mark[] = [];
/** What an analysis sees while a film plays: nothing that is kept. */
let liveMarks: readonly Mark[] = [];
const marks = (): readonly Mark[] => [...findingMarks, ...segmentMarks, ...formMarks, ...liveMarks];
let annotations: readonly Annotation[] = [];
let currentAnnotation: string | undefined;
/** Of an examination that is compared with another. */
let spaceLinks: SpaceLinks | undefined;
let roles: ReadonlyMap<string, Role> = new Map();
let cover: Cover | undefined;
let buttons: Buttons = defaultButtons;
const listeners = new Set<(event: ViewportEvent) => void>();
let onDrop: ((cell: number, seriesUid: string) => void) | undefined;

export const say: Say = (key, values) => i18n.t(`read:view.${key}`, { ...values });

export const theRoom = (): Room | undefined => room;
export const hanging = () => hung;
/** Width of the images, CSS px; of the page while there are none. */
export const roomWidth = (): number => room?.width || innerWidth;

const nameOf = ({ name, cells }: RoomLayout): Layout =>
  name === 'grid' && cells.length === 1 ? 'stack' : name;

/** The store follows the room: the active cell's facts stand flat beside the list of all. */
function follow({ layout, cells, active, maximised, point, cameras, overlays }: RoomState): void {
  const facts = cells[active];
  // A slab is set in the room, also by the wheel; hung again, the cell has it still.
  if (hung) hung = { ...hung, contents: hung.contents.map((content, n) => withSlab(content, cells[n])) };
  const content = hung?.contents[active];
  const hand = handOf(content, facts);
  const window = hand === content ? facts?.window : facts?.fusion?.window;
  useRead.setState({
    room: layout,
    cells,
    active,
    maximised,
    overlays,
    layout: nameOf(layout),
    activeSeriesUid: facts?.seriesUid,
    hounsfield: content?.series.modality === 'CT',
    ultrasound: content?.series.modality === 'US',
    chestFilm: content !== undefined && isChestFilm(content.study, content.series),
    window,
    preset: hand && window && presetNamed(window, presetsOf(hand.study, hand.series)),
    fusion: facts?.fusion,
    slab: facts?.slab,
    crosshair: point,
    cameras,
    loaded: facts?.loaded ?? 0,
    noMpr: facts?.noMpr,
  });
}

function withSlab(content: RoomContent | undefined, facts: CellFacts | undefined): RoomContent | undefined {
  if (!content || facts?.seriesUid !== content.seriesUid || facts.view !== content.view) return content;
  if (facts.slab === content.slab) return content;
  const { slab, ...rest } = content;
  return facts.slab ? { ...rest, slab: facts.slab } : slab ? rest : content;
}

/** What hangs, as it is looked at now: another room goes on where this one was. */
const asShown = (contents: readonly (RoomContent | undefined)[]): (RoomContent | undefined)[] =>
  contents.map((content, n) => {
    const facts = useRead.getState().cells[n];
    if (!content || facts?.seriesUid !== content.seriesUid || facts.view !== content.view) return content;
    const { window, orientation, index, fusion } = facts;
    return withFusion(
      {
        ...content,
        ...(content.view === 'stack' && { image: index }),
        ...(window && { window }),
        ...(orientation && { orientation }),
      },
      fusion,
    );
  });

/** A content whose other series is drawn over it as it was. */
export function withFusion(content: RoomContent, fusion: CellFacts['fusion']): RoomContent {
  if (!content.over || !fusion) return content;
  const { window, ...look } = fusion;
  return { ...content, over: { ...content.over, look, ...(window && { window }) } };
}

/** What window and presets of a cell act on: its series, or the one over it. */
export const handOf = (
  content: RoomContent | undefined,
  facts: CellFacts | undefined,
): Pick<RoomContent, 'study' | 'series'> | undefined =>
  (facts?.fusion?.hand === 'layer' ? content?.over : undefined) ?? content;

/** Puts the viewports into an element of the page; the returned function takes them away and frees them. */
export function mountRoom(element: HTMLElement): () => void {
  const mounted = new Room(element, {
    say,
    onState: (state) => {
      if (room === mounted) follow(state);
    },
    onEvent: (event) => listeners.forEach((listener) => listener(event)),
    onSeriesDropped: (cell, seriesUid) => onDrop?.(cell, seriesUid),
  });
  room = mounted;
  const { tool, marksVisible, overlaysVisible, brushMm, links, active, crosshair, cameras, cells } =
    useRead.getState();
  mounted.look.setTool(tool);
  mounted.look.setButtons(buttons);
  mounted.look.setBrushMm(brushMm);
  mounted.look.setMarksVisible(marksVisible);
  mounted.look.setOverlaysVisible(overlaysVisible);
  mounted.setLinks(links);
  mounted.compared.link(spaceLinks);
  mounted.compared.setRoles(roles);
  mounted.look.setCover(cover);
  if (hung) {
    hung = { ...hung, contents: asShown(hung.contents) };
    const planes = cells.some((cell) => cell && cell.view !== 'stack');
    void mounted.hang(hung.layout, hung.contents, active).then(() => {
      if (room !== mounted || !planes) return;
      if (cameras) mounted.acts.setCameras(cameras);
      if (crosshair) mounted.acts.goTo(crosshair);
    });
    mounted.look.setMarks(marks());
    mounted.look.setAnnotations(annotations, currentAnnotation);
  }
  const restate = (): void => mounted.restate();
  i18n.on('languageChanged', restate);
  return () => {
    i18n.off('languageChanged', restate);
    if (room === mounted) room = undefined;
    mounted.dispose();
  };
}

/** Hangs contents in a layout. Resolves when the first image of every cell is drawn or has failed. */
export async function hang(
  layout: RoomLayout,
  contents: readonly (RoomContent | undefined)[],
  active = useRead.getState().active,
): Promise<void> {
  hung = { layout, contents };
  const content = contents[Math.min(active, contents.length - 1)];
  useRead.setState({ activeSeriesUid: content?.seriesUid, layout: nameOf(layout) });
  if (!room) return;
  const hanging = room.hang(layout, contents, active);
  room.look.setMarks(marks());
  room.look.setAnnotations(annotations, currentAnnotation);
  await hanging;
}

/** The same contents of studies that are known better by now; nothing is drawn anew. */
export function renewHung(contents: readonly (RoomContent | undefined)[]): void {
  if (hung) hung = { ...hung, contents };
}

/** Closes what hangs and gives back its memory. */
export function takeDown(): void {
  hung = undefined;
  findingMarks = [];
  segmentMarks = [];
  liveMarks = [];
  annotations = [];
  currentAnnotation = undefined;
  spaceLinks = undefined;
  roles = new Map();
  cover = undefined;
  room?.closeAll();
  useRead.setState({
    activeSeriesUid: undefined,
    cells: [],
    room: gridLayout(1, 1),
    layout: 'stack',
    touched: false,
  });
}

export const contentOf = (
  study: Study,
  series: Series,
  rest: Omit<CellContent, 'seriesUid'>,
): RoomContent => ({
  ...rest,
  seriesUid: series.seriesUid,
  study,
  series,
});

/** What the viewports draw over the images; marks of series that do not hang are kept, not drawn. */
export function setMarks(next: readonly Mark[]): void {
  findingMarks = next;
  room?.look.setMarks(marks());
}

/** Segments, drawn like marks and beside them. */
export function setSegmentMarks(next: readonly Mark[]): void {
  segmentMarks = next;
  room?.look.setMarks(marks());
}

/** What a form shows to be clicked on. */
export function setFormMarks(next: readonly Mark[]): void {
  formMarks = next;
  room?.look.setMarks(marks());
}

/** What an analysis sees while a film plays; each on its own frame. */
export function setLiveMarks(next: readonly Mark[]): void {
  liveMarks = next;
  room?.look.setMarks(marks());
}

/** The reader's annotations, and which of them is current. */
export function setAnnotations(next: readonly Annotation[], current: string | undefined): void {
  annotations = next;
  currentAnnotation = current;
  room?.look.setAnnotations(next, current);
}

/** Reads spaces as one, as a prior that is registered; undefined parts them again. */
export function linkSpaces(next: SpaceLinks | undefined): void {
  spaceLinks = next;
  room?.compared.link(next);
}

/** Strips over the images of studies or series, by their UID: which side of a comparison they are. */
export function setRoles(next: ReadonlyMap<string, Role>): void {
  roles = next;
  room?.compared.setRoles(next);
}

/** A picture over the images of one series; undefined takes it away. */
export function setCover(next: Cover | undefined): void {
  cover = next;
  room?.look.setCover(next);
}

/** Where the cell of a series looks, LPS mm. */
export const middleOf = (seriesUid: string): Vec3 | undefined => room?.compared.middleOf(seriesUid);
/** The plane that the active cell draws. */
export const activePlane = (): ViewPlane | undefined => room?.compared.activePlane();

/** What the mouse buttons and the wheel do on the images. */
export function setButtons(next: Buttons): void {
  buttons = next;
  room?.look.setButtons(next);
}

/** Listens to what the reader's hand does on the images. Returns the unsubscribe. */
export function onViewportEvent(listener: (event: ViewportEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Who puts a series that was dropped on a cell there. */
export function takeDrops(drop: (cell: number, seriesUid: string) => void): void {
  onDrop = drop;
}
