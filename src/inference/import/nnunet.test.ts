import { describe, expect, it } from 'vitest';
import { completeDraft } from './complete';
import type { ImportDraft, ImportFile } from './draft';
import { convNet, file } from './graphs.fixture';
import { recognise } from './recognise';

const plans = {
  dataset_name: 'Dataset003_Liver',
  plans_name: 'nnUNetPlans',
  original_median_spacing_after_transp: [1, 0.767578125, 0.767578125],
  original_median_shape_after_transp: [432, 512, 512],
  image_reader_writer: 'SimpleITKIO',
  transpose_forward: [0, 1, 2],
  transpose_backward: [0, 1, 2],
  configurations: {
    '2d': {
      data_identifier: 'nnUNetPlans_2d',
      patch_size: [512, 512],
      spacing: [0.767578125, 0.767578125],
      normalization_schemes: ['CTNormalization'],
      use_mask_for_norm: [false],
    },
    '3d_lowres': {
      inherits_from: '3d_fullres',
      data_identifier: 'nnUNetPlans_3d_lowres',
      spacing: [1.7, 1.3, 1.3],
      next_stage: '3d_cascade_fullres',
    },
    '3d_fullres': {
      data_identifier: 'nnUNetPlans_3d_fullres',
      patch_size: [128, 128, 128],
      spacing: [1, 0.767578125, 0.767578125],
      normalization_schemes: ['CTNormalization'],
      use_mask_for_norm: [false],
    },
    '3d_cascade_fullres': { inherits_from: '3d_fullres', previous_stage: '3d_lowres' },
  },
  foreground_intensity_properties_per_channel: {
    '0': {
      max: 5420,
      mean: 99.48,
      median: 101,
      min: -983,
      percentile_00_5: -15,
      percentile_99_5: 197,
      std: 37.13,
    },
  },
};

const dataset = {
  channel_names: { '0': 'CT' },
  labels: { background: 0, liver: 1, tumor: 2 },
  numTraining: 131,
  file_ending: '.nii.gz',
  name: 'Liver and tumour',
  licence: 'CC-BY-SA 4.0',
  reference: 'LiTS',
};

const folder = (
  net: Uint8Array,
  over: { plans?: object; dataset?: object; onnx?: string } = {},
): ImportFile[] => [
  file('export/plans.json', { ...plans, ...over.plans }),
  file('export/dataset.json', { ...dataset, ...over.dataset }),
  file(over.onnx ?? 'export/fold_0/model.onnx', net),
];

async function draftOf(files: ImportFile[], configuration?: string): Promise<ImportDraft> {
  const found = await recognise(files, { configuration });
  if (found.kind !== 'draft') throw new Error(JSON.stringify(found));
  return found.draft;
}

const net3 = (): Uint8Array => convNet(1, 3, ['d', 'h', 'w'], { input: 'input', output: 'output' });
const asked = { intendedUse: 'Liver and tumour on CT', license: 'Apache-2.0' };

describe('nnU-Net export', () => {
  it('asks which configuration where the network fits several', async () => {
    expect(await recognise(folder(net3()))).toMatchObject({
      kind: 'choose',
      what: 'configuration',
      options: ['3d_lowres', '3d_fullres'],
    });
    // The folder that nnU-Net itself makes names it.
    const named = folder(net3(), { onnx: 'export/nnUNetTrainer__nnUNetPlans__3d_lowres/model.onnx' });
    expect((await draftOf(named)).manifest.inputs).toMatchObject([{ spacing: [1.7, 1.3, 1.3] }]);
  });

  it('becomes a manifest', async () => {
    const draft = await draftOf(folder(net3()), '3d_fullres');
    expect(draft.missing).toEqual(['intendedUse', 'license']);
    // Left and right may be exchanged: nobody but the maker knows how the files were converted.
    expect(draft.notes).toContainEqual({ key: 'nativeAxes', tone: 'warn' });
    const { manifest } = await completeDraft(draft, asked);
    expect(manifest).toMatchObject({
      id: 'liver-and-tumour',
      weightsLicense: 'CC-BY-SA 4.0',
      version: '1.0.0',
      config: { nnunet: { configuration: '3d_fullres', numTraining: 131 } },
    });
    expect(manifest.inputs[0]).toMatchObject({
      axes: 'NCDHW',
      modality: ['CT'],
      orientation: 'native',
      spacing: [1, 0.767578125, 0.767578125],
      preprocessing: [
        { id: 'clip', kwargs: { min: -15, max: 197 } },
        { id: 'fixed_zero_mean_unit_variance', kwargs: { mean: 99.48, std: 37.13 } },
      ],
    });
    expect(manifest.window).toMatchObject({
      patch: [128, 128, 128],
      convention: 'nnunet',
      overlap: 0.5,
      blend: 'gaussian',
      mirror: [],
    });
    expect(manifest.outputs[0]).toMatchObject({
      kind: 'labelmap',
      interp: 'linear',
      activation: 'softmax',
      labels: [
        { id: 1, name: 'liver' },
        { id: 2, name: 'tumor' },
      ],
    });
  });

  it('takes 2d by the rank, and leaves the distance of slices alone', async () => {
    const net = convNet(1, 3, [512, 512], { input: 'input', output: 'output' });
    const { manifest } = await completeDraft(await draftOf(folder(net)), asked);
    expect(manifest.inputs[0].axes).toBe('NCHW');
    expect(manifest.inputs[0].spacing).toEqual([null, 0.767578125, 0.767578125]);
    expect(manifest.window.patch).toEqual([512, 512]);
  });

  it('reads regions as sigmoid channels in class order, MR z-scores under the mask, and transposed axes', async () => {
    const configurations = {
      '3d_fullres': {
        patch_size: [128, 160, 112],
        spacing: [1, 1, 1],
        normalization_schemes: ['ZScoreNormalization', 'ZScoreNormalization'],
        use_mask_for_norm: [true, true],
      },
    };
    const files = folder(convNet(2, 3, ['d', 'h', 'w']), {
      plans: { configurations, transpose_forward: [1, 0, 2] },
      dataset: {
        channel_names: { '0': 'T1', '1': 'FLAIR' },
        labels: {
          background: 0,
          'whole tumor': [1, 2, 3],
          'tumor core': [2, 3],
          'enhancing tumor': 3,
          ignore: 4,
        },
        regions_class_order: [1, 2, 3],
      },
    });
    const draft = await draftOf(files);
    const { manifest } = await completeDraft(draft, asked);
    const [input] = manifest.inputs;
    expect(input.orientation).toBe('PSL');
    expect(input.channels).toEqual([
      { name: 'T1', modality: 'MR' },
      { name: 'FLAIR', modality: 'MR' },
    ]);
    expect(input.preprocessing).toMatchObject([
      { id: 'zero_mean_unit_variance', kwargs: { mask: 'nonzero' } },
    ]);
    // One map of label numbers would lose the tumour core inside the whole tumour.
    expect(manifest.outputs[0]).toMatchObject({ kind: 'heatmap', activation: 'sigmoid' });
    expect(manifest.outputs[0].labels.map((l) => [l.id, l.channel, l.threshold])).toEqual([
      [1, 0, 0.5],
      [2, 1, 0.5],
      [3, 2, 0.5],
    ]);
    expect(draft.notes.map((n) => n.key)).toContain('transposedAxial');
  });

  it('is refused where its channels are prepared in different ways, naming the field', async () => {
    const configurations = {
      '3d_fullres': {
        patch_size: [128, 128, 128],
        spacing: [1, 1, 1],
        normalization_schemes: ['CTNormalization', 'ZScoreNormalization'],
      },
    };
    const files = folder(convNet(2, 3, ['d', 'h', 'w']), { plans: { configurations } });
    expect(await recognise(files)).toMatchObject({
      kind: 'refused',
      problems: [{ key: 'notConvertible', field: 'normalization_schemes' }],
    });
  });
});
