import { describe, expect, it } from 'vitest';
import { partOfSeries, partOfStudy } from './body-part';
import { kernelOf, kindOf, planeOf, reformats, scoreOf, sequenceOf, stepOf } from './match';
import { presets, presetsFor } from './presets';
import { projectionOf, sideOf } from './projection';
import { dose, scout, siemensChest, studyOf, type SeriesSketch } from './test-studies';

const one = (s: SeriesSketch) => studyOf([s]).series[0];

describe('what a series is', () => {
  it.each([
    ['胸部CT平扫', 'chest'],
    ['Thorax 1.0', 'chest'],
    ['头颅', 'head'],
    ['CT Abdomen+Pelvis', 'abdomen'],
    ['腹部增强', 'abdomen'],
    ['C-Spine', 'spine'],
    ['颈椎', 'spine'],
    ['胸椎', 'spine'],
    ['颈部软组织', 'neck'],
    ['冠脉CTA', 'heart'],
    ['左膝关节', 'limb'],
    ['PET WholeBody', 'wholeBody'],
    ['前列腺', 'pelvis'],
    ['双侧乳腺', 'breast'],
  ])('%s is %s', (description, part) => {
    expect(partOfSeries(one({ modality: 'CT', description }))?.part).toBe(part);
  });

  it('the study is what most of its series say, else its own description', () => {
    const study = siemensChest({ description: 'Abdomen' });
    expect(partOfStudy(study, study.series)?.part).toBe('chest');
    const silent = studyOf([{ modality: 'CT' }], { description: '腹部' });
    expect(partOfStudy(silent, silent.series)).toEqual({ part: 'abdomen', from: 'study', text: '腹部' });
    expect(partOfStudy({ ...silent, description: '' }, silent.series)).toBeUndefined();
  });

  it.each([
    ['Br40d', 'soft'],
    ['Bl57d', 'sharp'],
    ['B70f', 'sharp'],
    ['I31f', 'soft'],
    ['STANDARD', 'soft'],
    ['BONEPLUS', 'sharp'],
    ['LUNG', 'sharp'],
    ['FC03', 'soft'],
    ['FC52', 'sharp'],
    ['FC86', 'sharp'],
    ['YC', 'sharp'],
    ['B', 'soft'],
    ['B_SHARP_C', 'sharp'],
    ['B_SOFT_B', 'soft'],
  ])('kernel %s is %s', (kernel, kind) => {
    expect(kernelOf(one({ modality: 'CT', kernel }))).toBe(kind);
  });

  it('an unnamed kernel is told by words, or unknown', () => {
    expect(kernelOf(one({ modality: 'CT', description: '肺窗 1mm' }))).toBe('sharp');
    expect(kernelOf(one({ modality: 'CT', description: '纵隔窗' }))).toBe('soft');
    expect(kernelOf(one({ modality: 'CT', description: 'Thorax' }))).toBeUndefined();
  });

  it.each([
    ['t2_tse_tra', 't2'],
    ['AX T2 FLAIR', 'flair'],
    ['T1 MPRAGE', 't1'],
    ['AX T1+C', 't1c'],
    ['T1增强', 't1c'],
    ['ep2d_diff_b1000', 'dwi'],
    ['ADC (10^-6 mm²/s)', 'adc'],
    ['DWI b=1000', 'dwi'],
    ['SWI', 'swi'],
    ['T2*', 'swi'],
    ['3D TOF', 'angio'],
    ['STIR SAG', 'stir'],
    ['PD FS SAG', 'pd'],
  ])('sequence %s is %s', (description, sequence) => {
    expect(sequenceOf(one({ modality: 'MR', description }))).toBe(sequence);
  });

  it('localizers, dose pages, screenshots, reformats and documents are told from images', () => {
    expect(kindOf(one(scout))).toBe('localizer');
    expect(kindOf(one({ modality: 'CT', part: { kind: 'localizer' } }))).toBe('localizer');
    expect(kindOf(one(dose))).toBe('doseReport');
    expect(kindOf(one({ modality: 'CT', sop: '1.2.840.10008.5.1.4.1.1.7.4' }))).toBe('screenshot');
    expect(kindOf(one({ modality: 'CT', type: ['DERIVED', 'SECONDARY', 'REFORMATTED'] }))).toBe('derived');
    expect(kindOf(one({ modality: 'CT', samples: 3 }))).toBe('derived');
    expect(kindOf(one({ modality: 'SR' }))).toBe('document');
    expect(kindOf(one({ modality: 'DX', type: ['DERIVED', 'PRIMARY'] }))).toBe('image');
    expect(kindOf(one({ modality: 'US', samples: 3 }))).toBe('image');
  });

  it('plane, step and whether other planes can be cut', () => {
    const thin = one({ modality: 'CT', count: 100, step: 1.25, plane: 'coronal' });
    expect([planeOf(thin), stepOf(thin), reformats(thin)]).toEqual(['coronal', 1.25, true]);
    expect(reformats(one({ modality: 'CT', count: 100, step: 5 }))).toBe(false);
    expect(reformats(one({ modality: 'CT', count: 8, step: 1 }))).toBe(false);
    expect(planeOf(one({ modality: 'CT', count: 8 }))).toBeUndefined();
  });

  it('a score says what it is made of', () => {
    const [, thick, , lung] = siemensChest().series;
    const wanted = { kernel: 'sharp', thin: true, plane: 'axial' } as const;
    expect(scoreOf(lung, wanted).reasons).toEqual(['manyImages', 'planeFits', 'kernelFits', 'thin']);
    expect(scoreOf(thick, wanted).reasons).toEqual(['manyImages', 'planeFits', 'thick']);
    expect(scoreOf(lung, wanted).score).toBeGreaterThan(scoreOf(thick, wanted).score);
  });

  it('projections and sides by position, words and Chinese', () => {
    expect(['R CC', 'LMLO', 'R ML', '左头尾位', 'RCC'].map((t) => projectionOf(t, 'MG'))).toEqual([
      'cc',
      'mlo',
      'otherMammogram',
      'cc',
      'cc',
    ]);
    expect(['PA', 'LL', '胸部正位', '侧位', 'LAO', 'Hand'].map((t) => projectionOf(t, 'DX'))).toEqual([
      'frontal',
      'lateral',
      'frontal',
      'lateral',
      'oblique',
      undefined,
    ]);
    expect([
      sideOf('R', ''),
      sideOf('', 'L-CC'),
      sideOf('', '右乳'),
      sideOf('', 'RMLO'),
      sideOf('', ''),
    ]).toEqual(['R', 'L', 'R', 'R', undefined]);
  });
});

describe('window presets', () => {
  it('have number keys in the order of the body part', () => {
    expect(presetsFor('CT', 'head').slice(0, 3)).toEqual([
      { key: 1, name: 'brain', window: { center: 40, width: 80, unit: 'HU' } },
      { key: 2, name: 'subdural', window: { center: 75, width: 215, unit: 'HU' } },
      { key: 3, name: 'bone', window: { center: 400, width: 1800, unit: 'HU' } },
    ]);
    expect(presetsFor('CT', 'chest')[0].name).toBe('lung');
    expect(presetsFor('PT')[0].window).toEqual({ center: 2.5, width: 5, unit: 'SUVbw' });
    expect(presetsFor('MR', 'head')).toEqual([{ key: 1, name: 'auto', window: { auto: true } }]);
  });

  it('never use a key twice or more than nine, and span what their name says', () => {
    for (const part of ['head', 'chest', 'abdomen', 'spine', 'limb', 'wholeBody', undefined] as const) {
      const list = presetsFor('CT', part);
      expect(list.map((p) => p.key)).toEqual(list.map((_, n) => n + 1));
      expect(new Set(list.map((p) => p.name)).size).toBe(list.length);
      expect(list.length).toBeLessThanOrEqual(9);
    }
    const range = (name: keyof typeof presets): [number, number] => {
      const w = presets[name];
      if ('auto' in w) throw new Error(name);
      return [w.center - w.width / 2, w.center + w.width / 2];
    };
    expect(range('brain')).toEqual([0, 80]);
    expect(range('lung')).toEqual([-1350, 150]);
    expect(range('liver')).toEqual([-20, 140]);
    expect(range('suv10')).toEqual([0, 10]);
  });
});
