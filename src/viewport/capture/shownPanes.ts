/**
 * The panes that are on screen now, for whoever makes pictures of them. There is one reading room in the page; its
 * panes enter here when they are made and leave when they go.
 */
import type { HandledPane } from '../paneHost';

/** A pane with the element that cornerstone draws into. */
export interface ShownPane extends HandledPane {
  readonly image: HTMLDivElement;
}

const panes = new Set<ShownPane>();

export const enterPane = (pane: ShownPane): void => void panes.add(pane);
export const leavePane = (pane: ShownPane): void => void panes.delete(pane);

/** Panes that hold a drawn image and can be seen, in the order of the room's cells. */
export function shownPanes(): readonly ShownPane[] {
  return [...panes]
    .filter(({ root, view }) => view !== undefined && root.offsetParent !== null)
    .sort((a, b) => (a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** The pane that keys and menus act on. */
export function activePane(): ShownPane | undefined {
  const shown = shownPanes();
  return shown.length === 1 ? shown[0] : shown.find(({ host }) => host.isActive());
}
