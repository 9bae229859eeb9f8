import { gridLayout, type CellContent, type RoomLayout } from '../../domain/hanging/layout';
import type { Vec3 } from '../../domain/geometry';
import type { Study } from '../../domain/study';
import type { FusionLook, Links, Orientation, PlaneCameras, Window } from '../../viewport/index';
import { resolved } from './hangings';
import { hang, hanging, theRoom, withFusion } from './room';
import { useRead, type ReadState } from './store';

interface KeptCell extends CellContent {
  /** Modality values. */
  readonly window?: Window;
  readonly orientation?: Orientation;
  readonly fusion?: FusionLook & { readonly window?: Window };
}

/** The room as it stood on a study, for the next time it is opened. */
export interface KeptRoom {
  readonly version: 1;
  readonly layout: RoomLayout;
  readonly active: number;
  readonly cells: readonly (KeptCell | null)[];
  readonly links: Links;
  /** Of the planes of the active cell: the point that they share, LPS mm, and how they look. */
  readonly point?: Vec3;
  readonly cameras?: PlaneCameras;
}

/** The room of each study as it was last seen or kept, until the work on the study is closed. */
const rooms = new Map<string, KeptRoom>();
/** Rooms that were kept and wait until their study has been read. */
const waiting = new Set<string>();

function keptCell(cell: ReadState['cells'][number]): KeptCell | null {
  if (!cell) return null;
  const { seriesUid, view, preset, slab, align, fusedWith, prior, window, orientation, fusion, index } = cell;
  return {
    seriesUid,
    view,
    ...(preset !== undefined && { preset }),
    ...(slab && { slab }),
    ...(align && { align }),
    ...(fusedWith !== undefined && { fusedWith }),
    ...(prior && { prior }),
    ...(view === 'stack' && { image: index }),
    ...(window && { window }),
    ...(orientation && { orientation }),
    ...(fusion && { fusion }),
  };
}

/**
 * The room of a study: as it stands while it shows the study and the reader has arranged it, else as it was last;
 * undefined when there is none. The same object as long as nothing changes.
 */
export function roomSnapshot(studyUid: string): KeptRoom | undefined {
  const { room: layout, cells, active, links, crosshair: point, cameras, touched } = useRead.getState();
  const hung = hanging();
  const before = rooms.get(studyUid);
  const here = hung?.contents.some((one) => one && !one.prior && one.study.studyUid === studyUid);
  if (!touched || !here || waiting.has(studyUid)) return before;
  const planes = cells.some((cell) => cell && cell.view !== 'stack');
  const room: KeptRoom = {
    version: 1,
    layout,
    active,
    cells: cells.map(keptCell),
    links,
    ...(planes && point && { point }),
    ...(planes && cameras && { cameras }),
  };
  if (before && JSON.stringify(before) === JSON.stringify(room)) return before;
  rooms.set(studyUid, room);
  return room;
}

/** Throws when it is of another version. */
export function keepRoom(studyUid: string, saved: KeptRoom): void {
  if (saved.version !== 1) throw new Error(`A room of version ${String(saved.version)}`);
  rooms.set(studyUid, saved);
  waiting.add(studyUid);
}

export function forgetRoom(studyUid: string): void {
  rooms.delete(studyUid);
  waiting.delete(studyUid);
}

/** Puts a study back as it stood; false when nothing was kept or none of its series is there. */
export async function restoreRoom(study: Study, open: readonly Study[]): Promise<boolean> {
  const saved = rooms.get(study.studyUid);
  if (!waiting.delete(study.studyUid) || !saved) return false;
  const contents = saved.cells.map((cell) => {
    const content = cell && resolved(cell, open);
    if (!cell || !content) return undefined;
    const { window, orientation, fusion } = cell;
    return withFusion({ ...content, ...(window && { window }), ...(orientation && { orientation }) }, fusion);
  });
  if (!contents.some(Boolean)) return false;
  useRead.setState({ touched: true, links: saved.links });
  theRoom()?.setLinks(saved.links);
  await hang(saved.layout, contents, saved.active);
  const room = theRoom();
  if (saved.cameras) room?.acts.setCameras(saved.cameras);
  if (saved.point) room?.acts.goTo(saved.point);
  return true;
}

/** A series of a study that was closed hangs no longer. */
export async function closeCells(studyUid: string): Promise<void> {
  const now = hanging();
  if (!now?.contents.some((content) => content?.study.studyUid === studyUid)) return;
  const left = now.contents.map((content) => (content?.study.studyUid === studyUid ? undefined : content));
  const [first] = left.filter(Boolean);
  // With named layouts every cell shows the one series: one that is left stands alone.
  if (now.layout.name !== 'grid' && first) await hang(gridLayout(1, 1), [first], 0);
  else await hang(now.layout, left);
}
