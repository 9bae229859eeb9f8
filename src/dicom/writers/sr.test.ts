import dicomParser, { type DataSet } from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../report/build';
import { editSentence } from '../../report/edit';
import * as ph from '../../report/phantom.fixture';
import { segmentNumbers, writeStructuredReport } from './index';

const contentDate = new Date(2024, 2, 1, 11, 15);
const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
const findings = ph.phantomFindings(grid);
const run = ph.phantomRun(findings);
const language = 'zh';
const report = buildReport({
  study,
  series,
  run,
  analysisState: 'ran',
  findings,
  language,
  now: contentDate,
});
const seg = { sopInstanceUid: '2.25.51', seriesUid: '2.25.52', segments: segmentNumbers(findings) };
const input = { study, series, findings, run, report, language, segs: [seg], contentDate } as const;

const items = (set: DataSet, tag: string): DataSet[] =>
  (set.elements[tag]?.items ?? []).map((i) => i.dataSet!);
const textOf = (set: DataSet, tag: string): string => {
  const e = set.elements[tag];
  return new TextDecoder().decode(set.byteArray.subarray(e.dataOffset, e.dataOffset + e.length)).trimEnd();
};
/** Content items of a concept code, anywhere in the tree. */
function find(set: DataSet, concept: string): DataSet[] {
  return items(set, 'x0040a730').flatMap((child) => [
    ...(items(child, 'x0040a043')[0]?.string('x00080100') === concept ? [child] : []),
    ...find(child, concept),
  ]);
}
const read = (more = {}) => dicomParser.parseDicom(writeStructuredReport({ ...input, ...more }));

describe('SR', () => {
  it('carries the tracking UIDs and segment numbers of the SEG', () => {
    const set = read();
    expect(find(set, '112040').map((i) => i.string('x0040a124'))).toEqual(
      findings.slice(0, 3).map((f) => f.trackingUid),
    );
    const references = find(set, '121191').map((i) => items(i, 'x00081199')[0]);
    expect(references.map((r) => r.string('x00081155'))).toEqual(['2.25.51', '2.25.51', '2.25.51']);
    expect(references.map((r) => r.uint16('x0062000b'))).toEqual([1, 2, 3]);
  });

  it('says when identifiers of the images were made up, and nothing when they are their own', () => {
    const comments = (more = {}) => find(read(more), '121106').map((i) => textOf(i, 'x0040a160'));
    const [first, second, ...rest] = series.instances;
    const instances = [
      { ...first, warnings: ['uidsMade' as const] },
      { ...second, warnings: ['uidShared' as const] },
      ...rest,
    ];
    expect(comments().join()).not.toContain('UID');
    expect(comments({ series: { ...series, instances } }).join()).toMatch(
      /1 幅图像的文件缺少标识（UID），1 幅图像的标识与其他图像重复/,
    );
  });

  it('lists every image and the SEG as evidence', () => {
    const [study1] = items(read(), 'x0040a375');
    const [ct, outlines] = items(study1, 'x00081115');
    expect(items(ct, 'x00081199').map((i) => i.string('x00081155'))).toEqual(
      series.instances.map((i) => i.sopInstanceUid),
    );
    expect(items(outlines, 'x00081199')[0].string('x00081155')).toBe('2.25.51');
  });

  it('holds the sentences as the reader left them', () => {
    const edited = editSentence(report, `finding:${findings[0].trackingUid}`, '右肺上叶小结节。');
    const set = read({ report: edited });
    const comments = find(set, '121106').map((i) => textOf(i, 'x0040a160'));
    expect(comments[0]).toBe('右肺上叶小结节。（AI检出，医师已接受）');
    expect(comments.at(-1)).toContain('仅供研究，不作诊断');
    expect(textOf(find(set, '121073')[0], 'x0040a160')).toMatch(/^1\. 左肺部分实性结节.*\r\n2\. /);
    expect(find(set, '121071').map((i) => i.string('x0040a040'))).toContain('TEXT');
    expect(comments.join()).not.toContain('待审阅');
  });

  it('rounds numbers to what they are worth', () => {
    const values = find(read(), '112031').map((i) => items(i, 'x0040a300')[0].string('x0040a30a'));
    expect(values.slice(0, 4)).toEqual(['-21.4', '88.3', '-221.4', '-21.1']);
  });

  it('says where a nodule lies by height, its solid part, the range of its volume and what the networks gave', () => {
    const value = (n: number) => ({ value: n, meaning: 'test' });
    const { longAxis, volume } = findings[0].measurements;
    const length = (n: number) => ({ ...longAxis, value: n });
    const nodule = {
      zone: 'lower' as const,
      scores: {
        type: { solid: value(0.2), partSolid: value(0.7), nonSolid: value(0.1) },
        spiculation: value(0.4),
        lobulation: value(0.3),
        suspicion: value(0.6154),
      },
      ellipsoidVolume: { ...volume, value: 250.04 },
      correctedVolume: { ...volume, value: 241.3 },
      volumeRange: [
        { ...volume, value: 200 },
        { ...volume, value: 300 },
      ] as const,
      solidPart: { longAxis: length(5), shortAxis: length(4), meanDiameter: length(4.5), volume },
    };
    const write = (type: 'solid' | 'partSolid') =>
      read({ findings: [{ ...findings[0], type, nodule }, ...findings.slice(1)] });
    const number = (set: DataSet, concept: string) =>
      find(set, concept).map((i) => items(i, 'x0040a300')[0].string('x0040a30a'));
    const part = write('partSolid');
    expect(find(part, 'ZONE').map((i) => items(i, 'x0040a168')[0].string('x00080100'))).toEqual([
      'ZONE_LOWER',
    ]);
    expect(['VOL_ELLIPSOID', 'VOL_CORRECTED', 'VOL_LOW', 'VOL_HIGH'].map((c) => number(part, c))).toEqual([
      ['250'],
      ['241.3'],
      ['200'],
      ['300'],
    ]);
    expect(number(part, 'SOLID_DIAMETER')).toEqual(['4.5']);
    expect(number(part, 'NET_PARTSOLID')).toEqual(['0.7']);
    expect(number(part, 'NET_SUSPICION')).toEqual(['0.615']);
    // A solid nodule has no solid part to speak of.
    expect(number(write('solid'), 'SOLID_DIAMETER')).toEqual([]);
  });

  it('writes what no reader has looked at only when asked, and marks it', () => {
    const all = segmentNumbers(findings, true);
    const set = read({ includePending: true, segs: [{ ...seg, segments: all }] });
    const reviews = find(set, 'REVIEW').map((i) => items(i, 'x0040a168')[0].string('x00080100'));
    expect(reviews.filter((r) => r === 'NOT_REVIEWED')).toHaveLength(
      findings.filter((f) => f.review === 'pending').length,
    );
    expect(reviews.length).toBe(Object.keys(all).length);
    const without = find(read(), 'REVIEW').map((i) => items(i, 'x0040a168')[0].string('x00080100'));
    expect(without).not.toContain('NOT_REVIEWED');
    expect(without.length).toBeLessThan(reviews.length);
  });

  it('refuses a SEG without the outline of a finding, and another language', () => {
    expect(() => read({ segs: [{ ...seg, segments: {} }] })).toThrow(/no segment/);
    expect(() => read({ language: 'en' })).toThrow(/build it in en/);
  });

  it('holds the outline itself where there is no SEG', () => {
    const regions = find(read({ segs: undefined, grid }), '111030');
    expect(regions.map((r) => r.string('x0040a040'))).toEqual(['SCOORD', 'SCOORD', 'SCOORD']);
    const [source] = items(regions[0], 'x0040a730');
    expect(items(source, 'x00081199')[0].string('x00081155')).toBe(findings[0].axes.sopInstanceUid);
    // Points are counted from the corner of the first pixel: the middle of the outline is half a pixel further.
    const at = regions[0].elements.x00700022;
    const columns = Array.from({ length: at.length / 8 }, (_, n) => regions[0].float('x00700022', 2 * n)!);
    expect((Math.min(...columns) + Math.max(...columns)) / 2).toBeCloseTo(10.5, 5);
  });
});
