/** Made-up studies, named as scanners and technicians name them. */
import type { Instance, Series, Study } from '../study';

const planes = {
  axial: [1, 0, 0, 0, 1, 0],
  coronal: [1, 0, 0, 0, 0, -1],
  sagittal: [0, 1, 0, 0, 0, -1],
} as const;

export interface SeriesSketch {
  readonly modality: string;
  readonly description?: string;
  readonly protocol?: string;
  readonly bodyPart?: string;
  readonly kernel?: string;
  readonly count?: number;
  /** Distance between slices, mm; without it images have no place in space. */
  readonly step?: number;
  readonly plane?: keyof typeof planes;
  readonly type?: readonly string[];
  readonly sop?: string;
  readonly laterality?: string;
  readonly contrast?: string;
  readonly frame?: string;
  readonly samples?: number;
  readonly part?: Series['part'];
}

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';

function instances(uid: string, s: SeriesSketch): Instance[] {
  const axis = { axial: 2, coronal: 1, sagittal: 0 }[s.plane ?? 'axial'];
  return Array.from({ length: s.count ?? 1 }, (_, n) => ({
    sopInstanceUid: `${uid}.${n + 1}`,
    sopClassUid: s.sop ?? CT_IMAGE,
    seriesUid: uid,
    studyUid: '1.2',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    rows: 512,
    columns: 512,
    frames: 1,
    ...(s.step !== undefined && {
      imagePosition: [0, 1, 2].map((c) => (c === axis ? n * s.step! : 0)) as unknown as [
        number,
        number,
        number,
      ],
      imageOrientation: planes[s.plane ?? 'axial'],
      pixelSpacing: [0.7, 0.7] as const,
      sliceThickness: s.step,
    }),
    spacingSource: s.step === undefined ? ('none' as const) : ('PixelSpacing' as const),
    imageType: s.type ?? ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    photometricInterpretation: s.samples === 3 ? 'RGB' : 'MONOCHROME2',
    samplesPerPixel: s.samples ?? 1,
    planarConfiguration: 0,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    pixelRepresentation: 0 as const,
    rescaleSlope: 1,
    rescaleIntercept: 0,
    lossy: false,
    path: `${uid}/${n}`,
  }));
}

/** Series UIDs are the study's with 1, 2, 3 ... behind them. */
export function studyOf(sketches: readonly SeriesSketch[], own: Partial<Study> = {}): Study {
  const studyUid = own.studyUid ?? '1.2';
  return {
    studyUid,
    patient: { name: 'Test', id: '1', sex: 'M', age: '060Y', birthDate: '' },
    date: '20260105',
    time: '',
    description: '',
    id: '',
    accession: '',
    institution: '',
    referringPhysician: '',
    series: sketches.map((s, n) => ({
      seriesUid: `${studyUid}.${n + 1}`,
      studyUid,
      modality: s.modality,
      description: s.description ?? '',
      number: n + 1,
      bodyPart: s.bodyPart ?? '',
      manufacturer: '',
      modelName: '',
      kernel: s.kernel ?? '',
      protocol: s.protocol ?? '',
      contrastAgent: s.contrast ?? '',
      laterality: s.laterality ?? '',
      frameOfReferenceUid: s.frame ?? `${studyUid}.99`,
      date: '',
      time: '',
      instances: instances(`${studyUid}.${n + 1}`, s),
      synthetic: true,
      ...(s.part && { part: s.part }),
    })),
    ...own,
  };
}

const scout: SeriesSketch = {
  modality: 'CT',
  description: '定位像',
  count: 1,
  type: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'],
};
const dose: SeriesSketch = {
  modality: 'CT',
  description: 'Patient Protocol',
  count: 1,
  sop: '1.2.840.10008.5.1.4.1.1.7',
  type: ['DERIVED', 'SECONDARY'],
};

/** Siemens chest: scout, soft 5 mm, soft 1 mm, lung 1 mm, dose page. Lung is series 4, thin soft 3. */
export const siemensChest = (own: Partial<Study> = {}): Study =>
  studyOf(
    [
      scout,
      {
        modality: 'CT',
        bodyPart: 'CHEST',
        description: 'Thorax 5.0 Br40',
        kernel: 'Br40d',
        count: 60,
        step: 5,
      },
      {
        modality: 'CT',
        bodyPart: 'CHEST',
        description: 'Thorax 1.0 Br40',
        kernel: 'Br40d',
        count: 300,
        step: 1,
      },
      {
        modality: 'CT',
        bodyPart: 'CHEST',
        description: 'Thorax 1.0 Bl57',
        kernel: 'Bl57d',
        count: 300,
        step: 1,
      },
      dose,
    ],
    own,
  );

export const mammograms = (own: Partial<Study> = {}): Study =>
  studyOf(
    [
      { modality: 'MG', description: 'L CC', laterality: 'L' },
      { modality: 'MG', description: 'L MLO', laterality: 'L' },
      { modality: 'MG', description: 'R MLO', laterality: 'R' },
      { modality: 'MG', description: 'R CC', laterality: 'R' },
      { modality: 'MG', description: 'R CC spot magn', laterality: 'R' },
    ],
    own,
  );

export { dose, scout };
