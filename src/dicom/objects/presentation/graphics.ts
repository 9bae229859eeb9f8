/** Graphic layers and annotations of a presentation state (PS3.3 C.10.5, C.10.7). */
import type { Tags } from '../../header/tags';
import type {
  ObjectRef,
  PrAnnotation,
  PrCompound,
  PrGraphic,
  PrLayer,
  PrLineStyle,
  PrText,
  Rgb,
} from '../contract';
import { cielabRgb, floats, pairs, refsOf, shorts } from '../values';
import { compoundTypes } from './contract';

export const imagesOf = (tags: Tags): ObjectRef[] => refsOf(tags.items('x00081140'));

const unitsOf = (text: string): 'PIXEL' | 'DISPLAY' => (text === 'DISPLAY' ? 'DISPLAY' : 'PIXEL');

/** Line Style Sequence, and the Fill Style Sequence's colour is left to it. */
function styleOf(tags: Tags): PrLineStyle | undefined {
  const item = tags.item('x00700232');
  if (!item) return undefined;
  const [thickness] = floats(item, 'x00700253', 4);
  return {
    rgb: cielabRgb(shorts(item, 'x00700251')),
    dashed: item.plain('x00700254') === 'DASHED',
    ...(thickness > 0 ? { thickness } : {}),
  };
}

const readGraphic = (tags: Tags): PrGraphic => ({
  type: tags.plain('x00700023'),
  units: unitsOf(tags.plain('x00700005')),
  points: pairs(floats(tags, 'x00700022', 4)),
  filled: tags.plain('x00700024') === 'Y',
  style: styleOf(tags),
});

function readText(tags: Tags): PrText {
  const [topLeft] = pairs(floats(tags, 'x00700010', 4));
  const [bottomRight] = pairs(floats(tags, 'x00700011', 4));
  const [anchor] = pairs(floats(tags, 'x00700014', 4));
  const justify = tags.plain('x00700012');
  const style = tags.item('x00700231');
  return {
    text: tags.text('x00700006'),
    box: topLeft && bottomRight ? [topLeft, bottomRight] : undefined,
    boxUnits: unitsOf(tags.plain('x00700003')),
    justify: justify === 'CENTER' || justify === 'RIGHT' ? justify : 'LEFT',
    anchor,
    anchorUnits: unitsOf(tags.plain('x00700004')),
    anchorVisible: tags.plain('x00700015') === 'Y',
    rgb: style && cielabRgb(shorts(style, 'x00700241')),
  };
}

const isCompoundType = (type: string): type is PrCompound['type'] =>
  (compoundTypes as readonly string[]).includes(type);

const compoundType = (tags: Tags): string => tags.plain('x00700294');

function readCompound(tags: Tags): PrCompound | undefined {
  const type = compoundType(tags);
  const points = pairs(floats(tags, 'x00700022', 4));
  if (!isCompoundType(type) || points.length === 0) return undefined;
  const [pivot] = pairs(floats(tags, 'x00700273', 4));
  const [gap] = floats(tags, 'x00700261', 4);
  const [diameter] = floats(tags, 'x00700262', 4);
  const align = tags.plain('x00700274');
  return {
    type,
    units: unitsOf(tags.plain('x00700282')),
    points,
    filled: tags.plain('x00700024') === 'Y',
    angle: floats(tags, 'x00700230', 8)[0] ?? 0,
    pivot,
    gap: gap > 0 ? gap : 0,
    diameter: diameter > 0 ? diameter : undefined,
    ticks: tags.items('x00700287').flatMap((item) => {
      const [at] = floats(item, 'x00700288', 4);
      return at === undefined ? [] : [{ at, label: item.text('x00700289') }];
    }),
    tickAlign: align === 'TOP' || align === 'BOTTOM' ? align : 'CENTER',
    labelAlign: tags.plain('x00700279') === 'TOP' ? 'TOP' : 'BOTTOM',
    labels: tags.plain('x00700278') === 'Y',
    style: styleOf(tags),
  };
}

/**
 * Graphics and texts of a layer. What stands in for a compound graphic, for displays that do not know it, is left
 * out where the compound itself is drawn (PS3.3 C.10.5.1.3.1).
 */
export function readAnnotation(tags: Tags): PrAnnotation {
  const pairsOf = tags
    .items('x00700209')
    .map((item) => ({ id: item.uint32('x00700226'), compound: readCompound(item) }));
  const drawn = new Set(pairsOf.filter(({ compound }) => compound).map(({ id }) => id));
  drawn.delete(undefined);
  const own = (item: Tags): boolean => !drawn.has(item.uint32('x00700226'));
  return {
    images: imagesOf(tags),
    layer: tags.text('x00700002'),
    graphics: tags.items('x00700009').filter(own).map(readGraphic),
    texts: tags.items('x00700008').filter(own).map(readText),
    compounds: pairsOf.flatMap(({ compound }) => compound ?? []),
  };
}

/** Types of compound graphics that cannot be drawn, as written. */
export const unknownCompounds = (tags: Tags): string[] =>
  tags
    .items('x00700209')
    .filter((item) => readCompound(item) === undefined)
    .map((item) => compoundType(item) || '?');

/** Retired Graphic Layer Recommended Display RGB Value: bytes, or 16 bits a colour. */
function retiredRgb(values: readonly number[]): Rgb | undefined {
  if (values.length < 3) return undefined;
  const wide = Math.max(...values) > 255;
  const [r, g, b] = values.map((v) => (wide ? Math.round((v / 65535) * 255) : v));
  return [r, g, b];
}

export function readLayer(tags: Tags): PrLayer {
  const grey = tags.uint16('x00700066');
  const level = grey === undefined ? undefined : Math.round((grey / 65535) * 255);
  const colour = cielabRgb(shorts(tags, 'x00700401')) ?? retiredRgb(shorts(tags, 'x00700067'));
  return {
    name: tags.text('x00700002'),
    order: tags.decimal('x00700062') ?? 0,
    rgb: colour ?? (level === undefined ? undefined : [level, level, level]),
  };
}
