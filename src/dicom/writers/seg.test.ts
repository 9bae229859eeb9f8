import dicomParser, { type DataSet } from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { countVoxels, maskHas } from '../../domain/volume';
import * as ph from '../../report/phantom.fixture';
import type { Finding } from '../../domain/finding';
import { segmentNumbers, writeSegmentation } from './index';
import { cieLab } from './segment';

const contentDate = new Date(2024, 2, 1, 11, 15);
const items = (set: DataSet, tag: string): DataSet[] =>
  (set.elements[tag]?.items ?? []).map((i) => i.dataSet!);
const first = (set: DataSet, ...tags: string[]): DataSet => tags.reduce((at, tag) => items(at, tag)[0], set);

function phantom(orientation = ph.axial) {
  const grid = ph.phantomGrid(orientation);
  const series = ph.phantomSeries(grid);
  const findings = ph.phantomFindings(grid);
  const study = ph.phantomStudy(series);
  const input = { study, series, grid, findings, contentDate };
  return { ...input, read: () => dicomParser.parseDicom(writeSegmentation(input)) };
}

/** Voxels of the frames, unpacked bit by bit: an own reading, not the writer's code turned round. */
function unpack(set: DataSet): { segment: number; uid: string; position: number[]; voxels: Set<number> }[] {
  const pixels = set.elements.x7fe00010;
  const area = set.uint16('x00280010')! * set.uint16('x00280011')!;
  return items(set, 'x52009230').map((frame, n) => {
    const voxels = new Set<number>();
    for (let v = 0; v < area; v++) {
      const bit = n * area + v;
      const byte = set.byteArray[pixels.dataOffset + Math.floor(bit / 8)];
      if (Math.floor(byte / 2 ** (bit % 8)) % 2 === 1) voxels.add(v);
    }
    return {
      segment: first(frame, 'x0062000a').uint16('x0062000b')!,
      uid: first(frame, 'x00089124', 'x00082112').string('x00081155')!,
      position: [0, 1, 2].map((a) => first(frame, 'x00209113').floatString('x00200032', a)!),
      voxels,
    };
  });
}

describe('SEG', () => {
  for (const [name, orientation] of [
    ['axial', ph.axial],
    ['oblique', ph.oblique],
  ] as const)
    it(`gives back every voxel of the masks (${name})`, () => {
      const { grid, series, findings, read } = phantom(orientation);
      const frames = unpack(read());
      const numbers = segmentNumbers(findings);
      expect(Object.values(numbers)).toEqual([1, 2, 3]);
      for (const f of findings.filter((x) => numbers[x.trackingUid])) {
        const own = frames.filter((x) => x.segment === numbers[f.trackingUid]);
        let seen = 0;
        for (const { uid, position, voxels } of own) {
          const instance = series.instances.find((i) => i.sopInstanceUid === uid)!;
          const k = series.instances.indexOf(instance);
          position.forEach((p, a) => expect(p).toBeCloseTo(instance.imagePosition![a], 6));
          for (const v of voxels)
            expect(maskHas(f.mask, v % grid.dims[0], Math.floor(v / grid.dims[0]), k)).toBe(true);
          expect(voxels.size).toBeGreaterThan(0);
          seen += voxels.size;
        }
        expect(seen).toBe(countVoxels(f.mask));
      }
    });

  it('holds only what may leave, unless pending ones are asked for', () => {
    const { grid, series, study, findings, read } = phantom();
    const labels = (set: DataSet) => items(set, 'x00620002').map((s) => s.string('x00620005'));
    expect(labels(read())).toEqual(['Nodule 1', 'Nodule 2', 'Nodule 3']);
    const all = { study, series, grid, findings, contentDate, includePending: true };
    expect(labels(dicomParser.parseDicom(writeSegmentation(all)))).toHaveLength(4);
    const none = { ...all, includePending: false, findings: findings.slice(3) };
    expect(() => writeSegmentation(none)).toThrow(/no finding was accepted/);
  });

  it('says what made each segment', () => {
    const { findings, read } = phantom();
    const segments = items(read(), 'x00620002');
    expect(segments.map((s) => s.string('x00620008'))).toEqual([
      'AUTOMATIC',
      'SEMIAUTOMATIC',
      'SEMIAUTOMATIC',
    ]);
    expect(segments.map((s) => s.string('x00620021'))).toEqual(
      findings.slice(0, 3).map((f) => f.trackingUid),
    );
    const parameters = first(segments[0], 'x00620007').string('x00660032');
    expect(parameters).toContain(`sha256=${'ab'.repeat(32)}`);
    expect(parameters).toContain('operatingPoint=balanced; threshold=0.5');
    expect(segments[2].elements.x00620007).toBeUndefined();
  });

  it('says SYNTHETIC and research use within the 64 characters of LO', () => {
    const set = phantom().read();
    for (const tag of ['x0008103e', 'x00700081']) {
      expect(set.string(tag)).toMatch(/^SYNTHETIC\. .*Research use, not for diagnosis$/);
      expect(set.string(tag)!.length).toBeLessThanOrEqual(64);
    }
  });

  it('says when identifiers of the images were made up', () => {
    const p = phantom();
    const instances = p.series.instances.map((one) => ({ ...one, warnings: ['uidsMade' as const] }));
    const set = dicomParser.parseDicom(writeSegmentation({ ...p, series: { ...p.series, instances } }));
    expect(set.string('x00204000')).toContain(`${instances.length} had identifiers (UIDs) missing`);
    expect(set.string('x00700081')).toMatch(/Research use, not for diagnosis$/);
    expect(p.read().elements.x00204000).toBeUndefined();
  });

  it('refuses a grid that is not the series, and an outline out of the grid', () => {
    const p = phantom();
    const moved = { ...p.grid, origin: [0, 0, 0] as const };
    expect(() => writeSegmentation({ ...p, grid: moved })).toThrow(/not that of the images/);
    const [f] = p.findings;
    const out = { ...f, mask: { ...f.mask, start: [38, 0, 0] as const } };
    expect(() => writeSegmentation({ ...p, findings: [out] })).toThrow(/out of the grid/);
  });

  it('lies where the images lie when their steps are a little uneven', () => {
    const p = phantom();
    const instances = p.series.instances.map((i, k) => {
      const [x, y, z] = i.imagePosition!;
      return k % 2 ? { ...i, imagePosition: [x + 0.2, y, z + 0.1] as const } : i;
    });
    // The order of a series may run against the grid.
    const series = { ...p.series, instances: [...instances].reverse() };
    const frames = unpack(dicomParser.parseDicom(writeSegmentation({ ...p, series })));
    for (const { uid, position } of frames)
      expect(position).toEqual(instances.find((i) => i.sopInstanceUid === uid)!.imagePosition);
  });

  it('refers to the frame of a multi-frame source', () => {
    const p = phantom();
    const [one] = p.series.instances;
    const series = { ...p.series, instances: [{ ...one, frames: 20, imagePosition: undefined }] };
    const slices = {
      sopInstanceUids: Array<string>(20).fill(one.sopInstanceUid),
      frameNumbers: Array.from({ length: 20 }, (_, k) => k + 1),
    };
    const set = dicomParser.parseDicom(writeSegmentation({ ...p, series, slices }));
    const frame = items(set, 'x52009230')[0];
    expect(first(frame, 'x00089124', 'x00082112').intString('x00081160')).toBe(3);
  });

  it('of an imported finding keeps what the tags said until the reader corrects it', () => {
    const { grid, series, study } = phantom();
    const made = (
      number: number,
      algorithmType: string,
      algorithmName: string,
      review: 'accepted' | 'edited',
    ) =>
      ph.phantomFinding(grid, number, [10 + number, 10, 5], 3, {
        origin: ph.reader,
        source: { algorithmType, algorithmName },
        review,
      });
    const findings = [
      made(1, 'AUTOMATIC', 'OtherCAD 3', 'accepted'),
      made(2, 'AUTOMATIC', 'OtherCAD 3', 'edited'),
      made(3, 'MANUAL', '', 'accepted'),
      made(4, 'MANUAL', '', 'edited'),
    ];
    const set = dicomParser.parseDicom(writeSegmentation({ study, series, grid, findings, contentDate }));
    const said = items(set, 'x00620002').map((s) => [s.string('x00620008'), s.string('x00620009')]);
    expect(said).toEqual([
      ['AUTOMATIC', 'OtherCAD 3'],
      ['SEMIAUTOMATIC', 'OtherCAD 3'],
      ['MANUAL', undefined],
      ['SEMIAUTOMATIC', 'Lamplight outline brush'],
    ]);
  });
});

describe('SEG of what a model outlined', () => {
  const grid = ph.phantomGrid();
  const series = ph.phantomSeries(grid);
  const study = ph.phantomStudy(series);
  const write = (findings: readonly Finding[], includePending = false): DataSet =>
    dicomParser.parseDicom(writeSegmentation({ study, series, grid, findings, contentDate, includePending }));
  const code = (set: DataSet, tag: string): string[] => {
    const item = first(set, tag);
    return [item.string('x00080100')!, item.string('x00080102')!];
  };

  it('has the codes and the colour of the manifest, and no place in the lung', () => {
    const [liver, stone] = items(write(ph.phantomStructures(grid)), 'x00620002');
    expect(code(liver, 'x00620003')).toEqual(['123037004', 'SCT']);
    expect(code(liver, 'x0062000f')).toEqual(['10200004', 'SCT']);
    expect(code(stone, 'x0062000f')).toEqual([expect.stringMatching(/^[0-9A-F]{8}-7$/), '99LAMPLIGHT']);
    for (const segment of [liver, stone]) {
      expect(segment.elements.x00082218).toBeUndefined();
      const algorithm = first(segment, 'x00620007');
      expect(algorithm.string('x00660036')).toBe('organs');
      expect(algorithm.string('x00660032')).toMatch(
        /^model=organs 1.0; sha256=(cd){32}; provider=webgpu; imported model, not validated/,
      );
      expect(segment.string('x00620006')).toBe('Imported model, not validated.');
    }
  });

  it('declares its own coding scheme only when it uses it', () => {
    expect(items(write(ph.phantomStructures(grid)), 'x00080110')).toHaveLength(1);
    expect(items(write(ph.phantomFindings(grid)), 'x00080110')).toHaveLength(0);
  });

  it('says of each segment and of the whole that nobody has reviewed it', () => {
    const pending = ph.phantomStructures(grid).map((f) => ({ ...f, review: 'pending' as const }));
    expect(() => write(pending)).toThrow(RangeError);
    const set = write(pending, true);
    expect(set.string('x00700081')).toContain('NOT REVIEWED');
    for (const segment of items(set, 'x00620002'))
      expect(segment.string('x00620006')).toMatch(/NOT REVIEWED/);
  });

  it('turns sRGB into CIELab as DICOM scales it', () => {
    // White, black, and sRGB red: L* 54.29, a* 80.81, b* 69.89 against D50 (Lindbloom's calculator).
    expect(cieLab([0, 0, 0])).toEqual([0, 32896, 32896]);
    expect(cieLab([255, 255, 255]).map((v) => Math.round(v / 10))).toEqual([6554, 3290, 3290]);
    const [l, a, b] = cieLab([255, 0, 0]);
    expect((l / 65535) * 100).toBeCloseTo(54.29, 1);
    expect((a / 65535) * 255 - 128).toBeCloseTo(80.81, 1);
    expect((b / 65535) * 255 - 128).toBeCloseTo(69.89, 1);
  });
});
