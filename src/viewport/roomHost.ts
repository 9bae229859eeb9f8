import type { Vec3 } from '../domain/geometry';
import type { Slab } from '../domain/hanging/layout';
import type { Cell, CellRoom } from './cell';
import type { ViewportEvent } from './marks';
import type { RoomFollow } from './roomFollow';
import type { RoomLook } from './roomLook';
import type { RoomSpaces } from './roomSpaces';

/** What a pane may ask its room to do. */
export interface HostingRoom {
  readonly look: RoomLook;
  readonly spaces: RoomSpaces;
  readonly follow: RoomFollow;
  /** The way of a place from the space of one cell into that of another. */
  between(from: Cell, to: Cell): ((point: Vec3) => Vec3) | undefined;
  tell(): void;
  emit(event: ViewportEvent): void;
  activate(cell: Cell): void;
  isActive(cell: Cell): boolean;
  maximise(cell: Cell): void;
  setCursor(cell: Cell, point: Vec3 | undefined): void;
  setSlab(cell: Cell, slab: Slab | undefined): void;
}

/** The 3-D cursor where it lies in the space of a cell; nowhere in a space that nothing leads to. */
function cursorIn(cell: Cell, { look, spaces, between }: HostingRoom): Vec3 | undefined {
  const { cursor, cursorFrom } = look;
  if (!cursor || !cursorFrom || cursorFrom === cell || spaces.sameSpace(cursorFrom, cell)) return cursor;
  return between(cursorFrom, cell)?.(cursor);
}

/** The part of a pane's host that is the same for every cell, bound to one. */
export function hostOf(cell: Cell, room: HostingRoom): ReturnType<CellRoom['hostOf']> {
  const { look, spaces, follow } = room;
  return {
    tool: () => look.tool,
    buttons: () => look.buttons,
    layer: cell.over.onPane(
      () => cell.pane,
      () => spaces.window(cell, 'layer'),
      () => room.tell(),
    ),
    handSeries: () => (cell.seriesOf(cell.hand) ?? cell.series!).series,
    window: () => spaces.window(cell),
    baseWindow: () => spaces.window(cell, 'base'),
    setWindow: (window) => {
      follow.window(cell, window);
      room.tell();
    },
    slab: () => cell.content?.slab,
    setSlab: (slab) => room.setSlab(cell, slab),
    point: () => (cell.pane?.name === 'stack' ? undefined : spaces.point(cell)),
    setPoint: (point) => {
      follow.point(cell, point);
      room.tell();
    },
    cursor: () => cursorIn(cell, room),
    cover: () => (look.cover?.seriesUid === cell.content?.seriesUid ? look.cover : undefined),
    setCursor: (point) => room.setCursor(cell, point),
    turnPlanes: (about, angle) => follow.turn(cell, about, angle),
    crossing: () => follow.crossing(cell),
    marks: () => look.marks.filter((mark) => mark.seriesUid === cell.content?.seriesUid),
    marksVisible: () => look.marksVisible,
    annotations: () => look.annotations,
    currentAnnotation: () => look.currentAnnotation,
    overlaysVisible: () => look.overlaysVisible,
    brushMm: () => look.brushMm,
    fetchAgain: () => cell.fetchAgain(),
    emit: (event) => room.emit(event),
    scrolled: (index) => {
      follow.scrolled(cell, index);
      room.tell();
    },
    zoomed: (factor) => follow.hand(cell, (other) => other.view?.zoomBy(factor)),
    panned: (dx, dy) => follow.hand(cell, (other) => other.view?.panBy(dx, dy)),
    activate: () => room.activate(cell),
    isActive: () => room.isActive(cell),
    maximise: () => room.maximise(cell),
  };
}
