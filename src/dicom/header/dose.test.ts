import { expect, it } from 'vitest';
import { type Fields, part10 } from '../testing/part10';
import { readHeader } from './read';

const dose = (more: Fields): Fields => ({
  '00080016 UI': '1.2.840.10008.5.1.4.1.1.481.2',
  '00080018 UI': '1.2.3.1',
  '00080060 CS': 'RTDOSE',
  '0020000D UI': '1.2.3',
  '0020000E UI': '1.2.3.4',
  '00200032 DS': '-10\\-20\\-30',
  '00200037 DS': '1\\0\\0\\0\\1\\0',
  '00280002 US': 1,
  '00280004 CS': 'MONOCHROME2',
  '00280008 IS': '3',
  '00280010 US': 2,
  '00280011 US': 2,
  '00280030 DS': '2\\2',
  '00280100 US': 16,
  '00280101 US': 16,
  '00280102 US': 15,
  '00280103 US': 0,
  '30040002 CS': 'GY',
  '3004000C DS': '0\\2.5\\7',
  '3004000E DS': '0.001',
  '7FE00010 OW': new Uint8Array(24),
  ...more,
});

async function record(more: Fields = {}) {
  const header = await readHeader(new Blob([part10(dose(more))]), 'dose.dcm');
  if (header.status !== 'loaded') throw new Error(header.status);
  return header.record;
}
const read = async (more: Fields = {}) => (await record(more)).instance;

it('is in the unit that the file names, by its dose grid scaling', async () => {
  expect(await read()).toMatchObject({ rescaleSlope: 0.001, rescaleIntercept: 0, rescaleType: 'GY' });
  expect(await read({ '30040002 CS': 'RELATIVE' })).toMatchObject({ rescaleType: 'RELATIVE' });
});

it('is no dose without a scaling, and other objects have none', async () => {
  expect(await read({ '3004000E DS': '0' })).toMatchObject({ rescaleSlope: 1, rescaleType: undefined });
  const ct = await read({ '00080016 UI': '1.2.840.10008.5.1.4.1.1.2' });
  expect(ct).toMatchObject({ rescaleSlope: 1, rescaleType: undefined });
});

it('lies where its frame offsets say: steps from the first plane, or places on z', async () => {
  const places = async (more: Fields) => (await record(more)).planes?.map((plane) => plane.position);
  expect(await places({})).toEqual([
    [-10, -20, -30],
    [-10, -20, -27.5],
    [-10, -20, -23],
  ]);
  expect(await places({ '3004000C DS': '-30\\-32\\-34' })).toEqual([
    [-10, -20, -30],
    [-10, -20, -32],
    [-10, -20, -34],
  ]);
  // As many offsets as frames, or none.
  expect(await places({ '3004000C DS': '0\\2' })).toBeUndefined();
});
