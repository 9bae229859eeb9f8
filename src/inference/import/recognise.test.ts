import { BlobReader, BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { customDomainGraph, runnableGraphs } from '../../../tests/models/graphs';
import { ManifestError } from '../manifest';
import { sha256 } from '../store';
import { completeDraft } from './complete';
import type { ImportDraft, ImportFile, ImportProblem } from './draft';
import { holdsModel } from './files';
import { convNet, file } from './graphs.fixture';
import { recognise } from './recognise';

const net = convNet(1, 2, [64, 64]);

const manifestFor = async (bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>> => ({
  schema: 'lamplight-model/1',
  id: 'two-classes',
  version: '2.0.0',
  license: 'MIT',
  weightsLicense: 'CC-BY-4.0',
  intendedUse: 'Tests.',
  notFor: 'Anything else.',
  status: 'research',
  weights: [{ ep: 'any', file: 'weights.onnx', sha256: await sha256(bytes), bytes: bytes.length }],
  inputs: [{ name: 'image', axes: 'NCHW', modality: ['CT'] }],
  window: { patch: [64, 64] },
  outputs: [{ name: 'pred', kind: 'labelmap', activation: 'softmax', labels: [{ id: 1, name: 'Lung' }] }],
  card: 'card.md',
});

const pair = async (over: Record<string, unknown> = {}): Promise<ImportFile[]> => [
  file('two/manifest.json', { ...(await manifestFor(net)), ...over }),
  file('two/weights.onnx', net),
  file('two/card.md', '# Card'),
];

async function draftOf(files: ImportFile[]): Promise<ImportDraft> {
  const found = await recognise(files);
  if (found.kind !== 'draft') throw new Error(JSON.stringify(found));
  return found.draft;
}

async function problemsOf(files: ImportFile[]): Promise<readonly ImportProblem[]> {
  const found = await recognise(files);
  return found.kind === 'refused' ? found.problems : [];
}

describe('a Lamplight pair', () => {
  it('is taken as it is', async () => {
    const draft = await draftOf(await pair());
    expect(draft.missing).toEqual([]);
    const { manifest, files, record } = await completeDraft(draft);
    expect(manifest.id).toBe('two-classes');
    expect([...files.keys()].sort()).toEqual(['card.md', 'weights.onnx']);
    expect(record.source).toBe('lamplight');
  });

  it('is refused when the weights are others than the manifest says', async () => {
    const files = await pair();
    files[1] = file('two/weights.onnx', convNet(1, 2, [64, 32]));
    expect(await problemsOf(files)).toMatchObject([{ key: 'shaMismatch', file: 'two/weights.onnx' }]);
  });

  it('is refused with every wrong field by name, and every missing file', async () => {
    expect(await problemsOf(await pair({ window: { patch: [64] }, status: 'good' }))).toMatchObject([
      { key: 'manifestInvalid', field: expect.stringMatching(/^(status|window)/) as string },
      { key: 'manifestInvalid' },
    ]);
    const files = await pair();
    expect(await problemsOf([files[0], files[1]])).toMatchObject([
      { key: 'weightsMissing', named: 'card.md' },
    ]);
  });

  it('is refused when it describes another network', async () => {
    expect(await problemsOf(await pair({ window: { patch: [32, 64] } }))).toMatchObject([
      { key: 'graphMismatch', field: 'window.patch[0]' },
    ]);
    const inputs = [{ name: 'x', axes: 'NCHW', modality: ['CT'] }];
    expect(await problemsOf(await pair({ inputs }))).toMatchObject([
      { key: 'graphMismatch', field: 'inputs[0].name' },
    ]);
    const labels = [1, 2, 3].map((id) => ({ id, name: `label ${id}` }));
    const outputs = [{ name: 'pred', kind: 'labelmap', activation: 'softmax', labels }];
    expect(await problemsOf(await pair({ outputs }))).toMatchObject([
      { key: 'graphMismatch', field: 'outputs[0].labels' },
    ]);
  });

  it('is found in a ZIP in a folder', async () => {
    const zip = new ZipWriter(new BlobWriter('application/zip'));
    for (const f of await pair()) await zip.add(f.path, new BlobReader(f.blob));
    const blob = await zip.close();
    const dropped = [{ path: 'folder/two.zip', blob }];
    expect(await holdsModel(dropped)).toBe(true);
    expect((await draftOf(dropped)).source).toBe('lamplight');
    const other = new ZipWriter(new BlobWriter('application/zip'));
    await other.add('IM0001.dcm', new TextReader('x'));
    expect(await holdsModel([{ path: 'a.zip', blob: await other.close() }])).toBe(false);
    const broken = { path: 'broken.zip', blob: blob.slice(0, 200) };
    expect(await holdsModel([broken])).toBe(false);
    expect(await problemsOf([broken])).toMatchObject([{ key: 'zipDamaged', file: 'broken.zip' }]);
  });
});

describe('a network alone', () => {
  const answers = {
    name: 'Liver 2D',
    intendedUse: 'Liver',
    license: 'MIT',
    weightsLicense: 'MIT',
    'inputs[0].modality': ['CT'],
    'inputs[0].orientation': 'SPL',
    'inputs[0].spacing': 'native',
    'inputs[0].preprocessing': [{ id: 'clip', kwargs: { min: -100, max: 200 } }],
    'outputs[0].kind': 'labelmap',
    'outputs[0].activation': 'softmax',
    'outputs[0].labels': [{ id: 1, name: 'Liver' }],
  };

  it('asks for all that a graph cannot say', async () => {
    const draft = await draftOf([file('model.onnx', net)]);
    expect(draft.missing).toEqual(Object.keys(answers));
    const { manifest } = await completeDraft(draft, answers);
    expect(manifest.id).toBe('liver-2d');
    expect(manifest.window.patch).toEqual([64, 64]);
    await expect(completeDraft(draft, { ...answers, 'inputs[0].orientation': 'SSL' })).rejects.toMatchObject({
      name: 'ManifestError',
      field: 'inputs[0].orientation',
    });
    await expect(completeDraft(draft, {})).rejects.toBeInstanceOf(ManifestError);
  });

  it('asks for the window where the graph leaves it open, and for channels where there are several', async () => {
    const draft = await draftOf([file('m.onnx', convNet(3, 1, ['h', 'w']))]);
    expect(draft.missing).toContain('window.patch');
    expect(draft.missing).toContain('inputs[0].channels');
    const { manifest } = await completeDraft(draft, {
      ...answers,
      'window.patch': [512, 512],
      'inputs[0].slices': { offsetsMm: [-2.5, 0, 2.5] },
      'outputs[0].activation': 'sigmoid',
    });
    expect(manifest.inputs[0].slices).toEqual({ offsetsMm: [-2.5, 0, 2.5] });
  });

  it('gets a second file where WebGPU needs the network written differently', async () => {
    const graph = runnableGraphs().find((g) => g.name === 'nnUNet')!;
    const draft = await draftOf([file('liver.onnx', graph.bytes)]);
    expect(draft.notes.map((n) => n.key)).toContain('webgpuRewrite');
    const labels = [1, 2].map((id) => ({ id, name: `label ${id}` }));
    const { manifest, files } = await completeDraft(draft, {
      ...answers,
      'window.patch': [8, 16, 16],
      'outputs[0].labels': labels,
    });
    expect(manifest.weights.map((w) => [w.ep, w.file])).toEqual([
      ['wasm', 'weights.onnx'],
      ['webgpu', 'weights.webgpu.onnx'],
    ]);
    expect(files.get('weights.webgpu.onnx')!.size).toBe(manifest.weights[1].bytes);
  });

  it('is refused when it cannot run, naming the operator and what helps', async () => {
    expect(await problemsOf([file('a/odd.onnx', customDomainGraph().bytes)])).toMatchObject([
      {
        key: 'unsupported',
        file: 'a/odd.onnx',
        operator: 'org.example.ops.DeformableAttention',
        remedy: 'exportStandardOperators',
      },
    ]);
    expect(await problemsOf([file('cut.onnx', net.slice(0, net.length - 9))])).toMatchObject([
      { key: 'onnxBad', file: 'cut.onnx', reason: 'truncated' },
    ]);
    expect(await problemsOf([file('notes.txt', 'hello')])).toMatchObject([{ key: 'noOnnx', kind: 'none' }]);
    expect(await problemsOf([])).toMatchObject([{ key: 'noFiles' }]);
  });

  it('asks which of several', async () => {
    const files = [file('a.onnx', net), file('b/c.onnx', net)];
    expect(await recognise(files)).toMatchObject({
      kind: 'choose',
      what: 'onnx',
      options: ['a.onnx', 'b/c.onnx'],
    });
    expect(await recognise(files, { onnx: 'b/c.onnx' })).toMatchObject({ kind: 'draft' });
  });
});

describe('a manifest.json without a schema beside other files', () => {
  const plans = {
    transpose_forward: [0, 1, 2],
    configurations: {
      '2d': { patch_size: [64, 64], spacing: [1, 1], normalization_schemes: ['NoNormalization'] },
    },
  };
  const dataset = {
    name: 'Two',
    licence: 'CC0',
    channel_names: { '0': 'CT' },
    labels: { background: 0, a: 1 },
  };
  const folder = (answers: object): ImportFile[] => [
    file('x/plans.json', plans),
    file('x/dataset.json', dataset),
    file('x/model.onnx', net),
    file('x/manifest.json', answers),
  ];

  it('answers what they leave open, and overrides what they say', async () => {
    const answers = {
      license: 'MIT',
      intendedUse: 'Tests.',
      inputs: [{ orientation: 'SPL' }],
      window: { overlap: 0.25 },
      outputs: [{ labels: [{ id: 1, name: 'Lung' }] }],
    };
    const draft = await draftOf(folder(answers));
    expect(draft.source).toBe('nnunet');
    expect(draft.missing).toEqual([]);
    expect(draft.notes.map((n) => n.key)).not.toContain('nativeAxes');
    const { manifest } = await completeDraft(draft);
    expect(manifest).toMatchObject({ license: 'MIT', intendedUse: 'Tests.', weightsLicense: 'CC0' });
    expect(manifest.inputs[0]).toMatchObject({ name: 'image', orientation: 'SPL', spacing: [null, 1, 1] });
    expect(manifest.window).toMatchObject({ patch: [64, 64], overlap: 0.25 });
    expect(manifest.outputs[0]).toMatchObject({
      name: 'pred',
      activation: 'softmax',
      labels: [{ name: 'Lung' }],
    });
  });

  it('names a field that is missing, or that is none of ours', async () => {
    const draft = await draftOf(folder({ license: 'MIT', intendeduse: 'x' }));
    expect(draft.missing).toEqual(['intendedUse']);
    await expect(completeDraft(draft)).rejects.toMatchObject({
      faults: [
        { field: 'intendedUse', message: 'missing' },
        { field: 'intendeduse', message: 'unknown field' },
      ],
    });
  });

  it('is not taken from somebody else', async () => {
    const draft = await draftOf(folder({ manifest_version: 3, short_name: 'x' }));
    expect(draft.missing).toEqual(['intendedUse', 'license']);
    expect(draft.manifest).not.toHaveProperty('short_name');
  });
});
