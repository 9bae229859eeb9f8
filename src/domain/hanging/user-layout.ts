/** A reader's own layout: the room as it stands, told by what its series are, and hung again with another study. */
import type { Series, Study } from '../study';
import type { CellArea, CellContent, CellView, Hanging, RoomLayout, Slab } from './layout';
import { imageCount, kernelOf, planeOf, reformats, sequenceOf, stepOf, THIN_MM } from './match';
import { projectionOf, sideOf } from './projection';
import { studyFacts } from './room';

/** What a series is, without its UID. Absent: not known or of no matter. */
export interface SeriesRole {
  readonly modality: string;
  readonly plane?: string;
  readonly kernel?: string;
  readonly sequence?: string;
  readonly projection?: string;
  readonly side?: string;
  readonly thin?: boolean;
  readonly contrast?: boolean;
  /** Place among series of the same role, 0-based, in reading order. */
  readonly nth: number;
}

export interface TemplateCell {
  readonly series: SeriesRole;
  readonly view: CellView;
  readonly preset?: string;
  readonly slab?: Slab;
  readonly fusedWith?: SeriesRole;
  readonly image?: number;
  readonly align?: 'left' | 'right';
  readonly prior?: true;
}

export interface LayoutTemplate {
  readonly version: 1;
  /** Modality that it is offered for. */
  readonly modality: string;
  readonly layout: RoomLayout;
  readonly cells: readonly (TemplateCell | null)[];
}

type Traits = Omit<SeriesRole, 'nth'>;

function traitsOf(s: Series): Traits {
  const text = `${s.description} ${s.protocol}`;
  const step = stepOf(s);
  const plane = planeOf(s);
  const kernel = s.modality === 'CT' ? kernelOf(s) : undefined;
  const sequence = s.modality === 'MR' ? sequenceOf(s) : undefined;
  const film = s.modality === 'MG' || s.modality === 'CR' || s.modality === 'DX';
  const projection = film ? projectionOf(text, s.modality) : undefined;
  const side = film ? sideOf(s.laterality, text) : undefined;
  return {
    modality: s.modality,
    ...(plane && { plane }),
    ...(kernel && { kernel }),
    ...(sequence && { sequence }),
    ...(projection && { projection }),
    ...(side && { side }),
    ...(step !== undefined && imageCount(s) > 1 && { thin: step <= THIN_MM }),
    ...(s.modality === 'CT' && { contrast: s.contrastAgent !== '' }),
  };
}

const traitNames = [
  'modality',
  'plane',
  'kernel',
  'sequence',
  'projection',
  'side',
  'thin',
  'contrast',
] as const;
const alike = (a: Traits, b: Traits): boolean => traitNames.every((t) => a[t] === b[t]);

function roleOf(series: Series, all: readonly Series[]): SeriesRole {
  const traits = traitsOf(series);
  const same = all.filter((s) => alike(traitsOf(s), traits));
  return { ...traits, nth: Math.max(0, same.indexOf(series)) };
}

/** The room as a template. Cells whose series is in neither study stay empty. */
export function templateOf(hanging: Hanging, study: Study, prior?: Study): LayoutTemplate {
  const now = studyFacts(study);
  const then = prior && studyFacts(prior);
  const cells = hanging.contents.map((content): TemplateCell | null => {
    const all = (content?.prior ? then : now)?.shown ?? [];
    const series = all.find((s) => s.seriesUid === content?.seriesUid);
    if (!content || !series) return null;
    const { view, preset, slab, fusedWith, image, align, prior: old } = content;
    const over = all.find((s) => s.seriesUid === fusedWith);
    return {
      series: roleOf(series, all),
      view,
      ...(preset !== undefined && { preset }),
      ...(slab && { slab }),
      ...(over && { fusedWith: roleOf(over, all) }),
      ...(image !== undefined && { image }),
      ...(align && { align }),
      ...(old && { prior: old }),
    };
  });
  return { version: 1, modality: now.modality, layout: hanging.layout, cells };
}

/** Points for a trait that agrees; a trait that contradicts takes as many away. What is not known counts nothing. */
const points = { plane: 8, kernel: 4, sequence: 16, projection: 16, side: 16, thin: 3, contrast: 2 } as const;
/** These must not contradict: another sequence, view or side is another image, not a worse one. */
const strict = ['sequence', 'projection', 'side'] as const;

function fit(role: SeriesRole, s: Series, cut: boolean): number {
  const traits = traitsOf(s);
  if (traits.modality !== role.modality) return -Infinity;
  if (strict.some((t) => role[t] !== undefined && traits[t] !== role[t])) return -Infinity;
  // A stack of another plane is another view, unless the plane is cut from the volume.
  if (role.plane && traits.plane && role.plane !== traits.plane && !cut) return -Infinity;
  let score = 0;
  for (const t of Object.keys(points) as (keyof typeof points)[])
    if (role[t] !== undefined && traits[t] !== undefined)
      score += role[t] === traits[t] ? points[t] : -points[t];
  return score;
}

/** The series that fits a role best; among equals the nth, or the last there is. */
function find(role: SeriesRole, all: readonly Series[], view: CellView): Series | undefined {
  const cut = view !== 'stack';
  const able = all.filter((s) => !cut || view === planeOf(s) || reformats(s));
  const scores = able.map((s) => fit(role, s, cut));
  const best = Math.max(...scores);
  if (best === -Infinity) return undefined;
  const equals = able.filter((_, n) => scores[n] === best);
  return equals[Math.min(role.nth, equals.length - 1)];
}

export interface AppliedTemplate {
  readonly hanging: Hanging;
  /** Cells of the template for which the study has no series, indices into the layout. */
  readonly missing: readonly number[];
}

/** Hangs another study of the modality by a template; undefined when the modality is another or nothing fits. */
export function applyTemplate(
  template: LayoutTemplate,
  study: Study,
  prior?: Study,
): AppliedTemplate | undefined {
  const now = studyFacts(study);
  if (now.modality !== template.modality) return undefined;
  const then = prior && studyFacts(prior);
  const missing: number[] = [];
  const contents = template.cells.map((cell, n): CellContent | undefined => {
    if (!cell) return undefined;
    const all = (cell.prior ? then : now)?.series ?? [];
    const { series: role, fusedWith, ...rest } = cell;
    const series = find(role, all, cell.view);
    const over = fusedWith && find(fusedWith, all, 'stack');
    // Fusion without its other half would show something else than the reader asked for.
    if (!series || (fusedWith && over?.frameOfReferenceUid !== series.frameOfReferenceUid)) {
      missing.push(n);
      return undefined;
    }
    const image = cell.image !== undefined && cell.image < imageCount(series) ? cell.image : undefined;
    return {
      ...rest,
      seriesUid: series.seriesUid,
      ...(cell.image !== undefined && { image }),
      ...(over && { fusedWith: over.seriesUid }),
    };
  });
  if (contents.every((c) => c === undefined)) return undefined;
  return { hanging: { layout: template.layout, contents }, missing };
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null;
const isText = (v: unknown): boolean => v === undefined || (typeof v === 'string' && v.length <= 64);
const isCount = (v: unknown): v is number =>
  Number.isInteger(v) && (v as number) >= 0 && (v as number) < 10_000;
const isShares = (v: unknown): v is number[] =>
  Array.isArray(v) &&
  v.length >= 1 &&
  v.length <= 4 &&
  v.every((s) => typeof s === 'number' && s > 0 && s < 1000);

const isArea = (v: unknown, rows: number, columns: number): v is CellArea =>
  isObject(v) &&
  [v.row, v.column, v.rows, v.columns].every(isCount) &&
  (v.rows as number) > 0 &&
  (v.columns as number) > 0 &&
  (v.row as number) + (v.rows as number) <= rows &&
  (v.column as number) + (v.columns as number) <= columns;

const isRole = (v: unknown): boolean =>
  isObject(v) &&
  typeof v.modality === 'string' &&
  isCount(v.nth) &&
  [v.plane, v.kernel, v.sequence, v.projection, v.side].every(isText) &&
  [v.thin, v.contrast].every((b) => b === undefined || typeof b === 'boolean');

const isSlab = (v: unknown): boolean =>
  isObject(v) && ['mip', 'minip', 'mean'].includes(v.mode as string) && typeof v.mm === 'number' && v.mm > 0;

const isCell = (v: unknown): boolean =>
  v === null ||
  (isObject(v) &&
    isRole(v.series) &&
    ['stack', 'axial', 'coronal', 'sagittal', 'volume'].includes(v.view as string) &&
    isText(v.preset) &&
    (v.slab === undefined || isSlab(v.slab)) &&
    (v.fusedWith === undefined || isRole(v.fusedWith)) &&
    (v.image === undefined || isCount(v.image)) &&
    (v.align === undefined || v.align === 'left' || v.align === 'right') &&
    (v.prior === undefined || v.prior === true));

/** A template as it was kept, checked; undefined when it is damaged or of another version. */
export function parseTemplate(text: string): LayoutTemplate | undefined {
  let v: unknown;
  try {
    v = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(v) || v.version !== 1 || typeof v.modality !== 'string' || !isObject(v.layout))
    return undefined;
  const { name, rowShares, columnShares, cells } = v.layout;
  if (!['grid', 'mpr', 'mpr3d', 'planes'].includes(name as string)) return undefined;
  if (!isShares(rowShares) || !isShares(columnShares) || !Array.isArray(cells)) return undefined;
  if (!cells.every((c) => isArea(c, rowShares.length, columnShares.length))) return undefined;
  if (!Array.isArray(v.cells) || v.cells.length !== cells.length || !v.cells.every(isCell)) return undefined;
  return v as unknown as LayoutTemplate;
}

export const writeTemplate = (template: LayoutTemplate): string => JSON.stringify(template);
