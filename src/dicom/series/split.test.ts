import { describe, expect, it } from 'vitest';
import { basename } from 'node:path';
import { seriesFrames } from '../../domain/frames';
import type { Series } from '../../domain/study';
import { openFiles, closeStudy, loadVolume, VolumeError } from '../index';
import { ctSlice, type Fields, part10 } from '../testing/part10';
import { sharedDicom, sourcesIn } from '../testing/shared';
import { Registry } from './registry';
import { openInto } from '../sources/open';

async function seriesOf(slices: readonly Fields[]): Promise<readonly Series[]> {
  const files = slices.map((s, n) => ({ path: `${n}`, blob: new Blob([part10(s)]) }));
  return (await openInto(new Registry(), files)).studies[0].series;
}

const slice = (z: number, n: number, more: Fields = {}): Fields =>
  ctSlice(z, { '00080018 UI': `1.9.${n}`, '00200013 IS': String(n), ...more });
const heights = [0, 2, 4, 6];
const places = (one: Series) => one.instances.map((i) => i.imagePosition?.[2]);

describe('a DICOM series in parts', () => {
  it.each([
    ['temporal', '00200100 IS', undefined],
    ['acquisition', '00200012 IS', undefined],
    ['echo', '00180081 DS', 3],
    ['trigger', '00181060 DS', 3],
  ] as const)('phases by %s', async (by, tag, value) => {
    const scan = [1, 2, 3].flatMap((p) => heights.map((z, k) => slice(z, 10 * p + k, { [tag]: String(p) })));
    const series = await seriesOf(scan);
    expect(series).toHaveLength(3);
    expect(series.map((one) => one.part)).toMatchObject([1, 2, 3].map((number) => ({ by, number, of: 3 })));
    expect(series[2].part).toMatchObject(value === undefined ? {} : { value });
    expect(series.map(places)).toEqual([heights, heights, heights]);
    expect(series.map((one) => one.seriesUid)).toEqual(['1.2.3.4', '1.2.3.4#2', '1.2.3.4#3']);
    expect(series[1].instances[0].seriesUid).toBe('1.2.3.4');
  });

  it('phases by the order of the images where nothing else tells', async () => {
    const blocks = [0, 1].flatMap((p) => heights.map((z, k) => slice(z, 10 * p + k)));
    const series = await seriesOf(blocks);
    expect(series.map((one) => one.part)).toMatchObject([{ by: 'order', of: 2 }, { number: 2 }]);
    expect(series[1].instances.map((i) => i.instanceNumber)).toEqual([10, 11, 12, 13]);
  });

  it('some doubled slices are no phases: all stay in the stack', async () => {
    const series = await seriesOf([...heights.map((z, k) => slice(z, k)), slice(2, 99), slice(4, 98)]);
    expect(series).toHaveLength(1);
    expect(series[0].instances).toHaveLength(6);
  });

  it('a scan that goes on in a second acquisition stays one stack', async () => {
    const series = await seriesOf(
      [0, 2, 4, 6, 8, 10].map((z, k) => slice(z, k, { '00200012 IS': z < 6 ? '1' : '2' })),
    );
    expect(series).toHaveLength(1);
  });

  it('localizers and other planes stand apart', async () => {
    const other = { '00200037 DS': '0\\1\\0\\0\\0\\-1' };
    const series = await seriesOf([
      slice(50, 1, { '00080008 CS': 'ORIGINAL\\PRIMARY\\LOCALIZER' }),
      ...heights.map((z, k) => slice(z, 10 + k)),
      ...[0, 2, 4].map((x, k) => slice(0, 20 + k, { ...other, '00200032 DS': `${x}\\0\\0` })),
      ...[0, 2, 4].map((z, k) => slice(z, 30 + k, { '00280030 DS': '1\\1' })),
      ...[0, 2, 4].map((z, k) => slice(z, 40 + k, { '00200052 UI': '1.2.3.78' })),
    ]);
    expect(series.map((one) => one.part?.kind)).toEqual([
      'planes',
      'planes',
      'planes',
      'planes',
      'localizer',
    ]);
    expect(series.map((one) => one.instances.length)).toEqual([4, 3, 3, 3, 1]);
    expect(new Set(series.map((one) => one.frameOfReferenceUid)).size).toBe(2);
  });

  it('without positions: by SliceLocation, else by number', async () => {
    const bare = { '00200032 DS': '', '00200037 DS': '' };
    const located = heights.map((z, k) => slice(z, k, { ...bare, '00201041 DS': String(-z) }));
    expect((await seriesOf(located))[0].instances.map((i) => i.instanceNumber)).toEqual([0, 1, 2, 3]);
    const numbered = [3, 1, 2].map((n) => slice(0, n, bare));
    expect((await seriesOf(numbered))[0].instances.map((i) => i.instanceNumber)).toEqual([1, 2, 3]);
  });

  it('an enhanced object is sorted and split frame by frame', async () => {
    const groups = [0, 1].flatMap((t) =>
      [4, 2, 0].map((z): Fields => ({
        '00209111 SQ': [{ '00209128 UL': t + 1 }],
        '00209113 SQ': [{ '00200032 DS': `0\\0\\${z}` }],
        '00209116 SQ': [{ '00200037 DS': '1\\0\\0\\0\\1\\0' }],
        '00289110 SQ': [{ '00280030 DS': '0.7\\0.7' }],
      })),
    );
    const series = await seriesOf([
      ctSlice(0, {
        '00200032 DS': '',
        '00200037 DS': '',
        '00280030 DS': '',
        '00280008 IS': '6',
        '52009230 SQ': groups,
        '7FE00010 OW': new Uint8Array(6 * 24),
      }),
    ]);
    expect(series.map((one) => one.part)).toMatchObject([{ by: 'temporal', of: 2 }, { number: 2 }]);
    expect(seriesFrames(series[1]).map(({ frame }) => frame)).toEqual([4, 5, 6]);
  });
});

const folder = sharedDicom('malformed/series');

describe.skipIf(!folder)('malformed series', () => {
  /** What each folder becomes: images of each part, and the volume: 'even', what was done, or why there is none. */
  const expected: Readonly<Record<string, readonly [number[], string]>> = {
    'baseline-regular': [[20], 'even'],
    'shuffled-files-no-instancenumber': [[20], 'even'],
    'instancenumber-reversed': [[20], 'even'],
    'instancenumber-all-1': [[20], 'even'],
    'gap-missing-slices': [[17], 'gaps'],
    'duplicate-positions': [[24], 'even'],
    'variable-spacing': [[20], 'uneven'],
    'no-ipp': [[20], 'noPositions'],
    'no-ipp-slicelocation-only': [[20], 'noPositions'],
    'no-pixelspacing': [[20], 'noSpacing'],
    'gantry-tilt-20deg': [[20], 'tilt'],
    'mixed-orientation-localizer': [[20, 1], 'even'],
    'mixed-rescale': [[20], 'even'],
    'mixed-for': [[10, 10], 'even'],
    'single-slice': [[1], 'tooFewSlices'],
    '4d-cardiac-phases': [[10, 10, 10], 'even'],
    'decubitus-HFDL': [[20], 'even'],
    'feet-first-prone': [[20], 'even'],
    'oblique-double': [[20], 'even'],
  };
  it.each(Object.entries(expected))('%s', async (name, [parts, volume]) => {
    const { studies } = await openFiles(await sourcesIn(`${folder}/${name}`));
    const series = studies[0].series;
    expect(series.map((one) => one.instances.length)).toEqual(parts);
    const made = await loadVolume(series[0]).then(
      (v) => v.resampled ?? 'even',
      (error: unknown) => (error instanceof VolumeError ? error.reason.key : String(error)),
    );
    expect(made, basename(name)).toBe(volume);
    closeStudy(studies[0].studyUid);
  });
});
