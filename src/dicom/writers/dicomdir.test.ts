/** A DICOMDIR against readers that others wrote, and against our own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { readDirectory } from '../header/dicomdir';
import { findStart, parseDataSet } from '../header/parse';
import { Tags } from '../header/tags';
import { writtenCases } from '../../../tests/fixtures/objects/cases';
import { writeDicomdir, type DirectoryFile } from './dicomdir';
import { directoryEntry, type DirectoryEntry } from './directory-entry';
import { DicomWriteError, writeFile, writePart10, type Dataset } from './part10';
import { writeCase } from '../../../tests/fixtures/objects/write';

let folder = '';
const files: DirectoryFile[] = [];
let dicomdir: Uint8Array<ArrayBuffer>;

const entryOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<DirectoryEntry> => {
  const entry = await directoryEntry(new Blob([bytes]));
  if (typeof entry === 'string') throw new Error(entry);
  return entry;
};

/** An image of another patient, without id, study date, series number. */
const bare: Dataset = [
  { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.7' },
  { tag: 0x00080018, vr: 'UI', value: '2.25.881' },
  { tag: 0x00080060, vr: 'CS', value: 'OT' },
  { tag: 0x00080064, vr: 'CS', value: 'WSD' },
  { tag: 0x00100010, vr: 'PN', value: 'Zhang^San' },
  { tag: 0x00100020, vr: 'LO', value: '' },
  { tag: 0x0020000d, vr: 'UI', value: '2.25.882' },
  { tag: 0x0020000e, vr: 'UI', value: '2.25.883' },
  { tag: 0x00280002, vr: 'US', value: 1 },
  { tag: 0x00280010, vr: 'US', value: 1 },
  { tag: 0x00280011, vr: 'US', value: 1 },
  { tag: 0x7fe00010, vr: 'OW', value: Uint8Array.of(0, 0) },
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplight-dicomdir-'));
  mkdirSync(join(folder, 'DICOM'));
  const objects = [...writeCase(writtenCases[0]).map((o) => o.bytes), writePart10(bare)];
  for (const [n, bytes] of objects.entries()) {
    const name = `OB${String(n).padStart(6, '0')}`;
    writeFileSync(join(folder, 'DICOM', name), bytes);
    files.push({ fileId: ['DICOM', name], entry: await entryOf(bytes) });
  }
  dicomdir = writeDicomdir(files);
  writeFileSync(join(folder, 'DICOMDIR'), dicomdir);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tagsOf = (bytes: Uint8Array): Tags => new Tags(parseDataSet(bytes, findStart(bytes)!).dataSet);

/** What a tool of another house says of the folder; skipped where it is not installed. */
function tool(context: TestContext, name: string, args: readonly string[]): string {
  const run = spawnSync(name, args, { cwd: folder, encoding: 'utf8' });
  if (run.error) {
    console.log(`skipped: ${name} is not installed`);
    context.skip();
  }
  expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  return `${run.stdout}${run.stderr}`;
}

const recordAt = (at: number): Tags => {
  const length = new DataView(dicomdir.buffer).getUint32(at + 4, true);
  const item = dicomdir.subarray(at + 8, at + 8 + length);
  return new Tags(parseDataSet(item, { offset: 0, explicit: true, bigEndian: false } as never).dataSet);
};

/** Records from where an offset points, following the links, as a reader without the sequence's order does. */
function walk(at: number, depth: number): string[] {
  const out: string[] = [];
  const view = new DataView(dicomdir.buffer);
  for (let from = at; from !== 0;) {
    // An item's tag, or the offset is wrong.
    expect(view.getUint32(from, true)).toBe(0xe000fffe);
    const t = recordAt(from);
    out.push(`${depth} ${t.plain('x00041430')}`);
    const lower = t.uint32('x00041420')!;
    if (lower) out.push(...walk(lower, depth + 1));
    from = t.uint32('x00041400')!;
  }
  return out;
}

describe('DICOMDIR', () => {
  it('is read by our own reader: every file by its name and identity', () => {
    const read = readDirectory(tagsOf(dicomdir));
    expect(read.map(({ path, sopInstanceUid }) => [path, sopInstanceUid])).toEqual(
      files.map(({ fileId, entry }) => [fileId.join('/'), entry.sopInstanceUid]),
    );
  });

  it('its links lead through patients, studies and series to every file', () => {
    const head = tagsOf(dicomdir);
    const seen = walk(head.uint32('x00041200')!, 0);
    const count = (type: string) => seen.filter((line) => line.endsWith(` ${type}`)).length;
    expect(count('PATIENT')).toBe(2);
    expect(count('STUDY')).toBe(2);
    // One for every object but those that share a series, and the image's.
    expect(count('SERIES')).toBe(new Set(files.map((f) => f.entry.series.uid)).size);
    const leaves = seen.filter((line) => line.startsWith('3 ')).map((line) => line.slice(2));
    expect(leaves.toSorted()).toEqual(files.map((f) => f.entry.type).toSorted());
    const last = recordAt(head.uint32('x00041202')!);
    expect(last.plain('x00041430')).toBe('PATIENT');
    expect(last.text('x00100010')).toBe('Zhang^San');
  });

  it('has a record of its own kind for every object that the page writes', () => {
    const types = new Set(files.map((f) => f.entry.type));
    for (const type of [
      'SR DOCUMENT',
      'IMAGE',
      'RT STRUCTURE SET',
      'PRESENTATION',
      'KEY OBJECT DOC',
      'ENCAP DOC',
    ])
      expect(types).toContain(type);
  });

  it('has no error in dciodvfy', (context) => {
    const said = tool(context, 'dciodvfy', ['-new', 'DICOMDIR']);
    expect(said).toContain('BasicDirectory');
    expect(said.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });

  it('is read by dcmtk, which takes another file into it', (context) => {
    const said = tool(context, 'dcmdump', ['DICOMDIR']);
    expect(said.match(/DirectoryRecordType/g)).toHaveLength(
      walk(tagsOf(dicomdir).uint32('x00041200')!, 0).length,
    );
    const other = writePart10(
      bare.map((e) => (e.tag === 0x00080018 ? { ...e, value: '2.25.884' } : e) as Dataset[number]),
    );
    writeFileSync(join(folder, 'DICOM', 'OTHER'), other);
    tool(context, 'dcmmkdir', ['-A', '+I', '-W', 'DICOM/OTHER']);
    expect(tool(context, 'dcmdump', ['DICOMDIR'])).toContain('2.25.884');
    writeFileSync(join(folder, 'DICOMDIR'), dicomdir);
  });

  it('says names in UTF-8, whatever the file is written in', async () => {
    const chinese = writeFile('1.2.840.10008.5.1.4.1.1.7', '2.25.881', () => [
      { tag: 0x00080005, vr: 'CS', value: 'GB18030' },
      ...bare.filter((e) => e.tag !== 0x00100010),
      // UN: the writer would make UTF-8 of a name.
      { tag: 0x00100010, vr: 'UN', value: Uint8Array.of(0xd5, 0xc5, 0x5e, 0xc8, 0xfd, 0x20) },
    ]);
    const entry = await entryOf(chinese);
    const made = tagsOf(writeDicomdir([{ fileId: ['A'], entry }]));
    expect(made.item('x00041220')!.text('x00100010')).toBe('张^三');
    expect(made.item('x00041220')!.text('x00100020')).toBe('UNKNOWN');
  });

  it('refuses file IDs that no medium may have', () => {
    const [{ entry }] = files;
    for (const fileId of [[], ['dicom'], ['TOOLONG12'], ['A.DCM'], Array.from({ length: 9 }, () => 'A')])
      expect(() => writeDicomdir([{ fileId, entry }])).toThrow(DicomWriteError);
  });

  it('says why a file cannot be in it', async () => {
    const of = (bytes: Uint8Array<ArrayBuffer>) => directoryEntry(new Blob([bytes]));
    expect(await of(new TextEncoder().encode('hello'))).toBe('noHeader');
    // A data set without preamble and meta header.
    expect(await of(writePart10(bare).slice(132 + 12 + 200))).toBe('noHeader');
    const lacking = bare.filter((e) => e.tag !== 0x0020000d);
    expect(await of(writePart10(lacking))).toBe('noIdentifier');
    const strange = bare
      .filter((e) => e.tag < 0x00280000)
      .map((e) => (e.tag === 0x00080016 ? { ...e, value: '1.2.3' } : e) as Dataset[number]);
    expect(await of(writePart10(strange))).toBe('unknownKind');
  });
});
