/** Grayscale Softcopy Presentation State (PS3.3 A.33.1): what it asks a display to do. */
import type { Tags } from '../header/tags';
import type {
  ObjectRef,
  PrAnnotation,
  PrArea,
  PresentationObject,
  PrGap,
  PrGraphic,
  PrLayer,
  PrShutter,
  PrTable,
  PrText,
  PrVoi,
} from './contract';
import { cielabRgb, floats, headOf, pairs, refsOf, shorts } from './values';

const imagesOf = (tags: Tags): ObjectRef[] => refsOf(tags.items('x00081140'));

/** A LUT item (PS3.3 C.11.1.1, C.11.2.1.1): entries as shares of the largest that the bits hold. */
export function readTable(item: Tags): PrTable | undefined {
  const bytes = item.bytes('x00283006');
  // The first mapped value is signed where the image is; tables of signed CT values begin below 0.
  const first =
    item.element('x00283002')?.vr === 'SS' ? item.int16('x00283002', 1) : item.uint16('x00283002', 1);
  const count = item.uint16('x00283002', 0) || 65536;
  const bits = item.uint16('x00283002', 2) ?? 16;
  if (!bytes || first === undefined) return undefined;
  // 8-bit entries are packed as bytes by some writers, padded to words by the others.
  const narrow = bytes.length < 2 * count;
  const n = Math.min(count, narrow ? bytes.length : bytes.length >> 1);
  const most = 2 ** bits - 1;
  const entries = new Float32Array(n);
  for (let i = 0; i < n; i++)
    entries[i] = Math.min(1, (narrow ? bytes[i] : (item.uint16('x00283006', i) ?? 0)) / most);
  return n > 0 ? { first, entries } : undefined;
}

function readVoi(tags: Tags): PrVoi | undefined {
  const images = imagesOf(tags);
  const [center] = tags.decimals('x00281050');
  const [width] = tags.decimals('x00281051');
  const explanation = tags.text('x00281055');
  if (center !== undefined && width !== undefined)
    return { images, center, width, explanation, function: tags.plain('x00281056') || 'LINEAR' };
  const item = tags.item('x00283010');
  const table = item && readTable(item);
  if (!item || !table) return undefined;
  const span = table.entries.length;
  return {
    images,
    center: table.first + span / 2,
    width: span,
    explanation: item.text('x00283003'),
    function: 'LINEAR',
    table,
  };
}

/** Signed long pairs of the displayed area. */
function longs(tags: Tags, tag: string): [number, number] | undefined {
  const bytes = tags.bytes(tag);
  if (!bytes || bytes.length < 8) return undefined;
  return [(tags.uint32(tag, 0) ?? 0) | 0, (tags.uint32(tag, 1) ?? 0) | 0];
}

function readArea(tags: Tags): PrArea | undefined {
  const topLeft = longs(tags, 'x00700052');
  const bottomRight = longs(tags, 'x00700053');
  if (!topLeft || !bottomRight) return undefined;
  const mode = tags.plain('x00700100');
  const spacing = tags.decimals('x00700101');
  const [magnification] = floats(tags, 'x00700103', 4);
  return {
    images: imagesOf(tags),
    topLeft,
    bottomRight,
    mode: mode === 'TRUE SIZE' || mode === 'MAGNIFY' ? mode : 'SCALE TO FIT',
    ...(magnification > 0 ? { magnification } : {}),
    ...(spacing.length >= 2 ? { spacing: [spacing[0], spacing[1]] as const } : {}),
  };
}

const unitsOf = (text: string): 'PIXEL' | 'DISPLAY' => (text === 'DISPLAY' ? 'DISPLAY' : 'PIXEL');

function readGraphic(tags: Tags): PrGraphic {
  return {
    type: tags.plain('x00700023'),
    units: unitsOf(tags.plain('x00700005')),
    points: pairs(floats(tags, 'x00700022', 4)),
    filled: tags.plain('x00700024') === 'Y',
  };
}

function readText(tags: Tags): PrText {
  const [topLeft] = pairs(floats(tags, 'x00700010', 4));
  const [bottomRight] = pairs(floats(tags, 'x00700011', 4));
  const [anchor] = pairs(floats(tags, 'x00700014', 4));
  const justify = tags.plain('x00700012');
  return {
    text: tags.text('x00700006'),
    box: topLeft && bottomRight ? [topLeft, bottomRight] : undefined,
    boxUnits: unitsOf(tags.plain('x00700003')),
    justify: justify === 'CENTER' || justify === 'RIGHT' ? justify : 'LEFT',
    anchor,
    anchorUnits: unitsOf(tags.plain('x00700004')),
    anchorVisible: tags.plain('x00700015') === 'Y',
  };
}

const readAnnotation = (tags: Tags): PrAnnotation => ({
  images: imagesOf(tags),
  layer: tags.text('x00700002'),
  graphics: tags.items('x00700009').map(readGraphic),
  texts: tags.items('x00700008').map(readText),
});

function readLayer(tags: Tags): PrLayer {
  const grey = tags.uint16('x00700066');
  const level = grey === undefined ? undefined : Math.round((grey / 65535) * 255);
  const colour = cielabRgb(shorts(tags, 'x00700401'));
  return {
    name: tags.text('x00700002'),
    order: tags.decimal('x00700062') ?? 0,
    rgb: colour ?? (level === undefined ? undefined : [level, level, level]),
  };
}

/** Shutters of PS3.3 C.7.6.11; several shapes are in force at once. */
function readShutter(tags: Tags): PrShutter | undefined {
  const shapes = tags.plainList('x00181600');
  const has = (shape: string): boolean => shapes.includes(shape);
  const edges = ['x00181602', 'x00181604', 'x00181606', 'x00181608'].map((tag) => tags.decimal(tag));
  const [left, right, upper, lower] = edges;
  const centre = tags.decimals('x00181610');
  const radius = tags.decimal('x00181612');
  const corners = pairs(tags.decimals('x00181620'));
  const rectangle =
    has('RECTANGULAR') &&
    left !== undefined &&
    right !== undefined &&
    upper !== undefined &&
    lower !== undefined
      ? ([left, right, upper, lower] as const)
      : undefined;
  const circle =
    has('CIRCULAR') && centre.length >= 2 && radius !== undefined
      ? { centre: [centre[1], centre[0]] as const, radius }
      : undefined;
  // Vertices are row, column.
  const polygon =
    has('POLYGONAL') && corners.length >= 3
      ? corners.map(([row, column]) => [column, row] as const)
      : undefined;
  if (!rectangle && !circle && !polygon) return undefined;
  return { rectangle, circle, polygon, grey: (tags.uint16('x00181622') ?? 0) / 65535 };
}

function rotationOf(degrees: number | undefined): PresentationObject['rotation'] {
  const turned = ((((degrees ?? 0) % 360) + 360) % 360) as number;
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0;
}

const present = <T>(value: T | undefined): value is T => value !== undefined;

export function readPresentation(tags: Tags): PresentationObject {
  const voi = tags.items('x00283110').map(readVoi).filter(present);
  const areas = tags.items('x0070005a').map(readArea).filter(present);
  const annotations = tags.items('x00700001');
  const slope = tags.decimal('x00281053');
  const overlayGroups = Array.from({ length: 16 }, (_, n) => `x60${(2 * n).toString(16).padStart(2, '0')}`);
  const bitmap = tags.plainList('x00181600').includes('BITMAP') || tags.plain('x00181600') === 'BITMAP';
  const gaps: readonly (readonly [PrGap, boolean])[] = [
    ['voiTable', voi.some((one) => one.table !== undefined)],
    ['modalityTable', tags.has('x00283000')],
    ['presentationTable', tags.has('x20500010')],
    ['bitmapShutter', bitmap],
    [
      'overlays',
      !bitmap && overlayGroups.some((group) => tags.has(`${group}3000`) || tags.has(`${group}1001`)),
    ],
    ['trueSize', areas.some((area) => area.mode === 'TRUE SIZE')],
    ['compound', annotations.some((item) => item.has('x00700209'))],
    ['mask', tags.has('x00286100')],
  ];
  return {
    ...headOf(tags),
    kind: 'presentation',
    images: tags.items('x00081115').flatMap(imagesOf),
    voi,
    areas,
    rotation: rotationOf(tags.uint16('x00700042')),
    flip: tags.plain('x00700041') === 'Y',
    shutter: readShutter(tags),
    layers: tags
      .items('x00700060')
      .map(readLayer)
      .sort((a, b) => a.order - b.order),
    annotations: annotations.map(readAnnotation),
    rescale:
      slope === undefined || slope === 0 ? undefined : { slope, intercept: tags.decimal('x00281052') ?? 0 },
    inverse: tags.plain('x20500020') === 'INVERSE',
    gaps: gaps.filter(([, there]) => there).map(([gap]) => gap),
  };
}
