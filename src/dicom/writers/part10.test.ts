import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import {
  DicomWriteError,
  formatDs,
  formatIs,
  newUid,
  uidFromName,
  writePart10,
  type Dataset,
} from './part10';

const sample: Dataset = [
  { tag: 0x7fe00010, vr: 'OW', value: Int16Array.of(-1024, 0, 1, 300) },
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
  { tag: 0x00080018, vr: 'UI', value: '2.25.1' },
  { tag: 0x00100010, vr: 'PN', value: 'SYNTHETIC^Demo=示例^患者' },
  { tag: 0x00080008, vr: 'CS', value: ['ORIGINAL', 'PRIMARY'] },
  { tag: 0x00280030, vr: 'DS', value: [1 / 3, -0.6640625] },
  { tag: 0x00200013, vr: 'IS', value: -12 },
  { tag: 0x00280010, vr: 'US', value: 2 },
  { tag: 0x00280106, vr: 'SS', value: -1024 },
  { tag: 0x00189306, vr: 'FD', value: 0.1 },
  { tag: 0x00205000, vr: 'AT', value: [0x00200032] },
  { tag: 0x00081030, vr: 'LO', value: null },
  {
    tag: 0x00081140,
    vr: 'SQ',
    value: [
      [
        { tag: 0x00081155, vr: 'UI', value: '2.25.3' },
        { tag: 0x0040a043, vr: 'SQ', value: [[{ tag: 0x00080104, vr: 'LO', value: 'odd' }], []] },
      ],
    ],
  },
  { tag: 0x0040a160, vr: 'UT', value: '肺结节 6 mm\\a' },
];

describe('writePart10', () => {
  it('is read back by dicom-parser, value for value', () => {
    const read = dicomParser.parseDicom(writePart10(sample));
    expect(read.string('x00020010')).toBe('1.2.840.10008.1.2.1');
    expect(read.string('x00080005')).toBe('ISO_IR 192');
    expect(read.string('x00080008', 1)).toBe('PRIMARY');
    expect(read.floatString('x00280030', 0)).toBeCloseTo(1 / 3, 12);
    expect(read.intString('x00200013')).toBe(-12);
    expect(read.uint16('x00280010')).toBe(2);
    expect(read.int16('x00280106')).toBe(-1024);
    expect(read.double('x00189306')).toBe(0.1);
    expect(read.attributeTag('x00205000')).toBe('x00200032');
    expect(read.elements.x00081030.length).toBe(0);
    const item = read.elements.x00081140.items?.[0].dataSet;
    expect(item?.string('x00081155')).toBe('2.25.3');
    expect(item?.elements.x0040a043.items).toHaveLength(2);
    const pixels = read.elements.x7fe00010;
    expect([
      ...new Int16Array(read.byteArray.slice(pixels.dataOffset, pixels.dataOffset + 8).buffer),
    ]).toEqual([-1024, 0, 1, 300]);
    const name = read.elements.x00100010;
    expect(
      new TextDecoder().decode(read.byteArray.subarray(name.dataOffset, name.dataOffset + name.length)),
    ).toMatch(/^SYNTHETIC\^Demo=示例\^患者 ?$/);
  });

  it('writes ascending tags and even lengths', () => {
    const read = dicomParser.parseDicom(writePart10(sample));
    const inFile = Object.values(read.elements).sort((a, b) => a.dataOffset - b.dataOffset);
    const tags = inFile.map((element) => element.tag);
    expect(tags).toEqual([...tags].sort());
    for (const element of Object.values(read.elements)) expect(element.length % 2).toBe(0);
  });

  it('is read back by dcmdump', (context) => {
    if (spawnSync('dcmdump', ['--version']).error) {
      console.log('skipped: dcmdump (dcmtk) is not installed');
      return context.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'part10-'));
    try {
      const path = join(folder, 'a.dcm');
      writeFileSync(path, writePart10(sample));
      const run = spawnSync('dcmdump', ['-dc', path], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      const xml = execFileSync('dcmdump', ['+U8', path], { encoding: 'utf8' });
      expect(xml).toContain('SYNTHETIC^Demo=示例^患者');
      expect(xml).toContain('-1024');
    } finally {
      rmSync(folder, { recursive: true });
    }
    return undefined;
  });

  it('refuses what is not DICOM', () => {
    const both = [...sample, { tag: 0x00200013, vr: 'IS', value: 1 } as const];
    expect(() => writePart10(both)).toThrow(DicomWriteError);
    expect(() => writePart10(sample.filter((e) => e.tag !== 0x00080018))).toThrow(/0008,0018/);
    expect(() => writePart10([...sample, { tag: 0x00020010, vr: 'UI', value: '1.2' }])).toThrow(/0002,0010/);
    expect(() => writePart10([...sample, { tag: 0x0020000d, vr: 'UI', value: 'abc' }])).toThrow(/not a UID/);
    expect(() => writePart10([...sample, { tag: 0x00280011, vr: 'US', value: 70000 }])).toThrow(/US/);
    expect(() => writePart10([...sample, { tag: 0x00080005, vr: 'CS', value: 'GBK' }])).toThrow(/ISO_IR 192/);
  });
});

describe('numbers and UIDs as text', () => {
  it('keeps DS within 16 characters and close to the number', () => {
    for (const x of [
      0,
      -0,
      1 / 3,
      -1 / 3,
      Math.PI * 1e-9,
      -1.23456789e-7,
      1e21,
      -98765432.12345679,
      170.125,
    ]) {
      expect(formatDs(x).length).toBeLessThanOrEqual(16);
      expect(Math.abs(Number(formatDs(x)) - x)).toBeLessThanOrEqual(Math.abs(x) * 1e-8);
    }
    expect(() => formatDs(Number.NaN)).toThrow(DicomWriteError);
    expect(formatIs(-2147483648)).toHaveLength(11);
    expect(() => formatIs(1.5)).toThrow(DicomWriteError);
  });

  it('makes UIDs that are legal; stable ones from names', () => {
    for (const uid of [newUid(), uidFromName('a'), uidFromName('示例')]) {
      expect(uid).toMatch(/^2\.25\.[1-9][0-9]{0,38}$/);
      expect(uid.length).toBeLessThanOrEqual(64);
    }
    expect(newUid()).not.toBe(newUid());
    expect(uidFromName('demo/1')).toBe(uidFromName('demo/1'));
    const many = new Set(Array.from({ length: 2000 }, (_, n) => uidFromName(`demo/${n}`)));
    expect(many.size).toBe(2000);
  });
});
