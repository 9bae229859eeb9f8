import { describe, expect, it } from 'vitest';
import { codes, PRIVATE_SCHEME } from '../../domain/codes';
import { isLesion, isLungNodule } from '../../domain/lesion';
import { countVoxels, type Volume } from '../../domain/volume';
import type { OutputResult, RunJob, RunResult } from '../../inference/contract';
import type { InferenceClient } from '../../inference/client';
import { readManifest, type ModelManifest } from '../../inference/manifest';
import { phantomGrid, phantomSeries, phantomStudy } from '../../report/phantom.fixture';
import { pipelineOf } from '../registry';
import { bodyBoxes } from './region';
import { outlinesOf } from './outlines';
import { runModel } from './run';
import { checkSeries, looksAtImages } from './suitability';

const grid = phantomGrid(undefined, [20, 16, 12]);
const [nx, ny, nz] = grid.dims;
const series = phantomSeries(grid, { bodyPart: 'CHEST' });
const study = phantomStudy(series);

const manifestOf = (more: Record<string, unknown> = {}, input: Record<string, unknown> = {}): ModelManifest =>
  readManifest({
    schema: 'lamplight-model/1',
    id: 'organs',
    version: '1.2.0',
    license: 'MIT',
    weightsLicense: 'MIT',
    intendedUse: 'tests',
    notFor: 'patients',
    status: 'research',
    weights: [{ ep: 'any', file: 'w.onnx', sha256: 'a'.repeat(64), bytes: 1 }],
    inputs: [{ name: 'x', axes: 'NCDHW', modality: ['CT'], ...input }],
    window: { patch: [4, 4, 4] },
    outputs: [
      {
        name: 'y',
        kind: 'labelmap',
        activation: 'softmax',
        labels: [
          {
            id: 1,
            name: 'Liver',
            category: { value: '123037004', scheme: 'SCT', meaning: 'Anatomical Structure' },
            type: { value: '10200004', scheme: 'SCT', meaning: 'Liver' },
            rgb: [221, 130, 101],
          },
          { id: 2, name: 'left thing', type: { value: 'X', scheme: 'SCT', meaning: 'Left thing' } },
          { id: 7, name: 'odd thing' },
        ],
      },
    ],
    ...more,
  });

function volume(): Volume {
  const slices = Array.from({ length: nz }, (_, k) => k);
  return {
    seriesUid: series.seriesUid,
    frameOfReferenceUid: series.frameOfReferenceUid,
    grid,
    data: new Int16Array(nx * ny * nz).fill(40),
    sopInstanceUids: slices.map((k) => series.instances[k].sopInstanceUid),
    frameNumbers: slices.map(() => 1),
  };
}

/** An engine that answers what it is told to, and takes the pixels away as the real one does. */
function engine(outputs: readonly OutputResult[], seen: RunJob[] = []): InferenceClient {
  const run = async (job: RunJob): Promise<Partial<RunResult>> => {
    seen.push(job);
    const images = job.images.map(({ data, ...image }) => ({ ...image, data: structuredClone(data) }));
    return {
      provider: 'wasm',
      threads: 1,
      adapter: '',
      images,
      outputs,
      windows: 3,
      networkMs: 1,
      notes: ['n'],
    };
  };
  return { run, dispose: () => undefined } as unknown as InferenceClient;
}

/** Label 1 fills 4 x 4 x 2 voxels from (2, 3, 1) of a box that starts at (1, 1, 1); label 7 is one voxel. */
function labelmap(manifest: ModelManifest): OutputResult {
  const size = [10, 10, 6] as const;
  const data = new Uint8Array(600);
  for (let c = 0; c < 2; c++)
    for (let b = 0; b < 4; b++) for (let a = 0; a < 4; a++) data[1 + a + 10 * (2 + b + 10 * c)] = 1;
  data[9 + 10 * (9 + 10 * 5)] = 7;
  return { kind: 'labelmap', name: 'y', start: [1, 1, 1], size, data, labels: manifest.outputs[0].labels };
}

const context = {
  studyUid: study.studyUid,
  calibration: { inPlane: 'p', betweenSlices: 'z' },
  modality: 'CT',
};

async function run(
  outputs: readonly OutputResult[],
  manifest = manifestOf(),
  modality = 'CT',
  seen?: RunJob[],
) {
  const model = { manifest, sha256: 'b'.repeat(64), notes: [], timings: {} };
  return runModel({
    analysis: { id: 'model:organs', version: '1.2.0', name: 'Organs', imported: true },
    volume: volume(),
    context: { ...context, modality },
    firstNumber: 4,
    client: engine(outputs, seen),
    model: Promise.resolve({ ...model, provider: 'wasm', threads: 1, adapter: '' } as const),
    onProgress: () => undefined,
  });
}

describe('a model as an analysis', () => {
  it('has a pipeline by its id, as every registered analysis does', async () => {
    expect(await pipelineOf('model:organs')).toBe(runModel);
    expect(await pipelineOf('lung-nodule')).toBeTypeOf('function');
    expect(pipelineOf('nothing')).toBeUndefined();
  });

  it('makes one pending finding a label that was marked, with codes, place and volume', async () => {
    const manifest = manifestOf();
    const { findings, imported, name } = await run([labelmap(manifest)]);
    expect({ imported, name }).toEqual({ imported: true, name: 'Organs' });
    expect(findings.map((f) => [f.number, f.name, f.kind.value, f.kind.scheme])).toEqual([
      [4, 'Liver', '10200004', 'SCT'],
      [5, 'odd thing', expect.stringMatching(/^[0-9A-F]{8}-7$/), PRIVATE_SCHEME],
    ]);
    const [liver, odd] = findings;
    expect(countVoxels(liver.mask)).toBe(32);
    expect(liver.mask.start).toEqual([2, 3, 1]);
    expect(liver.measurements.volume.value).toBeCloseTo(
      32 * grid.spacing[0] * grid.spacing[1] * grid.spacing[2],
      6,
    );
    expect(liver.measurements.meanHu).toMatchObject({ value: 40, unit: "[hnsf'U]" });
    expect(liver).toMatchObject({ review: 'pending', rgb: [221, 130, 101], laterality: undefined });
    expect(liver.score).toBeUndefined();
    expect(liver.origin).toMatchObject({ imported: true, modelId: 'organs', modelName: 'Organs' });
    expect(odd.category).toEqual(codes.spatialConcept);
    for (const f of findings) {
      expect(f.type).toBeUndefined();
      expect(isLungNodule(f) || isLesion(f)).toBe(false);
      expect(f.origin.kind === 'analysis' && f.origin.threshold).toBeUndefined();
    }
  });

  it('says Hounsfield units of CT alone, and looks for a body on CT alone', async () => {
    const seen: RunJob[] = [];
    const { findings } = await run([labelmap(manifestOf())], manifestOf(), 'MR', seen);
    expect(findings[0].measurements.meanHu.unit).toBe('1');
    expect(findings[0].measurements.volume.unit).toBe('mm3');
    expect(seen[0].region).toBeUndefined();
    await run([], manifestOf(), 'CT', seen);
    expect(seen[1].region).toHaveLength(4 * nz);
  });

  it('takes the side from the label alone', async () => {
    const map = labelmap(manifestOf()) as Extract<OutputResult, { kind: 'labelmap' }>;
    const { findings } = await run([{ ...map, data: map.data.map((v) => (v === 1 ? 2 : 0)) }]);
    expect(findings.map((f) => f.laterality)).toEqual(['left']);
  });

  it('keeps scores and boxes as what they are', async () => {
    const manifest = manifestOf();
    const { labels } = manifest.outputs[0];
    const { findings, scores, boxes } = await run([
      { kind: 'scores', name: 's', values: [0.25, 0.5, 0.75], labels },
      { kind: 'boxes', name: 'y', boxes: [{ min: [0, 0, 0], max: [2, 2, 2], score: 0.9, label: 7 }] },
    ]);
    expect(findings).toEqual([]);
    expect(scores?.map((s) => [s.label, s.value])).toEqual([
      ['Liver', 0.25],
      ['left thing', 0.5],
      ['odd thing', 0.75],
    ]);
    expect(boxes).toMatchObject([{ label: 'odd thing', score: 0.9 }]);
    expect(boxes?.[0].centre).toHaveLength(3);
  });

  it('outlines a heatmap from the label’s value, else the operating point, else one half', () => {
    const [first, second] = manifestOf().outputs[0].labels;
    const map = (threshold?: number): OutputResult => ({
      kind: 'heatmap',
      name: 'y',
      start: [0, 0, 0],
      size: [4, 1, 1],
      data: [Uint16Array.of(0, 20_000, 40_000, 65_535), new Uint16Array(4)],
      labels: [{ ...first, threshold }, second],
    });
    const voxels = (...args: Parameters<typeof outlinesOf>) =>
      outlinesOf(...args).map((o) => countVoxels(o.mask));
    expect(voxels([map()])).toEqual([2]);
    expect(voxels([map()], 0.3)).toEqual([3]);
    expect(voxels([map(0.9)], 0.3)).toEqual([1]);
  });
});

describe('the body on a CT', () => {
  it('is a box a slice; air alone gives an empty one', () => {
    const v = volume();
    v.data.fill(-1000);
    v.data[3 + nx * (5 + ny * 2)] = 0;
    v.data[9 + nx * (7 + ny * 2)] = -400;
    const boxes = bodyBoxes(v);
    expect([...boxes.subarray(8, 12)]).toEqual([3, 5, 10, 8]);
    expect([...boxes.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
  });
});

describe('does a series suit a model', () => {
  const keys = (manifest: ModelManifest, more = {}) => {
    const verdict = checkSeries(manifest, { ...series, ...more }, study);
    return verdict.verdict === 'suitable'
      ? verdict.warnings.map((r) => `warn ${r.key}`)
      : verdict.reasons.map((r) => r.key);
  };
  const needs = (suitability: Record<string, unknown>) => manifestOf({ suitability });

  it('one image suits a model of images alone; without a scale, and in colour, too', () => {
    const [one] = series.instances;
    const alone = { modality: 'US', instances: [{ ...one, pixelSpacing: undefined, samplesPerPixel: 3 }] };
    const flat = { axes: 'NCHW', modality: ['US'] };
    const planes = { window: { patch: [64, 64] } };
    const image = manifestOf(planes, flat);
    expect(keys(image, alone)).toEqual([]);
    expect(keys(manifestOf({}, { modality: ['US'] }), alone)).toContain('tooFewSlices');
    const named = (...names: string[]) =>
      manifestOf(planes, { ...flat, channels: names.map((name) => ({ name })) });
    expect(keys(named('red', 'green', 'blue'), alone)).toEqual([]);
    expect(keys(named('T1', 'T2', 'PD'), alone)).toEqual(['severalSeries']);
    expect(looksAtImages(image)).toBe(true);
    expect(looksAtImages(manifestOf())).toBe(false);
  });

  it('asks the manifest', () => {
    expect(keys(manifestOf())).toEqual([]);
    expect(keys(manifestOf(), { modality: 'MR' })).toEqual(['wrongModality']);
    const two = manifestOf({}, { channels: [{ name: 'T1' }, { name: 'T2' }] });
    expect(keys(two)).toEqual(['severalSeries']);
    expect(keys(needs({ bodyPart: ['LUNG'] }))).toEqual([]);
    expect(keys(needs({ bodyPart: ['LIVER'] }))).toEqual(['otherPart']);
    expect(keys(needs({ minSlices: 1000 }))).toEqual(['tooFewSlices']);
    expect(keys(needs({ sliceThicknessMax: 0.1 }))).toEqual(['tooThick']);
    expect(keys(needs({ spacingRange: [5, 6] }))).toEqual(['spacingOutside']);
    expect(keys(needs({ contrast: 'with' }), { contrastAgent: '' })).toEqual(['warn contrastUnknown']);
    expect(keys(needs({ contrast: 'with' }), { contrastAgent: 'NONE' })).toEqual(['contrastNeeded']);
    expect(keys(needs({ contrast: 'without' }), { contrastAgent: 'IV' })).toEqual(['contrastUnwanted']);
    expect(keys(needs({ ageMin: 130 }))).toEqual([expect.stringMatching(/child|ageUnknown/)]);
    const derived = series.instances.map((i) => ({ ...i, imageType: ['DERIVED', 'SECONDARY'] }));
    expect(keys(needs({ reject: ['derived'] }), { instances: derived })).toEqual(['imageType']);
  });
});
