import { lengthsAt } from '../../domain/calibration';
import type { Volume } from '../../domain/volume';
import type { ScanImage } from '../../inference/contract';
import type { ModelInput } from '../../inference/manifest';

const COLOURS = [/^r(ed)?$/i, /^g(reen)?$/i, /^b(lue)?$/i];

/** Does a model name red, green and blue as its channels, rather than three series? */
export const wantsColour = ({ channels }: Pick<ModelInput, 'channels'>): boolean =>
  channels?.length === 3 && channels.every(({ name }, n) => COLOURS[n].test(name.trim()));

/**
 * What the engine gets of a volume. A single image has the spacing that its lengths have, in mm, or is said to have
 * none; a model of colours gets its three channels, three times the grey of an image without.
 */
export function imagesFor(volume: Volume, input: Pick<ModelInput, 'channels'>): readonly ScanImage[] {
  const { data, grid, single } = volume;
  if (!single) return [{ data, grid }];
  const { mm } = lengthsAt(single.scale);
  const own = { ...grid, spacing: [mm?.[0] ?? 1, mm?.[1] ?? 1, 1] as const };
  const image = { grid: own, calibrated: mm !== undefined };
  if (!wantsColour(input)) return [{ ...image, data }];
  // Copies of the grey: the engine takes the arrays away, and it is measured afterwards.
  const channels = single.rgb ?? [data.slice(), data.slice(), data.slice()];
  return channels.map((channel) => ({ ...image, data: channel }));
}
