import type { Finding } from '../../domain/finding';
import { isLungNodule } from '../../domain/lesion';
import { coronalPicture } from '../../viewport/index';
import { mapFor } from './maps';

/**
 * A PNG of the coronal map with the numbers of these nodules, for a report; undefined with fewer than two of one
 * series: one nodule's key image says where it is. `words` stand below the picture.
 */
export async function nodulesOnMap(
  findings: readonly Finding[],
  words: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const nodules = findings.filter(isLungNodule);
  const [first] = nodules;
  const together = nodules.filter((f) => f.seriesUid === first?.seriesUid);
  if (!first || together.length < 2) return undefined;
  const map = await mapFor(first.seriesUid);
  return coronalPicture(
    map,
    together.map((f) => ({ point: f.point, label: String(f.number) })),
    words,
  );
}
