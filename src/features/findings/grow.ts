/** Lesions on ultrasound from one click: outlined on the frame that was clicked, and grown wider or narrower after. */
import { describeOnFrame, FrameLesionError, newTrackingUid } from '../../analyses';
import { codes } from '../../domain/codes';
import { seriesFrames } from '../../domain/frames';
import type { Finding } from '../../domain/finding';
import { lpsToIjk, type Vec3 } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import { kindIn, organNamed } from '../../domain/ultrasound-finding';
import { growLesion, type GrownLesion, type PixelBox } from '../../domain/ultrasound-grow';
import { lengthsAt } from '../../domain/calibration';
import { maskHas, type Volume } from '../../domain/volume';
import { alreadyThere } from './already';
import { change } from './change';
import { frameIndex, frameVolume, type FrameName } from './frames';
import { setOutline } from './outline';
import { shownOf } from './shown';
import { findByUid, say, studyFindings, useFindings } from './store';
import { seriesByUid, volumeOf } from './volumes';

type Pixel = readonly [number, number];

/** Where each was clicked, and how many steps wider the reader made it. Not kept: its inner point stands for the click. */
const clicks = new Map<string, { readonly at: Pixel; readonly steps: number }>();

/** The region of ultrasound around a pixel; the whole image where the file names none. */
function regionAt({ grid, single }: Volume, [x, y]: Pixel): PixelBox {
  const [columns, rows] = grid.dims;
  const inside = single?.scale.ultrasoundRegions?.filter(
    (r) => x >= r.minX && x <= r.maxX && y >= r.minY && y <= r.maxY,
  );
  const region = inside?.find((r) => r.tissue) ?? inside?.[0];
  if (!region) return [0, 0, columns - 1, rows - 1];
  // Files name regions that reach over the edge of what was kept of the image.
  return [region.minX, region.minY, Math.min(columns - 1, region.maxX), Math.min(rows - 1, region.maxY)];
}

function grown(volume: Volume, at: Pixel, steps: number): GrownLesion {
  const { grid, data, single } = volume;
  const mm = single && lengthsAt(single.scale, at).mm;
  return growLesion(
    { data, columns: grid.dims[0] },
    { at, within: regionAt(volume, at), steps, ...(mm && { mm }) },
  );
}

const pixelOf = (volume: Volume, point: Vec3): Pixel => {
  const [i, j] = lpsToIjk(volume.grid, point);
  return [Math.round(i), Math.round(j)];
};

/** What is said of a frame that cannot be measured or read. */
function tell(error: unknown): void {
  if (error instanceof FrameLesionError) say(`frame.${error.refusal}`, 'warn');
  else say('noFrame', 'warn', { why: error instanceof Error ? error.message : String(error) });
}

/** Words of a series and its study by which the organ may be known. */
const wordsOf = ({ bodyPart, description, protocol }: Series): string =>
  [bodyPart, description, protocol].join(' ');

/**
 * Outlines and measures what lies around a click on one frame: the reader's own finding, of the frame that was clicked
 * on. When there is no border to be found a message says so, and the tool stays in the hand.
 */
export async function addOnFrame(series: Series, point: Vec3, image?: FrameName): Promise<void> {
  const frames = seriesFrames(series);
  // By keyboard on a single image nothing else can be meant.
  const alone = frames.length === 1 ? frames[0] : undefined;
  const name = image ?? (alone && { sopInstanceUid: alone.instance.sopInstanceUid, frame: alone.frame });
  if (!name) return say('frame.none', 'warn');
  say('measuring');
  try {
    const volume = await frameVolume(series, name);
    const { seriesUid, studyUid } = series;
    if (!seriesByUid(seriesUid)) return;
    const study = studyFindings(studyUid);
    const at = pixelOf(volume, point);
    const under = shownOf(study).find(
      (f) =>
        f.review !== 'rejected' &&
        f.ultrasound !== undefined &&
        f.keyImage.sopInstanceUid === name.sopInstanceUid &&
        f.keyImage.frame === name.frame &&
        maskHas(f.mask, at[0], at[1], 0),
    );
    if (under) return alreadyThere(under);
    const made = grown(volume, at, 0);
    if (!made.ok) return say(`frame.${made.refusal}`, 'warn');
    const finding: Finding = {
      ...describeOnFrame(volume, frameIndex(series, name), made.mask, studyUid),
      kind: kindIn(organNamed(wordsOf(series))),
      category: codes.morphologicallyAltered,
      trackingUid: newTrackingUid(),
      number: study.nextNumber,
      origin: { kind: 'reader' },
      review: 'accepted',
    };
    clicks.set(finding.trackingUid, { at, steps: 0 });
    change('add', undefined, finding, { select: true });
    useFindings.setState({ mode: 'none' });
  } catch (error) {
    tell(error);
  }
}

/** Grows a lesion once more from its click with a wider (1) or narrower (-1) range of grey. Undoable. */
export async function regrow(uid: string, by: 1 | -1): Promise<void> {
  const f = findByUid(uid);
  if (!f?.onFrame || f.review === 'rejected') return;
  try {
    const volume = await volumeOf(f);
    const { at, steps } = clicks.get(uid) ?? { at: pixelOf(volume, f.point), steps: 0 };
    const made = grown(volume, at, steps + by);
    if (!made.ok) return say(`frame.${made.refusal}`, 'warn');
    clicks.set(uid, { at, steps: steps + by });
    await setOutline(uid, () => made.mask);
  } catch (error) {
    tell(error);
  }
}
