/** Studies to write every kind of object of: what differs from case to case is what writers and readers trip over. */
import type { Annotation, AnnotationKind, Point2 } from '../../domain/annotation/annotation';
import { drawings } from '../../domain/annotation/annotation.fixture';
import { shapes } from '../../domain/annotation/shapes';
import type { Finding } from '../../domain/finding';
import { frameInstance } from '../../domain/frames';
import type { Grid, Vec3 } from '../../domain/geometry';
import { assessStudy, type StudyAssessment } from '../../domain/guidelines';
import type { ReportDocument, ReportLanguage, ReportVersion } from '../../domain/report-facts';
import type { Instance, Series, Study } from '../../domain/study';
import { buildReport } from '../../report/build';
import { editSentence } from '../../report/edit';
import * as ph from '../../report/phantom.fixture';
import type { SliceNames } from './slices';
import { imageScale } from './marks';

/** Everything that the writers are given. */
export interface WrittenCase {
  readonly name: string;
  readonly study: Study;
  readonly series: Series;
  readonly grid: Grid;
  readonly slices?: SliceNames;
  readonly findings: readonly Finding[];
  readonly annotations: readonly Annotation[];
  readonly report: ReportDocument;
  readonly guideline?: StudyAssessment;
  readonly includePending?: boolean;
  /** Outlines are pixels of images that lie in the patient: SEG and RTSTRUCT can hold them. */
  readonly outlined: boolean;
}

interface Making {
  readonly name: string;
  readonly orientation?: typeof ph.axial;
  readonly dims?: Vec3;
  readonly spacing?: Vec3;
  readonly series?: Partial<Series>;
  readonly instance?: Partial<Instance>;
  readonly patient?: Partial<Study['patient']>;
  readonly language?: ReportLanguage;
  readonly findings?: (grid: Grid) => readonly Finding[];
  readonly annotations?: (series: Series, grid: Grid) => readonly Annotation[];
  readonly signed?: 'final' | 'addendum';
  readonly guided?: boolean;
  readonly edited?: boolean;
  readonly multiframe?: boolean;
  readonly includePending?: boolean;
}

const contentDate = new Date(2024, 2, 1, 11, 15);
const madeAt = '2024-03-01T03:10:00.000Z';

/** An annotation of a kind on an image, measured by its own rule where no pixels are needed. */
export function drawn(
  kind: AnnotationKind,
  n: number,
  on: { readonly series: Series; readonly instance: Instance; readonly frame?: number },
  more: Partial<Annotation> = {},
  points: readonly Point2[] = drawings[kind],
): Annotation {
  const { series, instance, frame = 1 } = on;
  const scale = imageScale(frameInstance(instance, frame), points[0]);
  const whole = shapes[kind].complete(points, scale);
  const samples = {
    columns: instance.columns,
    rows: instance.rows,
    origin: [0, 0] as const,
    stepI: [1, 0] as const,
    stepJ: [0, 1] as const,
    unit: series.modality === 'CT' ? "[hnsf'U]" : series.modality === 'PT' ? '{SUVbw}g/ml' : '1',
    value: (i: number, j: number) => (i * 7 + j * 3) % 50,
  };
  const measured = shapes[kind].measure(whole, { scale, ...(instance.samplesPerPixel === 1 && { samples }) });
  return {
    uid: `2.25.88${n}00${series.number ?? 0}`,
    kind,
    studyUid: series.studyUid,
    seriesUid: series.seriesUid,
    place: { on: 'image', sopInstanceUid: instance.sopInstanceUid, frame },
    points: whole,
    label: '',
    number: n,
    values: measured.values,
    ...(measured.histogram && { histogram: measured.histogram }),
    madeAt,
    ...more,
  };
}

const kinds = Object.keys(drawings) as AnnotationKind[];

/** One of every kind on the first image; a name, a colour and a text in Chinese among them. */
const everyKind = (series: Series): readonly Annotation[] =>
  kinds.map((kind, n) =>
    drawn(
      kind,
      n + 1,
      { series, instance: series.instances[0] },
      kind === 'text'
        ? { label: '右肺上叶，请注意' }
        : kind === 'length'
          ? { label: '主动脉根部', colour: '#ff8800' }
          : kind === 'vertebra'
            ? { label: 'L4' }
            : {},
    ),
  );

/** The same on a plane that no image lies in. */
const onPlane = (series: Series): readonly Annotation[] =>
  everyKind(series).map((one) => ({
    ...one,
    place: {
      on: 'plane',
      frameOfReferenceUid: series.frameOfReferenceUid,
      origin: [-10, -12, 104],
      right: [0.6, 0.8, 0],
      down: [0, 0, -1],
    },
  }));

const many = (grid: Grid): readonly Finding[] =>
  Array.from({ length: 30 }, (_, n) =>
    ph.phantomFinding(grid, n + 1, [6 + (n % 6) * 5, 6 + Math.floor(n / 6) * 5, 3 + (n % 14)], 1.5, {
      laterality: n % 2 ? 'left' : 'right',
      type: (['solid', 'partSolid', 'nonSolid', 'calcified'] as const)[n % 4],
    }),
  );

/** A ring, so that the outline has a hole, and a piece beside it. */
function ragged(grid: Grid): readonly Finding[] {
  const one = ph.phantomFinding(grid, 1, [20, 18, 10], 5, { laterality: 'right', review: 'edited' });
  const inner = ph.sphere(grid, [20, 18, 10], 2);
  const data = one.mask.data.slice();
  const { start, size } = one.mask;
  for (let k = 0; k < inner.size[2]; k++)
    for (let j = 0; j < inner.size[1]; j++)
      for (let i = 0; i < inner.size[0]; i++)
        if (inner.data[i + inner.size[0] * (j + inner.size[1] * k)])
          data[
            i +
              inner.start[0] -
              start[0] +
              size[0] * (j + inner.start[1] - start[1] + size[1] * (k + inner.start[2] - start[2]))
          ] = 0;
  data[0] = 1;
  return [{ ...one, mask: { start, size, data } }];
}

const film = (more: Partial<Instance>): Partial<Instance> => ({
  imagePosition: undefined,
  imageOrientation: undefined,
  frameOfReferenceUid: undefined,
  sliceThickness: undefined,
  ...more,
});

const makings: readonly Making[] = [
  { name: 'many', findings: many, guided: true },
  { name: 'none', findings: () => [] },
  { name: 'english', language: 'en', guided: true },
  {
    name: 'chinese',
    patient: { name: 'Ouyang^Nana=欧阳^娜娜=', id: '住院号-2024' },
    edited: true,
    series: { description: '胸部平扫 1.25 薄层', bodyPart: 'CHEST' },
  },
  { name: 'oblique', orientation: ph.oblique, annotations: everyKind },
  { name: 'multiframe', multiframe: true, annotations: everyKind },
  { name: 'edited outlines', findings: ragged },
  { name: 'planes', findings: () => [], annotations: onPlane },
  {
    name: 'radiograph',
    dims: [360, 900, 1],
    findings: () => [],
    annotations: everyKind,
    series: { modality: 'CR', frameOfReferenceUid: '', description: 'Chest PA', synthetic: false },
    instance: film({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.1',
      spacingSource: 'ImagerPixelSpacing',
      photometricInterpretation: 'MONOCHROME1',
    }),
  },
  {
    name: 'ultrasound',
    dims: [360, 900, 1],
    findings: () => [],
    annotations: everyKind,
    series: { modality: 'US', frameOfReferenceUid: '', bodyPart: '', description: '', synthetic: false },
    instance: film({
      sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1',
      spacingSource: 'none',
      pixelSpacing: undefined,
      samplesPerPixel: 3,
      photometricInterpretation: 'RGB',
    }),
  },
  {
    name: 'film with an outline',
    dims: [40, 36, 1],
    findings: (grid) => [
      ph.phantomFinding(grid, 1, [20, 18, 0], 4, { frameOfReferenceUid: '', laterality: 'left' }),
    ],
    series: { modality: 'DX', frameOfReferenceUid: '', synthetic: false },
    instance: film({ sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1' }),
  },
  {
    name: 'magnetic resonance',
    series: { modality: 'MR', bodyPart: 'BRAIN', description: 'T1', kernel: '' },
    instance: { sopClassUid: '1.2.840.10008.5.1.4.1.1.4' },
    findings: (grid) => ph.phantomStructures(grid),
  },
  {
    name: 'positron emission',
    series: { modality: 'PT', bodyPart: 'WHOLEBODY', description: 'FDG' },
    instance: { sopClassUid: '1.2.840.10008.5.1.4.1.1.128', rescaleSlope: 0.372 },
    findings: () => [],
    annotations: (series) => [
      drawn('ellipse', 1, { series, instance: series.instances[4] }),
      drawn('probe', 2, { series, instance: series.instances[4] }),
    ],
  },
  { name: 'not reviewed', includePending: true },
  { name: 'signed', signed: 'final', annotations: (series) => everyKind(series).slice(0, 4) },
  { name: 'addendum', signed: 'addendum', language: 'en' },
  {
    name: 'one slice',
    dims: [40, 36, 1],
    findings: (grid) => [ph.phantomFinding(grid, 1, [20, 18, 0], 4, { laterality: 'right' })],
  },
  {
    name: 'unusual spacing',
    spacing: [0.123456789, 2.5, 7.77],
    findings: (grid) => [ph.phantomFinding(grid, 1, [20, 18, 10], 8)],
  },
];

/** The report as it stands after it was signed once, or signed and added to. */
function sign(report: ReportDocument, status: 'final' | 'addendum'): ReportDocument {
  const version = (number: number, of: 'final' | 'addendum'): ReportVersion => ({
    number,
    status: of,
    signature: { name: '李医', at: `2024-03-0${number}T11:15:00.000+08:00` },
    language: report.language,
    sections: report.sections,
    pending: report.pending,
  });
  const versions = status === 'final' ? [version(1, 'final')] : [version(1, 'final'), version(2, 'addendum')];
  return { ...report, status, signature: versions.at(-1)!.signature, versions };
}

function make(making: Making): WrittenCase {
  const { name, language = 'zh' } = making;
  const plain = ph.phantomGrid(making.orientation, making.dims);
  const grid: Grid = { ...plain, spacing: making.spacing ?? plain.spacing };
  const whole = ph.phantomSeries(grid, making.series);
  const [first] = whole.instances;
  const single = { ...first, frames: grid.dims[2], imagePosition: undefined };
  const instances = making.multiframe
    ? [
        {
          ...single,
          sopClassUid: '1.2.840.10008.5.1.4.1.1.2.1',
          perFrame: whole.instances.map((one) => ({ position: one.imagePosition })),
        },
      ]
    : whole.instances.map((one) => ({ ...one, ...making.instance }));
  const series: Series = { ...whole, instances };
  const plainStudy = ph.phantomStudy(series);
  const study: Study = { ...plainStudy, patient: { ...plainStudy.patient, ...making.patient } };
  const findings = (making.findings ?? ph.phantomFindings)(grid).map((f): Finding => {
    const at = making.multiframe
      ? { sopInstanceUid: single.sopInstanceUid, frame: f.axes.slice + 1 }
      : { sopInstanceUid: f.axes.sopInstanceUid, frame: 1 };
    return {
      ...f,
      frameOfReferenceUid: series.frameOfReferenceUid,
      keyImage: { ...f.keyImage, ...at },
      axes: { ...f.axes, sopInstanceUid: at.sopInstanceUid },
    };
  });
  const guideline = making.guided
    ? assessStudy(
        findings,
        {
          rule: 'lungRads',
          answers: { comparison: 'baseline', age: 62, sex: 'F', smoking: 'former', cancer: false } as never,
          nodules: {},
        },
        () => series.date,
      )
    : undefined;
  const run = findings.length > 0 ? ph.phantomRun(findings) : undefined;
  const built = buildReport({
    study,
    series,
    run,
    analysisState: run ? 'ran' : 'notRun',
    findings,
    guideline,
    language,
    now: contentDate,
  });
  const edited = making.edited
    ? editSentence(built, `finding:${findings[0].trackingUid}`, '右肺上叶尖段见实性结节，边缘见毛刺。')
    : built;
  return {
    name,
    study,
    series,
    grid,
    slices: making.multiframe
      ? {
          sopInstanceUids: Array.from({ length: grid.dims[2] }, () => single.sopInstanceUid),
          frameNumbers: Array.from({ length: grid.dims[2] }, (_, k) => k + 1),
        }
      : undefined,
    findings,
    annotations: making.annotations?.(series, grid) ?? [],
    report: making.signed ? sign(edited, making.signed) : edited,
    guideline,
    includePending: making.includePending,
    outlined: series.frameOfReferenceUid !== '' && findings.length > 0,
  };
}

export const caseDate = contentDate;
export const writtenCases: readonly WrittenCase[] = makings.map(make);
