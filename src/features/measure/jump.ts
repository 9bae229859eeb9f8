/** Going to an annotation: the image or plane that it lies on comes up, with it well inside. */
import type { Annotation, Place } from '../../domain/annotation/annotation';
import { frameInstance } from '../../domain/frames';
import { add, cross, dot, normalise, scale, type Vec3 } from '../../domain/geometry';
import type { Series } from '../../domain/study';
import { goToImage } from '../../viewport';
import { activateSeries, useOpen } from '../open';
import { goTo, setLayout, useRead } from '../read';
import { pick } from './commands';
import { seriesOf } from './names';
import { findAnnotation, useMeasure } from './store';

/** Middle of an annotation's points, in the coordinates of its place. */
function middle({ points }: Annotation): readonly [number, number] {
  const sum = points.reduce((a, b) => [a[0] + b[0], a[1] + b[1]] as const, [0, 0] as const);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** Middle of an annotation, LPS mm; undefined on images without a place or lengths. */
export function middleOf(one: Annotation, series: Series): Vec3 | undefined {
  const { place } = one;
  const [x, y] = middle(one);
  if (place.on === 'plane') return add(place.origin, add(scale(place.right, x), scale(place.down, y)));
  const found = series.instances.find(({ sopInstanceUid }) => sopInstanceUid === place.sopInstanceUid);
  const image = found && frameInstance(found, place.frame);
  const { imagePosition, imageOrientation: o, pixelSpacing } = image ?? {};
  if (!imagePosition || !o || !pixelSpacing) return undefined;
  return add(
    imagePosition,
    add(scale([o[0], o[1], o[2]], x * pixelSpacing[1]), scale([o[3], o[4], o[5]], y * pixelSpacing[0])),
  );
}

/** Does a plane lie as the images of the series do, so that the stack shows it? */
function liesInStack(place: Extract<Place, { on: 'plane' }>, series: Series): boolean {
  const o = series.instances[0]?.imageOrientation;
  if (!o) return false;
  const images = normalise(cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]));
  return Math.abs(dot(images, normalise(cross(place.right, place.down)))) > 0.9999;
}

/** Longest wait for a series to be hung, ms. */
const HANG_MS = 5000;

/** Resolves when some cell shows the series; it is opened where none does. */
function shown(seriesUid: string): Promise<void> {
  const hangs = (): boolean => useRead.getState().cells.some((cell) => cell?.seriesUid === seriesUid);
  if (hangs()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = useRead.subscribe(() => hangs() && done());
    const timer = setTimeout(done, HANG_MS);
    activateSeries(seriesUid);
  });
}

/** Makes an annotation the current one and brings up where it lies. */
export async function jumpTo(uid: string): Promise<void> {
  const one = findAnnotation(uid);
  if (!one) return;
  pick(uid);
  const study = useOpen.getState().studies.find(({ studyUid }) => studyUid === one.studyUid);
  const series = seriesOf(one, study);
  if (!series) {
    useMeasure.setState({ message: 'seriesGone' });
    return;
  }
  const point = middleOf(one, series);
  await shown(series.seriesUid);
  if (point) await goTo({ seriesUid: series.seriesUid, point });
  const shows = (stack: boolean): boolean =>
    useRead
      .getState()
      .cells.some(
        (cell) => cell?.seriesUid === series.seriesUid && (cell.view === 'stack' || cell.asStack) === stack,
      );
  const { place } = one;
  if (place.on === 'plane') {
    if (shows(false) || liesInStack(place, series) || !point) return;
    setLayout('mpr');
    await goTo({ seriesUid: series.seriesUid, point });
    return;
  }
  // In planes an image's annotations are seen where the planes are those of the images.
  const inPlanes = point !== undefined && straight(series);
  if (!shows(true) && inPlanes) return;
  if (!shows(true)) setLayout('stack');
  goToImage({ sopInstanceUid: place.sopInstanceUid, frame: place.frame });
}

/** Are the images axial, coronal or sagittal, so that one of the three planes is theirs? */
function straight(series: Series): boolean {
  const o = series.instances[0]?.imageOrientation;
  if (!o) return false;
  return cross([o[0], o[1], o[2]], [o[3], o[4], o[5]]).some((along) => Math.abs(along) > 0.99999);
}
