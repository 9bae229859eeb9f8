import { describe, expect, it } from 'vitest';
import { countVoxels, maskHas } from '../../domain/volume';
import type { SegmentationError } from '../errors';
import { FrameCache } from '../frames/cache';
import { FrameLoader } from '../frames/load';
import { createPool } from '../frames/pool';
import { Registry } from '../series/registry';
import { openInto } from '../sources/open';
import { ctSlice, type Fields, part10, type Value } from '../testing/part10';
import { readWasmFromDisk, sharedDicom, sourcesIn } from '../testing/shared';
import { loadOverlays } from './load';

const room = () => {
  const registry = new Registry();
  const loader = new FrameLoader(registry, new FrameCache(1e9), createPool);
  return {
    registry,
    sources: { record: (uid: string) => registry.get(uid)?.record, load: loader.load.bind(loader) },
  };
};

/** 5 x 3 pixels: 15 bits a frame, so that frames do not begin on bytes. */
const size: Fields = { '00280010 US': 3, '00280011 US': 5, '7FE00010 OW': new Uint8Array(30) };

function seg(
  frames: readonly { z: number; segment: number; set: readonly number[] }[],
  more: Fields = {},
): Fields {
  const bits = new Uint8Array(Math.ceil((15 * frames.length) / 8) + 1);
  frames.forEach(({ set }, f) => {
    for (const n of set) bits[(15 * f + n) >> 3] |= 1 << ((15 * f + n) & 7);
  });
  const segment = (number: number) => ({
    '00620004 US': number,
    '00620005 LO': `结节 ${number}`,
    '00620021 UI': `1.9.${number}`,
  });
  return {
    '00080005 CS': 'ISO_IR 192',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.66.4',
    '00080018 UI': '1.2.9',
    '00080060 CS': 'SEG',
    '00200052 UI': '1.2.3.77',
    '0020000D UI': '1.2.3',
    '0020000E UI': '1.2.3.9',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280008 IS': String(frames.length),
    '00280010 US': 3,
    '00280011 US': 5,
    '00280100 US': 1,
    '00280101 US': 1,
    '00280102 US': 0,
    '00280103 US': 0,
    '00620001 CS': 'BINARY',
    '00620002 SQ': [segment(1), segment(2)],
    '52009229 SQ': [
      {
        '00209116 SQ': [{ '00200037 DS': '1\\0\\0\\0\\1\\0' }],
        '00289110 SQ': [{ '00280030 DS': '0.5\\0.75' }],
      },
    ],
    '52009230 SQ': frames.map(({ z, segment: n }) => ({
      '00209113 SQ': [{ '00200032 DS': `-10\\-20\\${z}` }],
      '0062000A SQ': [{ '0062000B US': n }],
    })),
    '7FE00010 OB': bits,
    ...more,
  };
}

async function overlay(segFields: Fields, at: readonly number[] = [0, 2, 4, 6]) {
  const { registry, sources } = room();
  const slices = at.map((z) => ctSlice(z, size));
  const files = [...slices, segFields].map((f, n) => ({ path: `${n}`, blob: new Blob([part10(f)]) }));
  const { studies, results } = await openInto(registry, files);
  expect(results.map((r) => r.status)).toEqual(Array.from({ length: at.length + 1 }, () => 'loaded'));
  const [ct, object] = ['CT', 'SEG'].map((m) => studies[0].series.find((s) => s.modality === m)!);
  return loadOverlays(sources, object.instances[0], ct);
}

describe('loadSegmentation', () => {
  it('unpacks frames that do not begin on bytes and lays them on the slices', async () => {
    const [one, two] = await overlay(
      seg([
        { z: 4.6, segment: 1, set: [6, 7, 11] },
        { z: 2, segment: 1, set: [6] },
        { z: 6, segment: 2, set: [14] },
      ]),
    );
    expect(one).toMatchObject({ number: 1, label: '结节 1', trackingUid: '1.9.1' });
    expect(one.mask.start).toEqual([1, 1, 1]);
    expect(one.mask.size).toEqual([2, 2, 2]);
    expect(countVoxels(one.mask)).toBe(4);
    expect(maskHas(one.mask, 2, 1, 2)).toBe(true);
    expect(maskHas(one.mask, 1, 2, 2)).toBe(true);
    expect(maskHas(one.mask, 2, 1, 1)).toBe(false);
    expect(two.mask).toEqual({ start: [4, 2, 3], size: [1, 1, 1], data: Uint8Array.of(1) });
  });

  it('keeps what the tags say of the maker and the side', async () => {
    const item = (number: number, more: Fields) => ({ '00620004 US': number, '00620005 LO': 'n', ...more });
    const side = { '00082220 SQ': [{ '00080100 SH': '7771000', '00080102 SH': 'SCT' }] };
    const fields = seg([{ z: 2, segment: 1, set: [6] }], {
      '00620002 SQ': [
        item(1, {
          '00620008 CS': 'AUTOMATIC',
          '00620009 LO': 'OtherCAD 3',
          '00082218 SQ': [{ '00080100 SH': '39607008', ...side }],
        }),
        item(2, { '00620008 CS': 'MANUAL' }),
      ],
    });
    const [one, two] = await overlay(fields);
    expect(one).toMatchObject({
      source: { algorithmType: 'AUTOMATIC', algorithmName: 'OtherCAD 3' },
      laterality: 'left',
      confirmed: false,
    });
    expect(two.source).toEqual({ algorithmType: 'MANUAL', algorithmName: '' });
    expect(two.laterality).toBeUndefined();
    const own = await overlay({ ...fields, '00080070 LO': 'Lamplight', '00081090 LO': 'Lamplight' });
    expect(own[0].confirmed).toBe(true);
  });

  it('prefers the slice that a frame names to the nearest one, unless it lies far from there', async () => {
    const named = (z: number, sop: string) => ({
      '00089124 SQ': [{ '00082112 SQ': [{ '00081155 UI': sop }] }],
      '00209113 SQ': [{ '00200032 DS': `-10\\-20\\${z}` }],
      '0062000A SQ': [{ '0062000B US': 1 }],
    });
    const slices = [0, 2, 4, 6].map((z) => ctSlice(z, size)['00080018 UI'] as string);
    const at = async (z: number, sop: string) => {
      const frames = { '52009230 SQ': [named(z, sop)] };
      const [one] = await overlay(seg([{ z, segment: 1, set: [6] }], frames));
      return one.mask.start[2];
    };
    expect(await at(2.9, slices[2])).toBe(2);
    expect(await at(2.9, '9.9')).toBe(1);
    expect(await at(0, slices[3])).toBe(0);
  });

  it('covers the slab of its image where slices are uneven, half-way to the neighbours', async () => {
    // Images at 0, 2, 4, 7, 9, 11: no two frames may leave a grid slice between them empty.
    const uneven = [0, 2, 4, 7, 9, 11];
    const [one] = await overlay(seg(uneven.map((z) => ({ z, segment: 1, set: [6] }))), uneven);
    const { data, size: extent, start } = one.mask;
    expect(start[2]).toBe(0);
    expect(extent[2]).toBe(one.grid.dims[2]);
    expect([...data].every((v) => v === 1)).toBe(true);
    const [single] = await overlay(seg([{ z: 7, segment: 1, set: [6] }]), uneven);
    const { spacing } = single.grid;
    const from = single.mask.start[2] * spacing[2];
    const to = (single.mask.start[2] + single.mask.size[2] - 1) * spacing[2];
    expect(from).toBeGreaterThanOrEqual(5.5 - 1e-6);
    expect(to).toBeLessThanOrEqual(8 + 1e-6);
    expect(from).toBeLessThanOrEqual(7);
    expect(to + spacing[2]).toBeGreaterThan(7);
  });

  it('reads the labels of a label map that is painted with a palette', async () => {
    const ramp = Uint8Array.from({ length: 6 }, (_, n) => 40 * n);
    const palette = Object.fromEntries(
      [1, 2, 3].flatMap((n): [string, Value][] => [
        [`0028110${n} US`, [3, 0, 16]],
        [`0028120${n} OW`, ramp],
      ]),
    );
    const labels = new Uint8Array(16);
    [labels[6], labels[7], labels[14]] = [1, 1, 2];
    const frame = { '00209113 SQ': [{ '00200032 DS': '-10\\-20\\4' }] };
    const [one, two] = await overlay(
      seg([{ z: 4, segment: 1, set: [] }], {
        '00080016 UI': '1.2.840.10008.5.1.4.1.1.66.7',
        '00280004 CS': 'PALETTE COLOR',
        '00280100 US': 8,
        '00280101 US': 8,
        '00280102 US': 7,
        '00620001 CS': 'LABELMAP',
        '52009230 SQ': [frame],
        '7FE00010 OB': labels,
        ...palette,
      }),
    );
    expect(one.mask).toEqual({ start: [1, 1, 2], size: [2, 1, 1], data: Uint8Array.of(1, 1) });
    expect(two.mask).toEqual({ start: [4, 2, 2], size: [1, 1, 1], data: Uint8Array.of(1) });
  });

  it('refuses other frames of reference, unknown types, other grids and places beyond the series', async () => {
    const frames = [{ z: 2, segment: 1, set: [1] }];
    const reason = (fields: Fields) => overlay(fields).catch((e: SegmentationError) => e.reason);
    expect(await reason(seg(frames, { '00200052 UI': '1.2.3.78' }))).toBe('otherFrameOfReference');
    expect(await reason(seg(frames, { '00620001 CS': 'WHATEVER' }))).toBe('unknownType');
    expect(await reason(seg([{ ...frames[0], z: 60 }]))).toBe('outsideSeries');
    const shared = [
      {
        '00209116 SQ': [{ '00200037 DS': '1\\0\\0\\0\\1\\0' }],
        '00289110 SQ': [{ '00280030 DS': '1\\1' }],
      },
    ];
    expect(await reason(seg(frames, { '52009229 SQ': shared }))).toBe('otherGrid');
  });
});

const folder = sharedDicom('objects/seg/dcmqi');
describe.skipIf(!folder)('SEG by dcmqi', () => {
  it('covers as many voxels as its frames have set pixels', async () => {
    readWasmFromDisk();
    const { registry, sources } = room();
    const { studies } = await openInto(registry, await sourcesIn(folder ?? ''));
    let checked = 0;
    for (const study of studies) {
      const ct = study.series.find((s) => s.modality === 'CT');
      for (const series of study.series) {
        const instance = series.instances[0];
        if (series.modality !== 'SEG' || !ct || !instance.path.includes('/label')) continue;
        let set = 0;
        for (let f = 1; f <= instance.frames; f++)
          for (const v of (await sources.load(instance, f)).pixels) set += v;
        const overlays = await loadOverlays(sources, instance, ct);
        expect(overlays.reduce((n, o) => n + countVoxels(o.mask), 0)).toBe(set);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(0);
  });
});
