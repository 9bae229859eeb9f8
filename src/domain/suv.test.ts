import { describe, expect, it } from 'vitest';
import { clockText, secondsOf, secondsOfDateTime, secondsOfDay } from './dicom-time';
import { leanMass } from './lean-mass';
import type { PetFacts } from './pet-facts';
import { earliestAcquisition, suvOf, type Suv } from './suv';

/** 70 kg, 370 MBq of F-18, scanned an hour after the injection. */
const facts: PetFacts = {
  units: 'BQML',
  suvType: '',
  corrected: ['NORM', 'DTIM', 'ATTN', 'SCAT', 'DECY', 'RAN'],
  decayCorrection: 'START',
  seriesDate: '20260105',
  seriesTime: '130000',
  acquisitionDate: '20260105',
  acquisitionTime: '130000',
  geScanTime: '',
  injectionDateTime: '',
  injectionTime: '120000.00',
  nuclide: '',
  dose: 370e6,
  halfLife: 6586.2,
  weight: 70,
  sex: 'M',
};
const made = (more: Partial<PetFacts>, earliest?: number): Suv => suvOf({ ...facts, ...more }, earliest);
const factor = (suv: Suv): number => ('factor' in suv ? suv.factor : Number.NaN);
const basis = (suv: Suv) => ('factor' in suv ? suv.basis : undefined);
const problem = (suv: Suv) => ('problem' in suv ? suv.problem : undefined);

describe('SUVbw', () => {
  it('is the activity over the dose that is left, per gram of the patient', () => {
    const suv = made({});
    expect(factor(suv)).toBeCloseTo(2.76337e-4, 9);
    expect(5000 * factor(suv)).toBeCloseTo(1.3817, 4);
    // 253.31 MBq are left.
    expect(70_000 / factor(suv) / 1e6).toBeCloseTo(253.31, 2);
    expect(basis(suv)).toMatchObject({ by: 'start', scanTimeOf: 'series', weight: 70, dose: 370e6 });
  });

  it('of what is decay-corrected to administration needs no times and no half-life', () => {
    const suv = made({ decayCorrection: 'ADMIN', halfLife: undefined, injectionTime: '', seriesTime: '' });
    expect(factor(suv)).toBeCloseTo(70_000 / 370e6, 15);
    expect(basis(suv)).toEqual({ by: 'admin', weight: 70, dose: 370e6 });
  });

  it('is in the file where its units are g/ml, by body weight unless it says another type', () => {
    expect(factor(made({ units: 'GML', weight: undefined }))).toBe(1);
    expect(factor(made({ units: 'GML', suvType: 'BW' }))).toBe(1);
    expect(problem(made({ units: 'GML', suvType: 'LBM' }))).toEqual({ code: 'suvType', type: 'LBM' });
  });

  it('of counts follows from the factors of Philips only', () => {
    expect(factor(made({ units: 'CNTS', philipsSuv: 0.00035, philipsActivity: 2 }))).toBe(0.00035);
    expect(factor(made({ units: 'CNTS', philipsActivity: 2 }))).toBeCloseTo(2 * factor(made({})), 15);
    expect(problem(made({ units: 'CNTS' }))).toEqual({ code: 'missing', inputs: ['philipsFactors'] });
    // Its activity is no SUV without weight and dose.
    expect(problem(made({ units: 'CNTS', philipsActivity: 2, dose: undefined }))).toEqual({
      code: 'missing',
      inputs: ['dose'],
    });
    expect(problem(made({ units: 'PROPCPS' }))).toEqual({ code: 'units', units: 'PROPCPS' });
  });

  it('is refused for what is not corrected for attenuation and decay', () => {
    expect(problem(made({ corrected: ['DECY'] }))).toEqual({ code: 'notCorrected', what: 'ATTN' });
    expect(problem(made({ corrected: ['ATTN'] }))).toEqual({ code: 'notCorrected', what: 'DECY' });
    expect(problem(made({ decayCorrection: 'NONE' }))).toEqual({ code: 'decayNone' });
    expect(problem(made({ units: 'GML', corrected: [] }))).toEqual({ code: 'notCorrected', what: 'ATTN' });
  });

  it('names everything that is missing', () => {
    expect(
      problem(made({ weight: undefined, dose: undefined, halfLife: undefined, injectionTime: '' })),
    ).toEqual({ code: 'missing', inputs: ['weight', 'dose', 'halfLife', 'injectionTime'] });
    expect(problem(made({ seriesTime: '', acquisitionTime: '' }))).toEqual({
      code: 'missing',
      inputs: ['scanTime'],
    });
    expect(problem(made({ units: '', decayCorrection: '' }))).toEqual({
      code: 'missing',
      inputs: ['units', 'decayCorrection'],
    });
    expect(problem(made({ weight: 0 }))).toEqual({ code: 'missing', inputs: ['weight'] });
  });

  it('is refused for numbers in another unit than they should be', () => {
    expect(problem(made({ dose: 370 }))).toEqual({ code: 'implausible', input: 'dose', value: 370 });
    expect(problem(made({ weight: 70_000 }))).toMatchObject({ code: 'implausible', input: 'weight' });
    expect(problem(made({ halfLife: 1.83 }))).toMatchObject({ code: 'implausible', input: 'halfLife' });
  });
});

describe('times of the scan and of the injection', () => {
  it('a series that was made after its images takes the first acquisition, or what GE says', () => {
    const earliest = secondsOf('20260105', '130000');
    const derived = made({ seriesTime: '171500', acquisitionTime: '131000' }, earliest);
    expect(factor(derived)).toBeCloseTo(2.76337e-4, 9);
    expect(basis(derived)?.scanTimeOf).toBe('acquisition');
    const ge = made({ seriesTime: '171500', geScanTime: '20260105130000.00' }, earliest! + 60);
    expect(factor(ge)).toBeCloseTo(2.76337e-4, 9);
    expect(basis(ge)?.scanTimeOf).toBe('ge');
    expect(
      earliestAcquisition([
        { ...facts, acquisitionTime: '140000' },
        { ...facts, acquisitionDate: '', acquisitionTime: '131500' },
      ]),
    ).toBe(secondsOf('20260105', '131500'));
  });

  it('an injection before midnight is that of the day before', () => {
    const suv = made({ seriesTime: '003000', acquisitionTime: '003000', injectionTime: '233000' });
    expect(factor(suv)).toBeCloseTo(2.76337e-4, 9);
    expect(basis(suv)?.overMidnight).toBe(true);
    const dated = made({
      seriesTime: '003000',
      acquisitionTime: '003000',
      injectionDateTime: '20260104233000.000000+0800',
      injectionTime: '',
    });
    expect(factor(dated)).toBeCloseTo(2.76337e-4, 9);
  });

  it('an injection after the scan is refused', () => {
    expect(problem(made({ injectionTime: '140000' }))).toEqual({ code: 'injectionAfterScan' });
    expect(problem(made({ injectionDateTime: '20260105130001' }))).toEqual({ code: 'injectionAfterScan' });
  });

  it('a nuclide that lasts needs the date, and a scan of nothing is refused', () => {
    expect(problem(made({ halfLife: 282_240 }))).toEqual({ code: 'injectionDate' });
    const zirconium = made({ halfLife: 282_240, injectionDateTime: '20260102130000' });
    expect(factor(zirconium)).toBeCloseTo((70_000 / 370e6) * 2 ** ((3 * 86_400) / 282_240), 12);
    expect(problem(made({ injectionDateTime: '20250105120000' }))).toMatchObject({ code: 'longDelay' });
  });

  it('are read in every form of DICOM', () => {
    expect(secondsOfDay('0930')).toBe(34_200);
    expect(secondsOfDay('09:30:15.5')).toBe(34_215.5);
    expect(secondsOfDay('2530')).toBeUndefined();
    expect(secondsOfDay('')).toBeUndefined();
    expect(secondsOf('20260231', '12')).toBeUndefined();
    expect(secondsOfDateTime('20260105')).toBeUndefined();
    expect(secondsOfDateTime('2026010512')).toBe(secondsOf('2026.01.05', '12'));
    expect(clockText(secondsOf('20260105', '140559')!)).toBe('14:05');
  });
});

describe('lean body mass', () => {
  it('is that of James and of Janmahasatian', () => {
    expect(leanMass('james', 'M', 80, 1.8)).toBeCloseTo(64.3, 1);
    expect(leanMass('janmahasatian', 'M', 80, 1.8)).toBeCloseTo(61.73, 2);
    expect(leanMass('janmahasatian', 'F', 60, 1.65)).toBeCloseTo(39.29, 2);
  });

  it('is none without sex, weight and height, nor where the formula gives none', () => {
    expect(leanMass('janmahasatian', 'O', 60, 1.65)).toBeUndefined();
    expect(leanMass('janmahasatian', 'F', 60, undefined)).toBeUndefined();
    expect(leanMass('james', 'F', 200, 1.5)).toBeUndefined();
  });
});
