/** When a command can be done: each returns why it cannot, or undefined. */
import type { Why } from '../../features/commands';
import { currentFinding } from '../../features/findings';
import { useOpen } from '../../features/open';
import { addedByClick, useRead } from '../../features/read';

export const studyOpen = (): Why | undefined =>
  useOpen.getState().activeSeriesUid === undefined ? 'noStudy' : undefined;

export const findingChosen = (): Why | undefined =>
  studyOpen() ?? (currentFinding(useOpen.getState().activeStudyUid) === undefined ? 'noFinding' : undefined);

/** One click puts something on what is shown: a nodule, a lesion or a mark. */
export const addsByClick = (): Why | undefined =>
  studyOpen() ?? (addedByClick(useRead.getState()) ? undefined : 'noOutlineByClick');
export const hounsfield = (): Why | undefined =>
  studyOpen() ?? (useRead.getState().hounsfield ? undefined : 'noHounsfield');

/** The series can be shown in other planes. */
export const planesPossible = (): Why | undefined =>
  studyOpen() ?? (useRead.getState().noMpr === undefined ? undefined : 'noPlanes');

/** The active cell shows images as they were acquired. */
export const stackShown = (): Why | undefined => {
  const { cells, active } = useRead.getState();
  const view = cells[active]?.view;
  return studyOpen() ?? (view === undefined || view === 'stack' ? undefined : 'onlyStack');
};

/** The active cell shows an image that can be turned and inverted: no volume. */
export const imageShown = (): Why | undefined => {
  const { cells, active } = useRead.getState();
  return studyOpen() ?? (cells[active]?.view === 'volume' ? 'notVolume' : undefined);
};

/** The active cell shows a volume of Hounsfield units. */
export const volumeShown = (): Why | undefined => {
  const { cells, active } = useRead.getState();
  return hounsfield() ?? (cells[active]?.view === 'volume' ? undefined : 'noVolume');
};

export const manyCells = (): Why | undefined =>
  studyOpen() ?? (useRead.getState().cells.length > 1 ? undefined : 'oneCell');
