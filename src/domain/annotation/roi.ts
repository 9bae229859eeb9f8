/** Statistics of the pixels under a region of interest. */
import type { AnnotationValue, Histogram, MeasureContext, SampleGrid } from './annotation';
import { areaValue, lengthValue } from './quantities';
import { runsUnder, type Roi } from './roi-rows';

export interface RoiStatistics {
  readonly mean: number;
  /** Of the population (divided by n), as for the voxels of a finding in measurement.ts. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly histogram: Histogram;
}

const FEWEST_BINS = 8;
const MOST_BINS = 64;

/**
 * Equal bins, as many as the square root of the count, 8 to 64. Whole numbers get bins of a whole width, centred on
 * them: any other width would put two of them into some bins and one into others.
 */
function histogramOf(values: Float64Array, min: number, max: number, unit: string): Histogram {
  const wanted = Math.min(MOST_BINS, Math.max(FEWEST_BINS, Math.ceil(Math.sqrt(values.length))));
  const whole = values.every((value) => Number.isInteger(value));
  const width = whole ? Math.max(1, Math.ceil((max - min + 1) / wanted)) : (max - min) / wanted || 1;
  const from = whole ? min - 0.5 : max > min ? min : min - 0.5;
  const bins = whole ? Math.ceil((max - min + 1) / width) : max > min ? wanted : 1;
  const counts = Array.from({ length: bins }, () => 0);
  // The largest value is the upper edge of the last bin and belongs to it.
  for (const value of values) counts[Math.min(bins - 1, Math.floor((value - from) / width))]++;
  return { from, width, counts, unit };
}

/**
 * Over every pixel whose centre lies inside the region or on its outline and that has a value. Undefined where there
 * is none: a region between the centres, or off the image, has no statistics rather than those of a neighbour.
 */
export function roiStatistics(roi: Roi, samples: SampleGrid): RoiStatistics | undefined {
  const runs = runsUnder(roi, samples);
  const room = new Float64Array(runs.reduce((sum, run) => sum + run.to - run.from + 1, 0));
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const { row, from, to } of runs)
    for (let i = from; i <= to; i++) {
      const value = samples.value(i, row);
      if (value === undefined || !Number.isFinite(value)) continue;
      room[count++] = value;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  if (count === 0) return undefined;
  const values = room.subarray(0, count);
  const mean = sum / count;
  // From the differences, not from the sum of squares: nothing is lost where the mean is far from zero.
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const histogram = histogramOf(values, min, max, samples.unit);
  return { mean, sd: Math.sqrt(squares / count), min, max, count, histogram };
}

/**
 * What every region of interest says: its area and perimeter (lengths, not counted pixels), then the pixels under it.
 * Without samples there are no pixel values; where no pixel centre lies under it only their count, 0.
 */
export function measureRoi(
  roi: Roi,
  size: { readonly area: number; readonly perimeter: number; readonly radius?: number },
  { scale, samples }: MeasureContext,
): { readonly values: readonly AnnotationValue[]; readonly histogram?: Histogram } {
  const drawn: AnnotationValue[] = [
    areaValue(size.area, scale),
    lengthValue('perimeter', size.perimeter, scale),
  ];
  if (size.radius !== undefined) drawn.push(lengthValue('radius', size.radius, scale));
  if (!samples) return { values: drawn };
  const found = roiStatistics(roi, samples);
  const count: AnnotationValue = { name: 'count', value: found?.count ?? 0, unit: '1' };
  if (!found) return { values: [...drawn, count] };
  const pixels = (['mean', 'sd', 'min', 'max'] as const).map((name): AnnotationValue => ({
    name,
    value: found[name],
    unit: samples.unit,
  }));
  return { values: [...drawn, ...pixels, count], histogram: found.histogram };
}
