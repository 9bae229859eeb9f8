import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import dicomParser from 'dicom-parser';

/** Are the independent validators here? Tests that need them say so when they are not. */
export const validators = ((): boolean => {
  const here = existsSync('/usr/bin/dciodvfy') && existsSync('/usr/bin/dsrdump');
  if (!here) console.log('skipped: dciodvfy (dicom3tools) or dsrdump (dcmtk) is not installed');
  return here;
})();

/** Error lines of dciodvfy; none is a pass. */
export function dciodvfyErrors(path: string): string[] {
  const run = spawnSync('dciodvfy', ['-new', path], { encoding: 'utf8' });
  return `${run.stdout}${run.stderr}`.split('\n').filter((line) => line.startsWith('Error'));
}

/** Text that dsrdump makes of a structured report; throws when it cannot read it. */
export function dsrdump(path: string): string {
  const run = spawnSync('dsrdump', [path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`dsrdump: ${run.stderr}`);
  return run.stdout;
}

/**
 * Set voxels of a BINARY SEG by segment label: `z:row:column` with z the third value of the plane position,
 * in 0.01 mm, so that two objects compare whatever the order of their frames.
 */
export function segmentVoxels(path: string): Map<string, Set<string>> {
  const set = dicomParser.parseDicom(new Uint8Array(readFileSync(path)));
  const rows = set.uint16('x00280010')!;
  const columns = set.uint16('x00280011')!;
  const labels = new Map<number, string>();
  for (const item of set.elements.x00620002.items ?? [])
    labels.set(
      item.dataSet!.uint16('x00620004')!,
      item.dataSet!.string('x00620021') ?? item.dataSet!.string('x00620005')!,
    );
  const pixels = set.elements.x7fe00010;
  const bytes = set.byteArray.subarray(pixels.dataOffset, pixels.dataOffset + pixels.length);
  const found = new Map<string, Set<string>>();
  const frames = set.elements.x52009230.items ?? [];
  frames.forEach((frame, index) => {
    const place = frame.dataSet!.elements.x00209113.items![0].dataSet!;
    const z = Math.round(place.floatString('x00200032', 2)! * 100);
    const segment = frame.dataSet!.elements.x0062000a.items![0].dataSet!.uint16('x0062000b')!;
    const label = labels.get(segment)!;
    const voxels = found.get(label) ?? new Set<string>();
    found.set(label, voxels);
    for (let p = 0; p < rows * columns; p++) {
      const bit = index * rows * columns + p;
      if ((bytes[bit >> 3] >> (bit & 7)) & 1) voxels.add(`${z}:${Math.floor(p / columns)}:${p % columns}`);
    }
  });
  return found;
}
