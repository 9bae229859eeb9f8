/** The demo study's slices as DICOM files: same seed, same bytes, same UIDs, so that work on it is found again. */
import {
  DEMO_SEED,
  makeSlice,
  OUTSIDE_HU,
  SIZE,
  SLICE_MM,
  sliceZ,
  SPACING,
  type Phantom,
} from '../../domain/phantom';
import { writeCt } from '../writers/ct';
import { uidFromName } from '../writers/part10';

const uid = (part: string): string => uidFromName(`lamplight/demo-chest/1/${DEMO_SEED}/${part}`);

export const demoUids = {
  study: uid('study'),
  series: uid('series'),
  frameOfReference: uid('frame-of-reference'),
  /** @param k slice, 0 is the top one */
  instance: (k: number): string => uid(`instance/${k}`),
} as const;

/** Path as if from a folder: SYNTHETIC-chest/IM0001.dcm is the top slice. */
export const demoPath = (k: number): string => `SYNTHETIC-chest/IM${String(k + 1).padStart(4, '0')}.dcm`;

/** Bytes of the Part-10 file of slice k. */
export function makeDemoFile(phantom: Phantom, k: number): Uint8Array<ArrayBuffer> {
  const corner = -((SIZE - 1) / 2) * SPACING;
  return writeCt({
    sopInstanceUid: demoUids.instance(k),
    studyUid: demoUids.study,
    seriesUid: demoUids.series,
    frameOfReferenceUid: demoUids.frameOfReference,
    instanceNumber: k + 1,
    rows: SIZE,
    columns: SIZE,
    pixels: makeSlice(phantom, k),
    padding: OUTSIDE_HU,
    pixelSpacing: [SPACING, SPACING],
    sliceThickness: SLICE_MM,
    position: [corner, corner, sliceZ(k)],
    date: '20260105',
    time: '093000',
    patient: {
      name: 'SYNTHETIC^Demo=示例^患者',
      id: 'LAMPLIGHT-DEMO',
      birthDate: '',
      sex: 'M',
      age: '062Y',
    },
    studyId: 'DEMO',
    studyDescription: 'SYNTHETIC Chest CT',
    seriesNumber: 2,
    seriesDescription: 'SYNTHETIC Chest 1.5 mm',
    bodyPart: 'CHEST',
    institution: 'Lamplight demo',
    manufacturer: 'Lamplight',
    model: 'Synthetic phantom',
    kvp: 120,
    kernel: 'STANDARD',
    comments: 'SYNTHETIC: made by code, not a patient',
    windows: [
      { centre: -600, width: 1500, name: 'LUNG' },
      { centre: 40, width: 400, name: 'MEDIASTINUM' },
    ],
  });
}
