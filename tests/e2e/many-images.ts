/** A study of many small images, made by code: noise, which no compression makes smaller. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { part10 } from '../../src/dicom/testing/part10';

const ROOT = '1.2.826.0.1.3680043.10.1578.77';
export const manyStudyUid = `${ROOT}.1`;
const SIDE = 96;

/** @returns their paths, and how many bytes they are in all */
export function writeMany(
  folder: string,
  count: number,
): { readonly paths: readonly string[]; readonly bytes: number } {
  mkdirSync(folder, { recursive: true });
  let seed = 7;
  let bytes = 0;
  const paths = Array.from({ length: count }, (_, n) => {
    const stored = new Uint16Array(SIDE * SIDE);
    for (let i = 0; i < stored.length; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      stored[i] = seed >>> 20;
    }
    const file = part10({
      '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
      '00080018 UI': `${ROOT}.3.${n + 1}`,
      '00080020 DA': '20260202',
      '00080030 TM': '081500',
      '00080060 CS': 'CT',
      '0008103E LO': 'Many',
      '00100010 PN': 'SYNTHETIC^Many',
      '00100020 LO': 'MANY-1',
      '0020000D UI': manyStudyUid,
      '0020000E UI': `${ROOT}.2`,
      '00200011 IS': '1',
      '00200013 IS': String(n + 1),
      '00200032 DS': `0\\0\\${n}`,
      '00200037 DS': '1\\0\\0\\0\\1\\0',
      '00200052 UI': `${ROOT}.4`,
      '00280002 US': 1,
      '00280004 CS': 'MONOCHROME2',
      '00280010 US': SIDE,
      '00280011 US': SIDE,
      '00280030 DS': '1\\1',
      '00280100 US': 16,
      '00280101 US': 12,
      '00280102 US': 11,
      '00280103 US': 0,
      '00281052 DS': '-1024',
      '00281053 DS': '1',
      '7FE00010 OW': new Uint8Array(stored.buffer),
    });
    bytes += file.length;
    const path = join(folder, `IM${String(n + 1).padStart(4, '0')}.dcm`);
    writeFileSync(path, file);
    return path;
  });
  return { paths, bytes };
}
