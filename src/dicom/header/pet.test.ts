import { describe, expect, it } from 'vitest';
import { SUV_BW, shownInstance, uptakeOf } from '../../domain/uptake';
import { ctSlice, part10, type Fields } from '../testing/part10';
import { readHeader } from './read';

const petSlice = (more: Fields = {}): Fields =>
  ctSlice(0, {
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.128',
    '00080021 DA': '20260105',
    '00080022 DA': '20260105',
    '00080031 TM': '130000',
    '00080032 TM': '130000',
    '00080060 CS': 'PT',
    '00100040 CS': 'M',
    '00101020 DS': '1.8',
    '00101030 DS': '70',
    '00280051 CS': 'NORM\\ATTN\\SCAT\\DECY',
    '00281052 DS': '0',
    '00281053 DS': '2.5',
    '00540016 SQ': [
      {
        '00180031 LO': 'FDG',
        '00181072 TM': '120000',
        '00181074 DS': '370000000',
        '00181075 DS': '6586.2',
        '00540300 SQ': [{ '00080104 LO': '^18^Fluorine' }],
      },
    ],
    '00541001 CS': 'BQML',
    '00541102 CS': 'START',
    ...more,
  });

async function read(more: Fields = {}) {
  const header = await readHeader(new Blob([part10(petSlice(more))]), 'pet.dcm');
  if (header.status !== 'loaded') throw new Error(header.status);
  return header.record.instance;
}
const series = async (more: Fields = {}) => ({ modality: 'PT', instances: [await read(more)] });

describe('header of a PET image', () => {
  it('gives what a SUV is made of', async () => {
    expect((await read()).pet).toMatchObject({
      units: 'BQML',
      corrected: ['NORM', 'ATTN', 'SCAT', 'DECY'],
      decayCorrection: 'START',
      injectionTime: '120000',
      nuclide: '^18^Fluorine',
      dose: 370e6,
      halfLife: 6586.2,
      weight: 70,
      height: 1.8,
      sex: 'M',
    });
    expect((await read({ '00080060 CS': 'CT' })).pet).toBeUndefined();
  });

  it('has private factors only in the blocks of their creators', async () => {
    const philips = await read({
      '70530010 LO': 'Another Group',
      '70530011 LO': 'Philips PET Private Group',
      '70531000 DS': '99',
      '70531100 DS': '0.00035',
      '70531109 DS': '1.5',
    });
    expect(philips.pet).toMatchObject({ philipsSuv: 0.00035, philipsActivity: 1.5 });
    expect((await read({ '70531000 DS': '99' })).pet?.philipsSuv).toBeUndefined();
    const ge = await read({ '00090010 LO': 'GEMS_PETD_01', '0009100D DT': '20260105130000.00' });
    expect(ge.pet?.geScanTime).toBe('20260105130000.00');
  });
});

describe('values of a PET series', () => {
  it('are SUV by the rescale of each image', async () => {
    const pet = await series();
    expect(uptakeOf(pet)).toMatchObject({ kind: 'suv', unit: SUV_BW });
    const shown = shownInstance(pet, pet.instances[0]);
    expect(2000 * shown.rescaleSlope + shown.rescaleIntercept).toBeCloseTo(5000 * 2.76337e-4, 5);
  });

  it('stay what the file holds where there is none', async () => {
    const light = await series({ '00101030 DS': '' });
    expect(uptakeOf(light)).toEqual({
      kind: 'own',
      unit: 'Bq/ml',
      problem: { code: 'missing', inputs: ['weight'] },
    });
    expect(shownInstance(light, light.instances[0])).toBe(light.instances[0]);
    const bare = { modality: 'PT', instances: [{ ...(await read()), pet: undefined }] };
    expect(uptakeOf(bare)).toMatchObject({ kind: 'own', unit: '1' });
    expect(uptakeOf({ ...(await series()), modality: 'CT' })).toBeUndefined();
  });

  it('of a later phase are no SUV when only the first would tell its start', async () => {
    const phase = await series({ '00080031 TM': '150000' });
    expect(uptakeOf(phase)).toMatchObject({ kind: 'suv' });
    expect(
      uptakeOf({
        ...(await series({ '00080031 TM': '150000' })),
        part: { kind: 'phase', number: 2, of: 3, by: 'order' },
      }),
    ).toMatchObject({ kind: 'own', problem: { inputs: ['scanTime'] } });
  });
});
