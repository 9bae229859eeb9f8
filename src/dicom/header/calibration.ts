/** Where lengths in an image come from (PS3.3 10.7.1.3, C.8.5.5). */
import type { SpacingCalibration, UltrasoundRegion } from '../../domain/frame-facts';
import { double } from './double';
import type { Tags } from './tags';

/** Pixel Spacing Calibration Type and Description; undefined when the file has neither. */
export function readCalibration(t: Tags): SpacingCalibration | undefined {
  const type = t.plain('x00280a02').toUpperCase();
  const description = t.text('x00280a04');
  if (type === 'GEOMETRY' || type === 'FIDUCIAL') return { type, description };
  return type || description ? { type: 'unstated', description } : undefined;
}

/** Physical Units X and Y Direction: 3 is cm. */
const CENTIMETRES = 3;
/** Region Spatial Format: 1 is 2-D. Region Data Type: 1 is tissue, 2 is colour flow, drawn over tissue. */
const FLAT = 1;
const TISSUE = new Set([1, 2]);

/** Sequence of Ultrasound Regions (0018,6011); undefined when the file has none. Damaged items are left out. */
export function readUltrasoundRegions(t: Tags): readonly UltrasoundRegion[] | undefined {
  const items = t.items('x00186011');
  if (items.length === 0) return undefined;
  return items.flatMap((item): UltrasoundRegion[] => {
    const minX = item.uint32('x00186018');
    const minY = item.uint32('x0018601a');
    const maxX = item.uint32('x0018601c');
    const maxY = item.uint32('x0018601e');
    if (minX === undefined || minY === undefined || maxX === undefined || maxY === undefined) return [];
    if (maxX < minX || maxY < minY) return [];
    const length = (unit: string, delta: string): number =>
      item.uint16(unit) === CENTIMETRES ? 10 * Math.abs(double(item, delta) ?? 0) : 0;
    const mmX = length('x00186024', 'x0018602c');
    const mmY = length('x00186026', 'x0018602e');
    const tissue =
      item.uint16('x00186012') === FLAT && TISSUE.has(item.uint16('x00186014') ?? 0) && mmX > 0 && mmY > 0;
    return [{ minX, minY, maxX, maxY, tissue, mmX, mmY }];
  });
}
