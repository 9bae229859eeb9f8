/** The demo study as files, made by the page's own code, and what can be counted in them without it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { makeDemoFile } from '../../src/dicom/demo/files';
import { DEMO_SEED, preparePhantom, SLICES } from '../../src/domain/phantom';

/** Writes slices `from` to `to` (all of them when left out); returns their paths. */
export function writeDemo(folder: string, from = 0, to = SLICES): string[] {
  mkdirSync(folder, { recursive: true });
  const phantom = preparePhantom(DEMO_SEED);
  return Array.from({ length: to - from }, (_, n) => {
    const path = join(folder, `IM${String(from + n + 1).padStart(4, '0')}.dcm`);
    writeFileSync(path, makeDemoFile(phantom, from + n));
    return path;
  });
}

/** mm³ of all pixels above a HU value, counted in the files' bytes; `step` is the distance of slices, mm. */
export function volumeAbove(paths: readonly string[], hu: number, step: number): number {
  let mm3 = 0;
  for (const path of paths) {
    const set = dicomParser.parseDicom(new Uint8Array(readFileSync(path)));
    const { dataOffset, length } = set.elements.x7fe00010;
    const slope = Number(set.string('x00281053'));
    const intercept = Number(set.string('x00281052'));
    const signed = set.uint16('x00280103') === 1;
    const bytes = new DataView(set.byteArray.buffer, set.byteArray.byteOffset + dataOffset, length);
    let count = 0;
    for (let at = 0; at < length; at += 2) {
      const stored = signed ? bytes.getInt16(at, true) : bytes.getUint16(at, true);
      if (stored * slope + intercept > hu) count++;
    }
    mm3 += count * set.floatString('x00280030', 0)! * set.floatString('x00280030', 1)! * step;
  }
  return mm3;
}
