/** Files to be mutated: made by code, and the small ones of the shared data where there are any. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ctSlice, dataSet, part10, withFragments, type Fields } from '../../src/dicom/testing/part10';

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Larger files are left out: what breaks a parser is small. */
const largest = 128 * 1024;

function withoutPixels(fields: Fields): Fields {
  const { '7FE00010 OW': _, ...rest } = fields;
  return rest;
}

/** RLE of 12 words of 0, in two segments of a byte each. */
function rleFragment(): Uint8Array {
  const bytes = new Uint8Array(68);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, 2, true);
  head.setUint32(4, 64, true);
  head.setUint32(8, 66, true);
  bytes.set([0xf5, 0, 0xf5, 0], 64);
  return bytes;
}

/** Files that need nothing but this repository. */
export function madeSeeds(): Seed[] {
  const compressed = (syntax: string, more: Fields, fragments: readonly Uint8Array[], table?: number[]) =>
    withFragments(part10(withoutPixels(ctSlice(0, more)), `1.2.840.10008.1.2.${syntax}`), fragments, table);
  const frames = new Uint8Array(24 * 5);
  const ramp = Uint8Array.from({ length: 512 }, (_, i) => i & 255);
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xc3, 0, 11, 16, 0, 3, 0, 4, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8);
  const made: Record<string, Uint8Array<ArrayBuffer>> = {
    ct: part10(ctSlice(0)),
    bare: dataSet(ctSlice(0)),
    frames: part10(ctSlice(0, { '00280008 IS': '5', '7FE00010 OW': frames })),
    bits: part10(
      ctSlice(0, { '00280100 US': 1, '00280101 US': 1, '00280102 US': 0, '7FE00010 OB': new Uint8Array(2) }),
    ),
    rgb: part10(
      ctSlice(0, {
        '00280002 US': 3,
        '00280004 CS': 'RGB',
        '00280006 US': 1,
        '00280100 US': 8,
        '00280101 US': 8,
        '00280102 US': 7,
        '00280103 US': 0,
        '7FE00010 OW': new Uint8Array(36),
      }),
    ),
    palette: part10(
      ctSlice(0, {
        '00280004 CS': 'PALETTE COLOR',
        '00281101 US': [256, 0, 16],
        '00281102 US': [256, 0, 16],
        '00281103 US': [256, 0, 16],
        '00281201 OW': ramp,
        '00281202 OW': ramp,
        '00281203 OW': ramp,
      }),
    ),
    overlay: part10(
      ctSlice(0, {
        '60000010 US': 3,
        '60000011 US': 4,
        '60000050 SS': [1, 1],
        '60000040 CS': 'G',
        '60000100 US': 1,
        '60000102 US': 0,
        '60003000 OW': Uint8Array.of(0xff, 0x0f),
      }),
    ),
    lut: part10(
      ctSlice(0, {
        '00283000 SQ': [{ '00283002 US': [16, 0, 16], '00283006 OW': new Uint8Array(32) }],
        '00283010 SQ': [{ '00283002 US': [16, 0, 16], '00283006 OW': new Uint8Array(32) }],
      }),
    ),
    enhanced: part10(
      ctSlice(0, {
        '00280008 IS': '5',
        '7FE00010 OW': frames,
        '52009229 SQ': [{ '00289110 SQ': [{ '00280030 DS': '1\\1' }] }],
        '52009230 SQ': [0, 1, 2, 3, 4].map((z) => ({
          '00209113 SQ': [{ '00200032 DS': `0\\0\\${z}` }],
          '00209116 SQ': [{ '00200037 DS': '1\\0\\0\\0\\1\\0' }],
        })),
      }),
    ),
    dicomdir: part10({
      '00080016 UI': '1.2.840.10008.1.3.10',
      '00041220 SQ': [{ '00041430 CS': 'IMAGE', '00041500 CS': 'A\\B' }, { '00041430 CS': 'PATIENT' }],
    }),
    rle: compressed('5', {}, [rleFragment()]),
    rleFrames: compressed(
      '5',
      { '00280008 IS': '3' },
      [rleFragment(), rleFragment(), rleFragment()],
      [0, 76, 152],
    ),
    jpegLossless: compressed('4.70', {}, [jpeg]),
    jpeg2000: compressed('4.90', {}, [Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0, 0, 0, 0, 4)]),
  };
  return Object.entries(made).map(([name, bytes]) => ({ name: `made/${name}`, bytes }));
}

/** Small files of the shared folder, sorted by path; none where it is not there. */
export function sharedSeeds(shared: string): Seed[] {
  const out: Seed[] = [];
  for (const part of ['malformed/good', 'conformance', 'charset', 'objects']) {
    const folder = join(shared, 'data', 'dicom', part);
    if (!existsSync(folder)) continue;
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    for (const path of entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))) {
      if (!/\.dcm$|\/[^./]+$/.test(path) || statSync(path).size > largest) continue;
      out.push({ name: relative(shared, path), bytes: new Uint8Array(readFileSync(path)) });
    }
  }
  return out.sort((a, b) => (a.name < b.name ? -1 : 1));
}
