import { describe, expect, it } from 'vitest';
import type { SuitabilityReason } from '../../domain/analysis';
import type { Instance, Series, Study } from '../../domain/study';
import { ageAt, checkHeaders } from './suitability';

const instance = (k: number, over: Partial<Instance> = {}): Instance => ({
  sopInstanceUid: `1.${k}`,
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  seriesUid: '2',
  studyUid: '3',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  rows: 512,
  columns: 512,
  frames: 1,
  imagePosition: [0, 0, k * 2],
  imageOrientation: [1, 0, 0, 0, 1, 0],
  pixelSpacing: [0.7, 0.7],
  spacingSource: 'PixelSpacing',
  sliceThickness: 2,
  imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  photometricInterpretation: 'MONOCHROME2',
  samplesPerPixel: 1,
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  pixelRepresentation: 1,
  rescaleSlope: 1,
  rescaleIntercept: -1024,
  lossy: false,
  path: '',
  ...over,
});

const seriesOf = (over: Partial<Series> = {}, each: Partial<Instance> = {}, count = 60): Series => ({
  seriesUid: '2',
  studyUid: '3',
  modality: 'CT',
  description: '',
  bodyPart: 'CHEST',
  manufacturer: '',
  modelName: '',
  kernel: '',
  protocol: '',
  contrastAgent: '',
  laterality: '',
  frameOfReferenceUid: '4',
  date: '',
  time: '',
  synthetic: false,
  instances: Array.from({ length: count }, (_, k) => instance(k, each)),
  ...over,
});

const studyOf = (age = '', birthDate = '', description = ''): Study => ({
  studyUid: '3',
  patient: { name: '', id: '', sex: '', age, birthDate },
  date: '20240615',
  time: '',
  description,
  id: '',
  accession: '',
  institution: '',
  referringPhysician: '',
  series: [],
});

const reasons = (series: Series, study = studyOf()): SuitabilityReason['key'][] => {
  const verdict = checkHeaders(series, study);
  return verdict.verdict === 'unsuitable' ? verdict.reasons.map((r) => r.key) : [];
};
const warnings = (series: Series, study = studyOf()): SuitabilityReason['key'][] => {
  const verdict = checkHeaders(series, study);
  return verdict.verdict === 'suitable' ? verdict.warnings.map((r) => r.key) : ['notCt'];
};

describe('checkHeaders', () => {
  it('takes an adult chest CT without a remark', () => {
    expect(checkHeaders(seriesOf(), studyOf('062Y'))).toEqual({ verdict: 'suitable', warnings: [] });
  });

  it('declines what is no CT of the chest, and warns when the part is not said', () => {
    expect(reasons(seriesOf({ modality: 'MR' }))).toEqual(['notCt']);
    expect(reasons(seriesOf({ bodyPart: 'HEAD' }))).toEqual(['notChest']);
    expect(reasons(seriesOf({ bodyPart: '', description: '头颅平扫' }))).toEqual(['notChest']);
    expect(warnings(seriesOf({ bodyPart: '', description: '胸部平扫 1.25mm' }))).toEqual([]);
    expect(warnings(seriesOf({ bodyPart: '', protocol: '6.1 肺低剂量' }))).toEqual([]);
    expect(warnings(seriesOf({ bodyPart: 'THORAX' }))).toEqual([]);
    expect(warnings(seriesOf({ bodyPart: '', description: 'CHEST/ABDOMEN' }))).toEqual([]);
    expect(warnings(seriesOf({ bodyPart: '' }))).toEqual(['bodyPartUnknown']);
    expect(warnings(seriesOf({ bodyPart: '' }), studyOf('', '', 'CT THORAX'))).toEqual([]);
  });

  it('declines localizers and projections', () => {
    expect(reasons(seriesOf({}, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }))).toEqual(['localizer']);
    expect(reasons(seriesOf({ description: 'Thorax MIP 10mm' }))).toEqual(['derived']);
    expect(reasons(seriesOf({}, { imageType: ['DERIVED', 'SECONDARY', 'MIP'] }))).toEqual(['derived']);
    // Thin slices that a scanner rebuilt are derived by name and fine.
    expect(reasons(seriesOf({}, { imageType: ['DERIVED', 'SECONDARY', 'AXIAL'] }))).toEqual([]);
  });

  it('judges slices: number, thickness, gaps, uneven steps, positions', () => {
    expect(reasons(seriesOf({}, {}, 39))).toEqual(['tooFewSlices']);
    expect(warnings(seriesOf({}, { sliceThickness: 5 }))).toEqual(['thick']);
    expect(reasons(seriesOf({}, { sliceThickness: 7 }))).toEqual(['tooThick']);
    const without = (missing: number[]): Series => {
      const full = seriesOf();
      return { ...full, instances: full.instances.filter((_, k) => !missing.includes(k)) };
    };
    expect(checkHeaders(without([20, 40]), studyOf())).toEqual({
      verdict: 'unsuitable',
      reasons: [{ key: 'gaps', values: { count: 2 } }],
    });
    const shifted = seriesOf();
    const uneven = shifted.instances.map((i, k) =>
      k > 30 ? { ...i, imagePosition: [0, 0, k * 2 + 0.3] as const } : i,
    );
    expect(warnings({ ...shifted, instances: uneven })).toEqual(['unevenSpacing']);
    expect(reasons(seriesOf({}, { imagePosition: undefined }))).toEqual(['noPositions']);
  });

  it('asks for spacing, Hounsfield units and an axial plane', () => {
    expect(reasons(seriesOf({}, { spacingSource: 'none', pixelSpacing: undefined }))).toEqual(['noSpacing']);
    expect(reasons(seriesOf({}, { rescaleIntercept: 0, pixelRepresentation: 0 }))).toEqual(['notHounsfield']);
    const coronal = seriesOf();
    const turned = coronal.instances.map((i, k) => ({
      ...i,
      imageOrientation: [1, 0, 0, 0, 0, -1] as const,
      imagePosition: [0, k * 2, 0] as const,
    }));
    expect(reasons({ ...coronal, instances: turned })).toEqual(['tilted']);
  });

  it('declines children when the age is known', () => {
    expect(ageAt(studyOf('018M'))).toBe(1.5);
    expect(ageAt(studyOf('', '19500615'))).toBeCloseTo(74, 1);
    expect(ageAt(studyOf())).toBeUndefined();
    expect(reasons(seriesOf(), studyOf('017Y'))).toEqual(['child']);
    expect(reasons(seriesOf(), studyOf('', '20100101'))).toEqual(['child']);
    expect(reasons(seriesOf(), studyOf('018Y'))).toEqual([]);
  });

  it('names all reasons, not the first one', () => {
    expect(reasons(seriesOf({ bodyPart: 'KNEE' }, { sliceThickness: 8 }, 10))).toEqual([
      'notChest',
      'tooFewSlices',
      'tooThick',
    ]);
  });
});
