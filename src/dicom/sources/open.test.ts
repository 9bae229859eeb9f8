import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../contract';
import { ctSlice, dataSet, part10 } from '../testing/part10';
import { Registry } from '../series/registry';
import { collectDropped, collectPicked } from './collect';
import { openInto } from './open';
import { decodeEntryName } from './archive';

const file = (path: string, bytes: Uint8Array<ArrayBuffer>): SourceFile => ({
  path,
  blob: new Blob([bytes]),
});
const slices = (n: number) => Array.from({ length: n }, (_, k) => part10(ctSlice(2 * k)));

async function zipOf(entries: Record<string, Uint8Array>, password?: string): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { password });
  for (const [name, bytes] of Object.entries(entries)) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

describe('openFiles', () => {
  it('gives a result for every file and loses none of the rest', async () => {
    const [first, second, third] = slices(3);
    const files = [
      file('a/1', first),
      file('a/1 copy', first),
      file('a/2.dcm', second),
      file('a/.DS_Store', first),
      file('a/Thumbs.db', first),
      file('a/notes.txt', new TextEncoder().encode('words '.repeat(100)) as Uint8Array<ArrayBuffer>),
      file('a/nothing', new Uint8Array(0)),
      file('a/cut', third.slice(0, second.length - 10)),
      file('DICOMDIR', part10({ '00080016 UI': '1.2.840.10008.1.3.10' })),
    ];
    const { studies, results } = await openInto(new Registry(), files);
    const of = (path: string) => results.find((r) => r.path === path);
    expect(results).toHaveLength(files.length);
    expect(of('a/1')).toMatchObject({ status: 'loaded', seriesUid: '1.2.3.4' });
    expect(of('a/1 copy')).toMatchObject({ status: 'skipped', reason: 'duplicate' });
    expect(of('a/.DS_Store')).toMatchObject({ status: 'skipped', reason: 'system' });
    expect(of('a/Thumbs.db')).toMatchObject({ status: 'skipped', reason: 'system' });
    expect(of('a/notes.txt')).toMatchObject({ status: 'skipped', reason: 'notDicom' });
    expect(of('a/nothing')).toMatchObject({ status: 'skipped', reason: 'empty' });
    expect(of('a/cut')).toMatchObject({ status: 'loaded', warnings: ['pixelsCut', 'window'] });
    expect(of('DICOMDIR')).toMatchObject({ status: 'skipped', reason: 'dicomdir' });
    expect(studies[0].series[0].instances).toHaveLength(3);
  });

  it('keeps another image under the same UID, and says so', async () => {
    const twin = part10({ ...ctSlice(9), '00080018 UI': '1.2.3.5000' });
    const files = [file('1', part10(ctSlice(0))), file('2', twin)];
    const registry = new Registry();
    const { results, studies } = await openInto(registry, files);
    expect(results[1]).toMatchObject({ status: 'loaded', warnings: ['window', 'uidShared'] });
    expect(studies[0].series[0].instances).toHaveLength(2);
    const again = await openInto(registry, files);
    expect(again.results.map((r) => r.reason)).toEqual(['duplicate', 'duplicate']);
  });

  it('names a duplicate that has other pixels', async () => {
    const other = new Uint8Array(24);
    other[23] = 1;
    const { results } = await openInto(new Registry(), [
      file('1', part10(ctSlice(0))),
      file('2', part10(ctSlice(0, { '00204000 LT': 'sent twice' }))),
      file('3', part10(ctSlice(0, { '7FE00010 OW': other }))),
    ]);
    expect(results.map((r) => r.reason)).toEqual([undefined, 'duplicate', 'otherPixels']);
    expect(results[2].status).toBe('failed');
  });

  it('reads data sets without preamble or meta header', async () => {
    const { results } = await openInto(new Registry(), [
      file('bare', dataSet(ctSlice(0))),
      file('no preamble', part10(ctSlice(2)).slice(128)),
      file('no mark', part10(ctSlice(4)).slice(132)),
    ]);
    expect(results.map((r) => r.status)).toEqual(['loaded', 'loaded', 'loaded']);
  });

  it('grows its read when the header is longer than the first slice', async () => {
    const long = part10(ctSlice(0, { '00091001 OB': new Uint8Array(300_000) }));
    const { results } = await openInto(new Registry(), [file('long', long)]);
    expect(results[0].status).toBe('loaded');
  });

  it('tells studies while it reads, and progress to the last file', async () => {
    let seen = 0;
    const progress: number[] = [];
    await openInto(
      new Registry(),
      slices(20).map((b, n) => file(`${n}`, b)),
      {
        onStudies: (s) => (seen = s[0].series[0].instances.length),
        onProgress: (p) => progress.push(p.done),
      },
    );
    expect(seen).toBe(20);
    expect(progress.at(-1)).toBe(20);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(openInto(new Registry(), [], { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('warns of two patients in one study', async () => {
    const one = part10(ctSlice(0, { '00100020 LO': 'A1' }));
    const other = part10(ctSlice(2, { '00100020 LO': 'B2', '00100010 PN': 'Other^Case' }));
    const { warnings } = await openInto(new Registry(), [file('1', one), file('2', other)]);
    expect(warnings).toEqual([
      { kind: 'patientMismatch', studyUid: '1.2.3', patients: ['Test^Case (A1)', 'Other^Case (B2)'] },
    ]);
  });

  it('marks series that are synthetic', async () => {
    const made = part10(ctSlice(0, { '00204000 LT': 'SYNTHETIC, made by code' }));
    const { studies } = await openInto(new Registry(), [file('1', made)]);
    expect(studies[0].series[0].synthetic).toBe(true);
  });
});

describe('ZIP', () => {
  it('opens the entries, a ZIP in a folder and a ZIP in a ZIP', async () => {
    const [a, b, c] = slices(3);
    const inner = new Uint8Array(await (await zipOf({ 'deep/c': c })).arrayBuffer());
    const blob = await zipOf({
      'x/a.dcm': a,
      'x/b': b,
      'x/readme.txt': new Uint8Array(200),
      'x/inner.zip': inner,
    });
    const { studies, results } = await openInto(new Registry(), [{ path: 'folder/study.zip', blob }]);
    expect(studies[0].series[0].instances).toHaveLength(3);
    expect(results.map((r) => r.path).sort()).toEqual([
      'folder/study.zip/x/a.dcm',
      'folder/study.zip/x/b',
      'folder/study.zip/x/inner.zip/deep/c',
      'folder/study.zip/x/readme.txt',
    ]);
  });

  it('asks again after a wrong password, and gives up when told so', async () => {
    const blob = await zipOf({ a: slices(1)[0] }, 'lamp');
    const asked: boolean[] = [];
    const askPassword = async (_: string, wrongBefore: boolean) => {
      asked.push(wrongBefore);
      return wrongBefore ? 'lamp' : 'guess';
    };
    const opened = await openInto(new Registry(), [{ path: 's.zip', blob }], { askPassword });
    expect(asked).toEqual([false, true]);
    expect(opened.results).toMatchObject([{ path: 's.zip/a', status: 'loaded', seriesUid: '1.2.3.4' }]);
    const refused = await openInto(new Registry(), [{ path: 's.zip', blob }]);
    expect(refused.results.map((r) => r.reason)).toContain('zipPassword');
  });

  it('reports a damaged archive', async () => {
    const whole = await zipOf({ a: slices(1)[0] });
    const { results } = await openInto(new Registry(), [
      { path: 's.zip', blob: whole.slice(0, whole.size - 40) },
    ]);
    expect(results).toMatchObject([{ path: 's.zip', status: 'failed', reason: 'zipDamaged' }]);
  });

  it('reads entry names in GBK and unflagged UTF-8', () => {
    expect(decodeEntryName(Uint8Array.of(0xd0, 0xd8, 0xb2, 0xbf))).toBe('胸部');
    expect(decodeEntryName(new TextEncoder().encode('胸部'))).toBe('胸部');
    expect(decodeEntryName(new TextEncoder().encode('plain'))).toBeUndefined();
  });
});

describe('collecting', () => {
  it('keeps the inner paths of a picked folder', () => {
    const picked = new File([], '1.dcm');
    Object.defineProperty(picked, 'webkitRelativePath', { value: 'cd/1.dcm' });
    expect(collectPicked([picked, new File([], '2.dcm')]).map((f) => f.path)).toEqual(['cd/1.dcm', '2.dcm']);
  });

  it('walks a dropped folder to the bottom, past 100 entries', async () => {
    const leaf = (path: string) => ({
      isFile: true,
      fullPath: path,
      file: (done: (f: File) => void) => done(new File([], 'x')),
    });
    const folder = (path: string, children: readonly object[]) => ({
      isFile: false,
      fullPath: path,
      createReader: () => {
        let at = 0;
        return {
          readEntries: (done: (e: readonly object[]) => void) => done(children.slice(at, (at += 100))),
        };
      },
    });
    const many = Array.from({ length: 250 }, (_, n) => leaf(`/cd/a/${n}`));
    const top = folder('/cd', [folder('/cd/a', many), leaf('/cd/b')]);
    const items = [{ kind: 'file', webkitGetAsEntry: () => top }];
    const dropped = await collectDropped({ items, files: [] } as unknown as DataTransfer);
    expect(dropped).toHaveLength(251);
    expect(dropped[0].path).toBe('cd/a/0');
  });
});
