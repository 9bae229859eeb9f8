// oxlint-disable unicorn/no-thenable -- "then" is when, and holds words: nothing waits for it.
/**
 * Two examinations of one chest, half a year apart, as ZIPs: the real CT at half its resolution with nodules painted into
 * it, and a prior that is moved, bent by breathing, of thicker slices, in a frame of reference of its own. Made at run
 * time, never kept. Everything is known: which place of the one is which of the other, and which nodule grew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeStudy, loadVolume, openFiles } from '../../src/dicom';
import { part10, type Fields } from '../../src/dicom/testing/part10';
import { readWasmFromDisk, sourcesIn } from '../../src/dicom/testing/shared';
import type { Vec3 } from '../../src/domain/geometry';
import type { Volume } from '../../src/domain/volume';
import { makePair, pairSpec, type MadePair, type PairSpec } from '../../src/registration/pairs.fixture';
import { zipOf } from '../security/hostile';

const ROOT = '1.2.826.0.1.3680043.10.1578.88';
export const pairUids = { now: `${ROOT}.1`, then: `${ROOT}.2`, other: `${ROOT}.3` } as const;

export interface PairFiles extends MadePair {
  /** Paths of the ZIPs. */
  readonly now: string;
  readonly then: string;
  /** The prior again, of somebody else. */
  readonly other: string;
}

/** Means of two by two pixels. */
function halfSize(volume: Volume): Volume {
  const [ni, nj, nk] = volume.grid.dims;
  const [wi, wj] = [ni >> 1, nj >> 1];
  const data = new Int16Array(wi * wj * nk);
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < wj; j++)
      for (let i = 0; i < wi; i++) {
        const at = 2 * i + ni * (2 * j + nj * k);
        const { data: d } = volume;
        data[i + wi * (j + wj * k)] = Math.round((d[at] + d[at + 1] + d[at + ni] + d[at + ni + 1]) / 4);
      }
  const { origin, spacing, axes } = volume.grid;
  const half = (c: 0 | 1 | 2): number => origin[c] + (axes[0][c] * spacing[0] + axes[1][c] * spacing[1]) / 2;
  return {
    ...volume,
    data,
    grid: {
      axes,
      dims: [wi, wj, nk],
      spacing: [2 * spacing[0], 2 * spacing[1], spacing[2]],
      origin: [half(0), half(1), half(2)],
    },
  };
}

export interface Header {
  readonly study: string;
  readonly date: string;
  /** Value of a stored 0; -1024 as CT has it. */
  readonly intercept?: number;
  readonly fields?: Fields;
}

/** The slices of a volume as files, k upwards; of a chest CT unless `fields` say otherwise. */
export function slicesOf(
  { grid, data }: Volume,
  { study, date, intercept = -1024, fields }: Header,
): { readonly name: string; readonly data: Uint8Array<ArrayBuffer> }[] {
  const [ni, nj, nk] = grid.dims;
  const text = (values: readonly number[]): string => values.map((n) => n.toFixed(4)).join('\\');
  return Array.from({ length: nk }, (_slice, k) => {
    const at: Vec3 = [0, 1, 2].map(
      (c) => grid.origin[c] + grid.axes[2][c] * k * grid.spacing[2],
    ) as unknown as Vec3;
    const stored = Int16Array.from(
      data.subarray(k * ni * nj, (k + 1) * ni * nj),
      (value) => value - intercept,
    );
    return {
      name: `CT${String(k + 1).padStart(4, '0')}.dcm`,
      data: part10({
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
        '00080018 UI': `${study}.2.${k + 1}`,
        '00080020 DA': date,
        '00080030 TM': '093000',
        '00080060 CS': 'CT',
        '00081030 LO': 'Chest',
        '0008103E LO': 'Lung',
        '00100010 PN': 'ZHANG^San=张^三',
        '00100020 LO': 'PAIR-1',
        '00100030 DA': '19600504',
        '00100040 CS': 'M',
        '00180015 CS': 'CHEST',
        '00180050 DS': text([grid.spacing[2]]),
        '00181210 SH': 'B70f',
        '0020000D UI': study,
        '0020000E UI': `${study}.2`,
        '00200011 IS': '1',
        '00200013 IS': String(k + 1),
        '00200032 DS': text(at),
        '00200037 DS': text([...grid.axes[0], ...grid.axes[1]]),
        '00200052 UI': `${study}.1`,
        '00280002 US': 1,
        '00280004 CS': 'MONOCHROME2',
        '00280010 US': nj,
        '00280011 US': ni,
        '00280030 DS': text([grid.spacing[1], grid.spacing[0]]),
        '00280100 US': 16,
        '00280101 US': 16,
        '00280102 US': 15,
        '00280103 US': 1,
        '00281050 DS': '-600',
        '00281051 DS': '1500',
        '00281052 DS': String(intercept),
        '00281053 DS': '1',
        '00281054 LO': 'HU',
        '7FE00010 OW': new Uint8Array(stored.buffer),
        ...fields,
      }),
    };
  });
}

const OTHER: Fields = {
  '00100010 PN': 'LI^Na=李^娜',
  '00100020 LO': 'PAIR-2',
  '00100030 DA': '19850917',
  '00100040 CS': 'F',
};

/**
 * @param chest folder of a chest CT that holds both lungs
 * @param change how the prior differs from seed 2 (breathing) with 3 mm and little noise
 */
export async function writePair(
  folder: string,
  chest: string,
  change: Partial<PairSpec> = {},
): Promise<PairFiles> {
  readWasmFromDisk();
  const { studies } = await openFiles(await sourcesIn(chest));
  const [series] = studies[0].series;
  const whole = await loadVolume(series);
  const base = halfSize(whole);
  closeStudy(studies[0].studyUid);
  const pair = makePair(base, {
    ...pairSpec(2),
    noise: 10,
    kernel: 0,
    thickness: 3,
    pixel: 1.6,
    ...change,
  });
  mkdirSync(folder, { recursive: true });
  const put = (name: string, volume: Volume, header: Header): string => {
    const path = join(folder, name);
    writeFileSync(path, zipOf(slicesOf(volume, header)));
    return path;
  };
  return {
    ...pair,
    now: put('now.zip', pair.current, { study: pairUids.now, date: '20260301' }),
    then: put('then.zip', pair.prior, { study: pairUids.then, date: '20250902' }),
    other: put('other.zip', pair.prior, { study: pairUids.other, date: '20250801', fields: OTHER }),
  };
}
