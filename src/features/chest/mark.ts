/** Quick marks: a key or a button takes one in the hand, a click on the film puts it there with its zone. */
import { zoneAt, type ChestMarkKind, type ChestZone } from '../../domain/chest-mark';
import { draw } from '../measure';
import { useOpen } from '../open';
import { setTool, type DrawnByHand } from '../read';
import { lungsOn } from './lungs';
import { useChest } from './store';

/** Takes a mark in the hand. It stays there until Esc, as measuring tools do. */
export function startMark(next: ChestMarkKind): void {
  useChest.setState({ next });
  setTool('mark');
}

/** The zone of a point that lies on an image of an open study. */
function zoneOf({ studyUid, seriesUid, place, points }: DrawnByHand): ChestZone | undefined {
  if (place.on !== 'image') return undefined;
  const series = useOpen
    .getState()
    .studies.find((one) => one.studyUid === studyUid)
    ?.series.find((one) => one.seriesUid === seriesUid);
  const image = series?.instances.find((one) => one.sopInstanceUid === place.sopInstanceUid);
  return image && zoneAt(points[0], image, lungsOn(studyUid, place.sopInstanceUid));
}

/** The hand has clicked: the mark that was in it is put there. Nothing on planes, which no film has. */
export function putMark(drawn: DrawnByHand): void {
  const zone = zoneOf(drawn);
  if (zone) draw({ ...drawn, mark: { kind: useChest.getState().next, zone } });
}
