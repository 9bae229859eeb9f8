import { describe, expect, it } from 'vitest';
import { completeDraft } from './complete';
import type { ImportDraft, ImportFile } from './draft';
import { convNet, file } from './graphs.fixture';
import { recognise } from './recognise';

const metadata = {
  schema:
    'https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/meta_schema_20240725.json',
  version: '0.5.9',
  monai_version: '1.4.0',
  task: 'Decathlon spleen segmentation',
  name: 'Spleen CT segmentation',
  description: 'A pre-trained model for volumetric (3D) segmentation of the spleen from CT image',
  authors: 'MONAI team',
  copyright: 'Copyright (c) MONAI Consortium',
  data_source: 'Task09_Spleen.tar from http://medicaldecathlon.com/',
  data_type: 'nibabel',
  image_classes: 'single channel data, intensity scaled to [0, 1]',
  label_classes: 'single channel data, 1 is spleen, 0 is everything else',
  eval_metrics: { mean_dice: 0.961 },
  intended_use: 'This is an example, not to be used for diagnostic purposes',
  references: ['Xia, Yingda, et al. arXiv preprint arXiv:1811.12506 (2018).'],
  network_data_format: {
    inputs: {
      image: {
        type: 'image',
        format: 'hounsfield',
        modality: 'CT',
        num_channels: 1,
        spatial_shape: [96, 96, 96],
        dtype: 'float32',
        value_range: [0, 1],
        is_patch_data: true,
        channel_def: { '0': 'image' },
      },
    },
    outputs: {
      pred: {
        type: 'image',
        format: 'segmentation',
        num_channels: 2,
        spatial_shape: [96, 96, 96],
        channel_def: { '0': 'background', '1': 'spleen' },
      },
    },
  },
};

const inference = {
  imports: ['$import glob'],
  bundle_root: '.',
  device: "$torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
  pixdim: [1.5, 1.5, 2],
  preprocessing: {
    _target_: 'Compose',
    transforms: [
      { _target_: 'LoadImaged', keys: 'image' },
      { _target_: 'EnsureChannelFirstd', keys: 'image' },
      { _target_: 'Orientationd', keys: 'image', axcodes: 'RAS' },
      { _target_: 'Spacingd', keys: 'image', pixdim: '@pixdim', mode: 'bilinear' },
      {
        _target_: 'monai.transforms.ScaleIntensityRanged',
        keys: 'image',
        a_min: -57,
        a_max: 164,
        b_min: 0,
        b_max: 1,
        clip: true,
      },
      { _target_: 'EnsureTyped', keys: 'image' },
    ],
  },
  inferer: {
    _target_: 'SlidingWindowInferer',
    roi_size: [96, 96, 96],
    sw_batch_size: 4,
    overlap: 0.5,
    mode: 'gaussian',
  },
  postprocessing: {
    _target_: 'Compose',
    transforms: [
      { _target_: 'Activationsd', keys: 'pred', softmax: true },
      { _target_: 'Invertd', keys: 'pred', transform: '@preprocessing', nearest_interp: false },
      { _target_: 'AsDiscreted', keys: 'pred', argmax: true },
      { _target_: 'KeepLargestConnectedComponentd', keys: 'pred', applied_labels: 1 },
      { _target_: 'SaveImaged', keys: 'pred' },
    ],
  },
};

const bundle = (over: { metadata?: unknown; inference?: unknown; net?: Uint8Array } = {}): ImportFile[] => [
  file('spleen_ct_segmentation/configs/metadata.json', over.metadata ?? metadata),
  file('spleen_ct_segmentation/configs/inference.json', over.inference ?? inference),
  file('spleen_ct_segmentation/docs/README.md', '# Spleen'),
  file('spleen_ct_segmentation/models/model.onnx', over.net ?? convNet(1, 2, ['d', 'h', 'w'])),
];

async function draftOf(files: ImportFile[]): Promise<ImportDraft> {
  const found = await recognise(files);
  if (found.kind !== 'draft') throw new Error(JSON.stringify(found));
  return found.draft;
}

const asked = { license: 'Apache-2.0', weightsLicense: 'CC-BY-SA-4.0' };

describe('MONAI bundle', () => {
  it('becomes a manifest; what it does not say is asked', async () => {
    const draft = await draftOf(bundle());
    expect(draft.source).toBe('monai');
    expect(draft.missing).toEqual(['license', 'weightsLicense']);
    const { manifest, files } = await completeDraft(draft, asked);
    expect(manifest).toMatchObject({
      id: 'spleen_ct_segmentation',
      name: 'Spleen CT segmentation',
      version: '0.5.9',
      authors: [{ name: 'MONAI team' }],
      intendedUse: metadata.intended_use,
      card: 'card.md',
      status: 'research',
    });
    expect(manifest.inputs[0]).toMatchObject({
      name: 'image',
      axes: 'NCDHW',
      modality: ['CT'],
      orientation: 'RAS',
      spacing: [1.5, 1.5, 2],
      preprocessing: [
        { id: 'clip', kwargs: { min: -57, max: 164 } },
        { id: 'scale_linear', kwargs: { gain: 1 / 221, offset: 57 / 221 } },
      ],
    });
    expect(manifest.window).toMatchObject({
      patch: [96, 96, 96],
      convention: 'monai',
      overlap: 0.5,
      blend: 'gaussian',
      sigma: 0.125,
    });
    expect(manifest.outputs[0]).toMatchObject({
      name: 'pred',
      kind: 'labelmap',
      activation: 'softmax',
      labels: [{ id: 1, name: 'spleen' }],
    });
    expect(manifest.post).toEqual([{ op: 'keepLargest', label: 1 }]);
    expect(manifest.weights).toMatchObject([{ ep: 'any', file: 'weights.onnx' }]);
    expect(manifest.config).toMatchObject({ monai: { eval_metrics: { mean_dice: 0.961 } } });
    expect(manifest.metrics).toEqual([]);
    expect([...files.keys()].sort()).toEqual(['card.md', 'weights.onnx']);
    expect(draft.notes.map((n) => n.key)).toContain('metricsWithoutCount');
  });

  it('reads several channels, regions by sigmoid, and z-scores of what is not zero', async () => {
    const channels = { '0': 'T1c', '1': 'T1', '2': 'T2', '3': 'FLAIR' };
    const draft = await draftOf(
      bundle({
        metadata: {
          ...metadata,
          network_data_format: {
            inputs: { image: { modality: 'MR', num_channels: 4, channel_def: channels } },
            outputs: {
              pred: {
                channel_def: { '0': 'Tumor core', '1': 'Whole tumor', '2': 'Enhancing tumor' },
              },
            },
          },
        },
        inference: {
          preprocessing: {
            _target_: 'Compose',
            transforms: [
              { _target_: 'LoadImaged' },
              { _target_: 'NormalizeIntensityd', nonzero: true, channel_wise: true },
            ],
          },
          inferer: { _target_: 'SlidingWindowInferer', roi_size: [240, 240, 160], overlap: 0.5 },
          postprocessing: {
            _target_: 'Compose',
            transforms: [
              { _target_: 'Activationsd', sigmoid: true },
              { _target_: 'AsDiscreted', threshold: 0.5 },
            ],
          },
        },
        net: convNet(4, 3, ['d', 'h', 'w']),
      }),
    );
    // No Orientationd: MONAI then keeps the file's axes, which nobody but the user knows.
    expect(draft.missing).toEqual(['license', 'weightsLicense', 'inputs[0].orientation']);
    const { manifest } = await completeDraft(draft, { ...asked, 'inputs[0].orientation': 'LPS' });
    expect(manifest.inputs[0].channels).toEqual([
      { name: 'T1c', modality: 'MR' },
      { name: 'T1', modality: 'MR' },
      { name: 'T2', modality: 'MR' },
      { name: 'FLAIR', modality: 'MR' },
    ]);
    expect(manifest.inputs[0].spacing).toBe('native');
    expect(manifest.inputs[0].preprocessing).toMatchObject([
      { id: 'zero_mean_unit_variance', kwargs: { mask: 'nonzero' } },
    ]);
    // One map of label numbers would lose the tumour core inside the whole tumour.
    expect(manifest.outputs[0]).toMatchObject({ kind: 'heatmap', activation: 'sigmoid' });
    expect(manifest.outputs[0].labels.map((l) => [l.id, l.channel, l.name, l.threshold])).toEqual([
      [1, 0, 'Tumor core', 0.5],
      [2, 1, 'Whole tumor', 0.5],
      [3, 2, 'Enhancing tumor', 0.5],
    ]);
    expect(manifest.window).toMatchObject({ blend: 'constant', patch: [240, 240, 160] });
  });

  it('keeps one spacing, reads percentiles, and asks about intensities when a transform is unknown', async () => {
    const draft = await draftOf(
      bundle({
        inference: {
          ...inference,
          spatial: '$(64, 64, 32)',
          preprocessing: {
            _target_: 'Compose',
            transforms: [
              { _target_: 'OrientationD', axcodes: 'LPS' },
              { _target_: 'Spacingd', pixdim: [-1, -1, 3.0], mode: ['bilinear'] },
              {
                _target_: 'ScaleIntensityRangePercentilesd',
                lower: 1,
                upper: 99,
                b_min: -1,
                b_max: 1,
                clip: true,
              },
              { _target_: 'scripts.own.HistogramMatchd' },
              { _target_: 'GaussianSmoothd', _disabled_: true },
            ],
          },
          inferer: { _target_: 'SlidingWindowInferer', roi_size: '@spatial' },
        },
      }),
    );
    expect(draft.missing).toContain('inputs[0].preprocessing');
    expect(draft.notes).toContainEqual({
      key: 'transformSkipped',
      tone: 'warn',
      values: { name: 'HistogramMatchd' },
    });
    const input = (draft.manifest.inputs as Record<string, unknown>[])[0];
    expect(input.orientation).toBe('LPS');
    expect(input.spacing).toEqual([null, null, 3]);
    expect(draft.manifest.window).toMatchObject({ patch: [64, 64, 32], overlap: 0.25 });
  });

  it('is refused without its exported network, and with configurations in YAML alone', async () => {
    const [meta, config] = bundle();
    expect(await recognise([meta, config])).toMatchObject({
      kind: 'refused',
      problems: [{ key: 'noOnnx', kind: 'monai' }],
    });
    const yaml = file('b/configs/metadata.yaml', 'version: 1');
    expect(await recognise([yaml, file('b/models/model.onnx', convNet(1, 2, [8, 8]))])).toMatchObject({
      kind: 'refused',
      problems: [{ key: 'yamlOnly', file: 'b/configs/metadata.yaml' }],
    });
  });
});
