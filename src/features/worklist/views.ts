/** Views that the reader keeps: a filter and a sort under a name; and the columns. Kept on this computer. */
import { loadChoice, saveChoice } from '../../storage';
import { noFilter } from '../../domain/worklist/filter';
import { byPriority, sortKeys } from '../../domain/worklist/order';
import { get, set, type WorklistView } from './store';

/** Views that come with the page; their names are `worklist:view.*`. */
export const givenViews: readonly Omit<WorklistView, 'name'>[] = [
  { id: 'all', filter: noFilter, sort: byPriority },
  { id: 'unread', filter: { ...noFilter, states: ['new', 'aiRan', 'draft'] }, sort: byPriority },
  { id: 'today', filter: { ...noFilter, date: 'today' }, sort: byPriority },
  { id: 'urgent', filter: { ...noFilter, urgentOnly: true }, sort: byPriority },
];

const CHOICE = 'worklist';

interface Kept {
  readonly views: readonly WorklistView[];
  readonly viewId: string;
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly ahead: boolean;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isView = (value: unknown): value is WorklistView =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.name === 'string' &&
  isRecord(value.filter) &&
  isRecord(value.sort) &&
  sortKeys.includes(value.sort.by as (typeof sortKeys)[number]);

/** A kept view may be of an older version that knew fewer filters. */
const whole = (view: WorklistView): WorklistView => ({ ...view, filter: { ...noFilter, ...view.filter } });

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** Brings back views and columns. Never rejects: without storage the list is as it comes. */
export async function restoreViews(): Promise<void> {
  try {
    const kept = await loadChoice(CHOICE);
    if (!isRecord(kept)) return;
    set({
      views: list(kept.views).filter(isView).map(whole),
      hidden: list(kept.hidden).filter((one) => typeof one === 'string'),
      widths: Object.fromEntries(
        Object.entries(isRecord(kept.widths) ? kept.widths : {}).filter(
          (pair): pair is [string, number] => typeof pair[1] === 'number',
        ),
      ),
    });
    if (kept.ahead === true) set(({ ahead }) => ({ ahead: { ...ahead, on: true } }));
    const view = viewNamed(typeof kept.viewId === 'string' ? kept.viewId : '');
    if (view) set({ viewId: view.id, filter: view.filter, sort: view.sort });
  } catch (error) {
    console.warn('worklist views:', error);
  }
}

export function keepViews(): void {
  const { views, viewId, hidden, widths, ahead } = get();
  const kept: Kept = { views, viewId, hidden, widths, ahead: ahead.on };
  saveChoice(CHOICE, kept).catch((error: unknown) => console.warn('worklist views:', error));
}

const viewNamed = (id: string): Omit<WorklistView, 'name'> | undefined =>
  givenViews.find((view) => view.id === id) ?? get().views.find((view) => view.id === id);

export function showView(id: string): void {
  const view = viewNamed(id);
  if (!view) return;
  set({ viewId: id, filter: view.filter, sort: view.sort });
  keepViews();
}

/** Is the list narrowed or sorted otherwise than its view says? */
export function isChanged(): boolean {
  const { viewId, filter, sort } = get();
  const view = viewNamed(viewId);
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return !view || !same(view.filter, { ...noFilter, ...filter }) || !same(view.sort, sort);
}

/** Keeps the list as it stands as a view of the reader's own. */
export function saveView(name: string): void {
  const { views, filter, sort } = get();
  const id = crypto.randomUUID();
  set({ views: [...views, { id, name, filter, sort }], viewId: id });
  keepViews();
}

/** Gives a view another name, and with `restate` what the list shows now. */
export function editView(id: string, { name, restate }: { name?: string; restate?: boolean }): void {
  const { views, filter, sort } = get();
  set({
    views: views.map((view) =>
      view.id === id
        ? { ...view, ...(name !== undefined && { name }), ...(restate && { filter, sort }) }
        : view,
    ),
  });
  keepViews();
}

export function deleteView(id: string): void {
  set(({ views }) => ({ views: views.filter((view) => view.id !== id) }));
  if (get().viewId === id) showView('all');
  keepViews();
}
