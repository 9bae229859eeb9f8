import { describe, expect, it } from 'vitest';
import { part10, type Fields } from '../testing/part10';
import { factsOf, outsideRegions } from './burnt-in';
import { withoutComments } from './comments';
import type { MaskShape } from './mask';
import { type DataSet, find, plainOf, uint16Of } from './element';
import { parseFile } from './parse';
import { maskPixels } from './pixels';
import { writeFile } from './write';

const base: Fields = {
  '00080008 CS': 'ORIGINAL\\PRIMARY',
  '00080016 UI': '1.2.840.10008.5.1.4.1.1.7',
  '00080018 UI': '1.2.3.4',
  '00080060 CS': 'OT',
  '0020000D UI': '1.2.3',
  '0020000E UI': '1.2.3.5',
  '00280002 US': 1,
  '00280004 CS': 'MONOCHROME2',
  '00280010 US': 4,
  '00280011 US': 6,
  '00280100 US': 16,
  '00280101 US': 12,
  '00280102 US': 11,
  '00280103 US': 0,
};
const corner: MaskShape = { kind: 'rectangle', left: 1, top: 0, width: 2, height: 2 };

async function masked(fields: Fields, shapes: readonly MaskShape[] = [corner]): Promise<DataSet> {
  const bytes = part10(fields);
  const { set } = await maskPixels(parseFile(bytes).dataSet, new Blob([bytes]), shapes);
  // Through the writer and back: what is in the file is what counts.
  return parseFile(new Uint8Array(await writeFile(set, '1.2.840.10008.1.2.1').arrayBuffer())).dataSet;
}
const inside = (n: number): boolean => n % 6 >= 1 && n % 6 <= 2 && Math.floor((n % 24) / 6) < 2;

describe('masking', () => {
  it('blackens the rectangle in every frame of 16-bit grey, and nothing else', async () => {
    const values = Uint16Array.from({ length: 48 }, (_, n) => 100 + n);
    const set = await masked({ ...base, '00280008 IS': '2', '7FE00010 OW': new Uint8Array(values.buffer) });
    const bytes = find(set, 0x7fe00010)!.bytes;
    const got = Array.from({ length: 48 }, (_, n) => bytes[2 * n] | (bytes[2 * n + 1] << 8));
    expect(got).toEqual([...values].map((value, n) => (inside(n) ? 0 : value)));
    expect(plainOf(set, 0x00080008)).toBe('DERIVED\\PRIMARY');
  });

  it('is black as shown: the greatest value of MONOCHROME1, the least of signed grey', async () => {
    const values = Int16Array.from({ length: 24 }, (_, n) => n - 30);
    const pixels = { '7FE00010 OW': new Uint8Array(values.buffer), '00280101 US': 16, '00280102 US': 15 };
    const valueAt = (set: DataSet, n: number): number =>
      new Int16Array(find(set, 0x7fe00010)!.bytes.slice().buffer)[n];
    const signed = await masked({ ...base, ...pixels, '00280103 US': 1 });
    expect([valueAt(signed, 1), valueAt(signed, 0)]).toEqual([-30, -30]);
    expect(valueAt(signed, 23)).toBe(-7);
    const inverse = await masked({ ...base, ...pixels, '00280103 US': 1, '00280004 CS': 'MONOCHROME1' });
    expect([valueAt(inverse, 1), valueAt(inverse, 0)]).toEqual([-7, -30]);
  });

  it('follows the brush, and spares what was erased', async () => {
    const values = Uint16Array.from({ length: 48 }, (_, n) => 100 + n);
    const set = await masked({ ...base, '00280008 IS': '2', '7FE00010 OW': new Uint8Array(values.buffer) }, [
      {
        kind: 'stroke',
        points: [
          [0, 1.5],
          [6, 1.5],
        ],
        radius: 0.6,
        erase: false,
      },
      { kind: 'stroke', points: [[2.5, 1.5]], radius: 0.6, erase: true },
    ]);
    const bytes = find(set, 0x7fe00010)!.bytes;
    const got = Array.from({ length: 48 }, (_, n) => bytes[2 * n] | (bytes[2 * n + 1] << 8));
    const black = (n: number): boolean => Math.floor((n % 24) / 6) === 1 && n % 6 !== 2;
    expect(got).toEqual([...values].map((value, n) => (black(n) ? 0 : value)));
  });

  it('writes YBR and palettes as RGB, and says so', async () => {
    const grey = Uint8Array.from({ length: 24 * 3 }, (_, n) => (n % 3 === 0 ? 90 : 128));
    const ybr = await masked({
      ...base,
      '00280002 US': 3,
      '00280004 CS': 'YBR_FULL',
      '00280006 US': 0,
      '00280100 US': 8,
      '00280101 US': 8,
      '00280102 US': 7,
      '7FE00010 OB': grey,
    });
    expect(plainOf(ybr, 0x00280004)).toBe('RGB');
    const bytes = find(ybr, 0x7fe00010)!.bytes;
    expect([...bytes.subarray(0, 9)]).toEqual([90, 90, 90, 0, 0, 0, 0, 0, 0]);

    const table = (top: number): Uint8Array =>
      new Uint8Array(Uint16Array.from({ length: 256 }, (_, n) => (n * top) & 0xffff).buffer);
    const palette = await masked({
      ...base,
      '00280004 CS': 'PALETTE COLOR',
      '00280100 US': 8,
      '00280101 US': 8,
      '00280102 US': 7,
      '00281101 US': [256, 0, 16],
      '00281102 US': [256, 0, 16],
      '00281103 US': [256, 0, 16],
      '00281201 OW': table(257),
      '00281202 OW': table(0),
      '00281203 OW': table(0),
      '7FE00010 OB': Uint8Array.from({ length: 24 }, () => 200),
    });
    expect([plainOf(palette, 0x00280004), uint16Of(palette, 0x00280002)]).toEqual(['RGB', 3]);
    expect(find(palette, 0x00281201)).toBeUndefined();
    expect([...find(palette, 0x7fe00010)!.bytes.subarray(0, 6)]).toEqual([200, 0, 0, 0, 0, 0]);
  });
});

describe('which pixels must be looked at', () => {
  const riskOf = (fields: Fields) => {
    const { dataSet, transferSyntaxUid, hasPixels } = parseFile(
      part10({ ...base, '7FE00010 OW': new Uint8Array(48), ...fields }),
    );
    return factsOf(dataSet, transferSyntaxUid, hasPixels);
  };
  const ct = { '00080016 UI': '1.2.840.10008.5.1.4.1.1.2', '00080060 CS': 'CT' };

  it.each([
    ['a file that says so', { ...ct, '00280301 CS': 'YES' }, 'says'],
    ['ultrasound', { '00080016 UI': '1.2.840.10008.5.1.4.1.1.6.1', '00080060 CS': 'US' }, 'modality'],
    ['secondary capture', {}, 'modality'],
    ['a photograph', { '00080016 UI': '1.2.840.10008.5.1.4.1.1.77.1.4', '00080060 CS': 'XC' }, 'modality'],
    [
      'a screen save under a CT class',
      { ...ct, '00080008 CS': 'DERIVED\\SECONDARY\\SCREEN SAVE' },
      'capture',
    ],
    [
      'a dose page, whatever its label says',
      { ...ct, '0008103E LO': 'Dose Report', '00280301 CS': 'NO' },
      'dose',
    ],
    ['a scanner in colour', { ...ct, '00280002 US': 3 }, 'colour'],
    ['a slice', ct, undefined],
    ['ultrasound that says NO', { '00080060 CS': 'US', '00280301 CS': 'NO' }, undefined],
  ])('%s', (_, fields, risk) => {
    expect(riskOf(fields as Fields).risk).toBe(risk);
  });

  it('warns of faces in slices of the head, and leaves documents and voices out', () => {
    expect(riskOf({ ...ct, '00180015 CS': 'HEAD' }).face).toBe(true);
    expect(riskOf({ ...ct, '00180015 CS': 'CHEST' }).face).toBe(false);
    expect(riskOf({ '00080016 UI': '1.2.840.10008.5.1.4.1.1.104.1' }).leftOut).toBe('document');
    expect(riskOf({ '00080016 UI': '1.2.840.10008.5.1.4.1.1.9.4.1' }).leftOut).toBe('audio');
  });

  it('proposes what lies outside the ultrasound regions', () => {
    const { dataSet } = parseFile(
      part10({
        ...base,
        '00186011 SQ': [{ '00186018 UL': 10, '0018601A UL': 20, '0018601C UL': 79, '0018601E UL': 59 }],
      }),
    );
    expect(outsideRegions(dataSet, 100, 60)).toEqual([
      { left: 0, top: 0, width: 100, height: 20 },
      { left: 0, top: 20, width: 10, height: 40 },
      { left: 80, top: 20, width: 20, height: 40 },
    ]);
  });
});

describe('comments in codestreams', () => {
  const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
    Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

  it('blanks them at the same length and leaves what decoding needs', () => {
    const jpeg = bytes(
      [0xff, 0xd8, 0xff, 0xe0, 0, 6],
      'JFIF',
      [0xff, 0xfe, 0, 8],
      'secret',
      [0xff, 0xda, 0, 2],
      'scan',
    );
    const clean = withoutComments(jpeg);
    expect(clean.length).toBe(jpeg.length);
    expect(Buffer.from(clean).toString('latin1')).not.toContain('secret');
    expect(Buffer.from(clean).toString('latin1')).toContain('JFIF');
    expect(clean.subarray(-8)).toEqual(jpeg.subarray(-8));
    const j2k = bytes([0xff, 0x4f, 0xff, 0x64, 0, 10, 0, 1], 'secret', [0xff, 0x90, 0, 2]);
    expect(Buffer.from(withoutComments(j2k)).toString('latin1')).not.toContain('secret');
  });
});
