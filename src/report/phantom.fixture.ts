/** A synthetic study with spheres of known size, made by code: for tests of reports and of the objects written. */
import type { AnalysisRun } from '../domain/analysis';
import { codes, labelCode } from '../domain/codes';
import type { Finding, FindingMeasurements, Measurement, Origin } from '../domain/finding';
import { cross, ijkToLps, type Grid, type Vec3 } from '../domain/geometry';
import type { Instance, Series, Study } from '../domain/study';
import { countVoxels, type VoxelMask } from '../domain/volume';

const uid = (n: number): string => `2.25.7700${n}`;
export const studyUid = uid(1);
export const seriesUid = uid(2);
export const frameOfReferenceUid = uid(3);

export const axial: readonly [Vec3, Vec3] = [
  [1, 0, 0],
  [0, 1, 0],
];
/** Turned about two axes: no direction cosine is 0 or 1. */
export const oblique: readonly [Vec3, Vec3] = [
  [0.9, 0.3, Math.sqrt(1 - 0.81 - 0.09)],
  [-0.3 / Math.sqrt(0.9), 0.9 / Math.sqrt(0.9), 0],
];

export function phantomGrid(orientation = axial, dims: Vec3 = [40, 36, 20]): Grid {
  const [row, column] = orientation;
  return {
    dims,
    spacing: [0.7, 0.75, 1.25],
    origin: [-10.5, -20.25, 100],
    axes: [row, column, cross(row, column)],
  };
}

export function phantomSeries(grid: Grid, more: Partial<Series> = {}): Series {
  const instances = Array.from({ length: grid.dims[2] }, (_, k): Instance => {
    return {
      sopInstanceUid: uid(100 + k),
      sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
      seriesUid,
      studyUid,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      instanceNumber: k + 1,
      rows: grid.dims[1],
      columns: grid.dims[0],
      frames: 1,
      imagePosition: ijkToLps(grid, [0, 0, k]),
      imageOrientation: [...grid.axes[0], ...grid.axes[1]] as unknown as Instance['imageOrientation'],
      pixelSpacing: [grid.spacing[1], grid.spacing[0]],
      spacingSource: 'PixelSpacing',
      sliceThickness: 1.25,
      frameOfReferenceUid,
      imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
      photometricInterpretation: 'MONOCHROME2',
      samplesPerPixel: 1,
      planarConfiguration: 0,
      bitsAllocated: 16,
      bitsStored: 16,
      highBit: 15,
      pixelRepresentation: 1,
      rescaleSlope: 1,
      rescaleIntercept: 0,
      lossy: false,
      path: `phantom/${k}.dcm`,
    };
  });
  return {
    seriesUid,
    studyUid,
    modality: 'CT',
    description: 'Lung 1.25 mm',
    number: 4,
    bodyPart: 'CHEST',
    manufacturer: 'Lamplight',
    modelName: 'Phantom',
    kernel: 'B60f',
    kvp: 120,
    protocol: '',
    contrastAgent: '',
    laterality: '',
    frameOfReferenceUid,
    date: '20240301',
    time: '101500',
    instances,
    synthetic: true,
    ...more,
  };
}

export function phantomStudy(series: Series): Study {
  return {
    studyUid,
    patient: {
      name: 'Wang^Xiaoming=王^小明',
      id: 'T001',
      sex: 'F',
      age: '062Y',
      birthDate: '19620115',
    },
    date: '20240301',
    time: '101500',
    description: 'Chest CT 胸部CT平扫',
    id: '1',
    accession: 'A1',
    institution: '示例县人民医院',
    referringPhysician: '',
    series: [series],
  };
}

/** Voxels whose centre lies within `radius` mm of voxel `centre`. */
export function sphere(grid: Grid, centre: Vec3, radius: number): VoxelMask {
  const reach = grid.spacing.map((s) => Math.ceil(radius / s));
  const start = centre.map((c, a) => Math.max(0, c - reach[a])) as [number, number, number];
  const end = centre.map((c, a) => Math.min(grid.dims[a] - 1, c + reach[a]));
  const size = end.map((e, a) => e - start[a] + 1) as [number, number, number];
  const data = new Uint8Array(size[0] * size[1] * size[2]);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) {
        const away = [i, j, k].map((v, a) => (v + start[a] - centre[a]) * grid.spacing[a]);
        if (Math.hypot(...away) <= radius) data[i + size[0] * (j + size[1] * k)] = 1;
      }
  return { start, size, data };
}

export const ai: Extract<Origin, { kind: 'analysis' }> = {
  kind: 'analysis',
  analysisId: 'lung-nodule',
  analysisVersion: '0.1.0',
  modelId: 'lung-nodule',
  modelVersion: '1.0.0',
  modelSha256: 'ab'.repeat(32),
  provider: 'wasm',
  operatingPoint: 'balanced',
  threshold: 0.5,
};
export const reader: Origin = { kind: 'reader' };

const calibration = 'PixelSpacing (0028,0030)';

function measured(long: number, short: number, volume: number, hu: number): FindingMeasurements {
  const of = (concept: Measurement['concept'], value: number, unit: string, method: string): Measurement => ({
    concept,
    value,
    unit,
    method,
    calibration,
  });
  const onSlice = 'on the slice with the largest area';
  return {
    longAxis: of(codes.longAxis, long, 'mm', `long axis ${onSlice}`),
    shortAxis: of(codes.shortAxis, short, 'mm', `short axis ${onSlice}`),
    meanDiameter: of(codes.diameter, (long + short) / 2, 'mm', 'mean of long and short axis'),
    volume: of(codes.volume, volume, 'mm3', 'sum of voxels'),
    meanHu: of(codes.attenuation, hu, "[hnsf'U]", 'mean of voxels'),
    sdHu: of(codes.attenuation, 88.25, "[hnsf'U]", 'standard deviation of voxels'),
    minHu: of(codes.attenuation, hu - 200, "[hnsf'U]", 'minimum of voxels'),
    maxHu: of(codes.attenuation, hu + 1 / 3, "[hnsf'U]", 'maximum of voxels'),
  };
}

/** A sphere of `radius` mm at a voxel, with measurements 9.1 x 7.5 mm scaled to the radius. */
export function phantomFinding(
  grid: Grid,
  number: number,
  centre: Vec3,
  radius: number,
  more: Partial<Finding> = {},
): Finding {
  const mask = sphere(grid, centre, radius);
  const point = ijkToLps(grid, centre);
  const half = (axis: 0 | 1): readonly [Vec3, Vec3] => {
    const at = (sign: number): Vec3 =>
      ijkToLps(
        grid,
        centre.map((c, a) => c + (a === axis ? (sign * radius) / grid.spacing[a] : 0)) as unknown as Vec3,
      );
    return [at(-1), at(1)];
  };
  const sopInstanceUid = uid(100 + centre[2]);
  const volume = countVoxels(mask) * grid.spacing[0] * grid.spacing[1] * grid.spacing[2];
  return {
    trackingUid: uid(900 + number),
    number,
    origin: ai,
    studyUid,
    seriesUid,
    frameOfReferenceUid,
    kind: codes.nodule,
    point,
    keyImage: { sopInstanceUid, frame: 1, slice: centre[2] },
    mask,
    axes: { long: half(0), short: half(1), sopInstanceUid, slice: centre[2] },
    measurements: measured(radius * 2.275, radius * 1.875, volume, -21.4),
    score: { value: 0.93, meaning: 'probability that it is a nodule' },
    review: 'accepted',
    ...more,
  };
}

export function phantomRun(findings: readonly Finding[]): AnalysisRun {
  return {
    analysisId: 'lung-nodule',
    analysisVersion: '0.1.0',
    seriesUid,
    startedAt: '2024-03-01T02:15:00.000Z',
    provider: 'wasm',
    threads: 2,
    adapter: '',
    modelId: 'lung-nodule',
    modelVersion: '1.0.0',
    modelSha256: 'ab'.repeat(32),
    operatingPoint: 'balanced',
    threshold: 0.5,
    timings: { detect: 1000 },
    networkMs: 900,
    warnings: [],
    notes: [],
    findings: findings.filter((f) => f.origin.kind === 'analysis'),
    withheld: 0,
  };
}

/** Accepted, edited, reader-made, pending and rejected: one of each. */
export function phantomFindings(grid: Grid): readonly Finding[] {
  return [
    phantomFinding(grid, 1, [10, 10, 5], 4, { laterality: 'right', lobe: 'RUL', type: 'solid' }),
    phantomFinding(grid, 2, [25, 22, 12], 5, { laterality: 'left', type: 'partSolid', review: 'edited' }),
    phantomFinding(grid, 3, [30, 8, 16], 2.5, {
      origin: reader,
      review: 'accepted',
      lobe: 'LLL',
      laterality: 'left',
      type: 'calcified',
      score: undefined,
    }),
    phantomFinding(grid, 4, [8, 28, 9], 3, { review: 'pending', laterality: 'right' }),
    phantomFinding(grid, 5, [33, 30, 3], 3, {
      review: 'rejected',
      rejectReason: 'vessel',
      laterality: 'left',
    }),
  ];
}

/** What an imported model outlined: a liver with codes and colour, and a label without a code. Both accepted. */
export function phantomStructures(grid: Grid): readonly Finding[] {
  const origin: Origin = {
    kind: 'analysis',
    analysisId: 'model:organs',
    analysisVersion: '1.0',
    modelId: 'organs',
    modelVersion: '1.0',
    modelSha256: 'cd'.repeat(32),
    provider: 'webgpu',
    modelName: 'X',
    imported: true,
  };
  const more = { origin, score: undefined, type: undefined, lobe: undefined, laterality: undefined };
  return [
    phantomFinding(grid, 6, [14, 14, 8], 6, {
      ...more,
      kind: { value: '10200004', scheme: 'SCT', meaning: 'Liver' },
      category: { value: '123037004', scheme: 'SCT', meaning: 'Anatomical Structure' },
      name: 'liver_v2',
      rgb: [221, 130, 101],
    }),
    phantomFinding(grid, 7, [24, 24, 12], 3, {
      ...more,
      kind: labelCode('organs', 7, '结石'),
      category: codes.spatialConcept,
      name: '结石',
    }),
  ];
}

/** The run that made them. */
export const phantomModelRun = (findings: readonly Finding[]): AnalysisRun => ({
  ...phantomRun(findings),
  analysisId: 'model:organs',
  analysisVersion: '1.0',
  modelId: 'organs',
  modelVersion: '1.0',
  name: 'X',
  imported: true,
  operatingPoint: undefined,
  threshold: undefined,
});
