import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../contract';
import { Registry } from '../series/registry';
import { deflate64, zipOfOne } from '../testing/deflate64';
import { ctSlice, dataSet, part10 } from '../testing/part10';
import { Archive } from './archive';
import { openInto } from './open';
import { fetchSource } from './url';

const file = (path: string, bytes: Uint8Array<ArrayBuffer> | Blob): SourceFile => ({
  path,
  blob: bytes instanceof Blob ? bytes : new Blob([bytes]),
});
const open = (...files: readonly SourceFile[]) => openInto(new Registry(), files);
const ascii = (text: string) => new TextEncoder().encode(text);

async function storedZip(name: string, bytes: Uint8Array): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter(), { level: 0 });
  await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

describe('ZIPs', () => {
  it('are known by their bytes, not by their names', async () => {
    const zip = await storedZip('a', part10(ctSlice(0)));
    const { results } = await open(
      file('STUDY', zip),
      file('s.zip', part10(ctSlice(2))),
      file('l.docx', zip),
    );
    expect(results.map((r) => [r.path, r.status]).sort()).toEqual([
      ['STUDY/a', 'loaded'],
      ['l.docx', 'skipped'],
      ['s.zip', 'loaded'],
    ]);
  });

  it('leave stored entries in the archive, once their checksum is right', async () => {
    const bytes = part10(ctSlice(0));
    const zip = await storedZip('a', bytes);
    const registry = new Registry();
    await openInto(registry, [file('z', zip)]);
    const held = await registry.get('1.2.3.5000')?.bytes.read();
    expect(new Uint8Array(await held!.arrayBuffer())).toEqual(bytes);
    const damaged = new Uint8Array(await zip.arrayBuffer());
    damaged[200] ^= 1;
    const { results } = await open(file('z', damaged));
    expect(results).toMatchObject([{ path: 'z/a', status: 'failed', reason: 'zipDamaged' }]);
  });

  it('inflate Deflate64, matches longer and farther than deflate has', async () => {
    const wasm = fileURLToPath(
      new URL('../../../node_modules/@zip.js/zip.js/dist/zip-module.wasm', import.meta.url),
    );
    configure({ wasmURI: `data:application/wasm;base64,${(await readFile(wasm)).toString('base64')}` });
    // A slice of 256 x 256: noise above, the same noise below, the last rows once more from less far.
    const half = Uint8Array.from({ length: 65536 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255);
    const pixels = new Uint8Array(131072);
    pixels.set(half);
    pixels.set(half, 65536);
    pixels.copyWithin(131072 - 5536, 131072 - 5536 - 40_000, 131072 - 40_000);
    const plain = part10(ctSlice(0, { '00280010 US': 256, '00280011 US': 256, '7FE00010 OW': pixels }));
    const at = plain.length - 65536;
    const packed = deflate64(plain, [
      { at, length: 60_000, back: 65536 },
      { at: at + 60_000, length: 5536, back: 40_000 },
    ]);
    const { results } = await open(file('x', zipOfOne(ascii('CT/1'), 9, packed, plain)));
    expect(results).toMatchObject([{ path: 'x/CT/1', status: 'loaded' }]);
  });

  it('are opened behind a program that unpacks them, and not when they are a Java program', async () => {
    const zip = await storedZip('CT/1', part10(ctSlice(0)));
    const stub = new Uint8Array(5000).fill(0x90);
    stub.set(ascii('MZ'));
    const java = await storedZip('META-INF/MANIFEST.MF', ascii('Manifest-Version: 1.0'));
    const { results } = await open(
      file('study.exe', new Blob([stub, zip])),
      file('plain.exe', stub),
      file('viewer', java),
    );
    expect(results.map(({ path, status, reason }) => [path, reason ?? status]).sort()).toEqual([
      ['plain.exe', 'notDicom'],
      ['study.exe/CT/1', 'loaded'],
      ['viewer', 'notDicom'],
    ]);
  });

  it('hold no large entry that is something else, and skip it calmly', async () => {
    const writer = new ZipWriter(new BlobWriter());
    await writer.add('disk.vmdk', new Uint8ArrayReader(new Uint8Array(20 * 1024 * 1024)));
    const zip = await writer.close();
    const { blob, inflated } = await new Archive(zip).read(0);
    expect([inflated, (blob as Blob).size < 1024 * 1024]).toEqual([false, true]);
    const { results } = await open(file('z', zip));
    expect(results).toMatchObject([{ path: 'z/disk.vmdk', status: 'skipped', reason: 'notDicom' }]);
  });

  it('are the only archives: others are named', async () => {
    const tar = new Uint8Array(1024);
    tar.set(ascii('ustar'), 257);
    const { results } = await open(
      file('a', Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 0)),
      file('b', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0)),
      file('c', Uint8Array.of(0x1f, 0x8b, 8, 0)),
      file('d', tar),
    );
    expect(results.map(({ status, reason, detail }) => [status, reason, detail])).toEqual(
      ['RAR', '7z', 'gzip', 'tar'].map((name) => ['failed', 'otherArchive', name]),
    );
  });

  it('have entry names in GBK', async () => {
    const plain = part10(ctSlice(0));
    const name = Uint8Array.of(0xd0, 0xd8, 0xb2, 0xbf, 0x2f, 0x31);
    const { results } = await open(file('x', zipOfOne(name, 0, plain, plain)));
    expect(results[0].path).toBe('x/胸部/1');
  });

  it('are followed three deep, and the fourth is said', async () => {
    let inner: Blob = new Blob([part10(ctSlice(0))]);
    for (let depth = 0; depth < 4; depth++)
      inner = await storedZip('in', new Uint8Array(await inner.arrayBuffer()));
    const { results } = await open(file('out.zip', inner));
    expect(results).toMatchObject([{ path: 'out.zip/in/in/in', reason: 'nestedTooDeep' }]);
  });
});

describe('DICOMDIR', () => {
  const directory = part10({
    '00080016 UI': '1.2.840.10008.1.3.10',
    '00041220 SQ': [
      { '00041410 US': 65535, '00041430 CS': 'PATIENT' },
      { '00041410 US': 65535, '00041430 CS': 'IMAGE', '00041500 CS': 'IMAGES\\IM1' },
      {
        '00041410 US': 65535,
        '00041430 CS': 'IMAGE',
        '00041500 CS': 'IMAGES\\IM2',
        '00041511 UI': '1.2.3.5020',
      },
      { '00041410 US': 65535, '00041430 CS': 'IMAGE', '00041500 CS': 'IMAGES\\IM3' },
      { '00041410 US': 0, '00041430 CS': 'IMAGE', '00041500 CS': 'IMAGES\\DELETED' },
    ],
  });

  it('says which of its files are not there, by whatever name they came', async () => {
    const { results } = await open(
      file('cd/DICOMDIR', directory),
      file('cd/images/im1.dcm', part10(ctSlice(0))),
      file('elsewhere/x', part10(ctSlice(2))),
    );
    const missing = results.filter((r) => r.reason === 'notThere');
    expect(missing).toEqual([
      { path: 'cd/IMAGES/IM3', status: 'failed', reason: 'notThere', detail: 'cd/DICOMDIR' },
    ]);
    expect(results.filter((r) => r.status === 'loaded')).toHaveLength(2);
  });
});

describe('files without identifiers', () => {
  const bare = (z: number, more = {}) => {
    const { '0020000D UI': _s, '0020000E UI': _e, '00080018 UI': _i, ...rest } = ctSlice(z, more);
    return rest;
  };

  it('get made-up ones, the same each time and wherever they lie', async () => {
    const first = await open(file('a/1', part10(bare(0))), file('a/2', dataSet(bare(2))));
    const again = await open(file('b/2', dataSet(bare(2))), file('b/1', part10(bare(0))));
    expect(first.results.map((r) => r.status)).toEqual(['loaded', 'loaded']);
    expect(first.results[0].warnings).toContain('uidsMade');
    expect(first.studies).toHaveLength(1);
    const [one] = first.studies[0].series;
    expect(one.instances).toHaveLength(2);
    expect(again.studies[0].series[0].instances.map((i) => i.sopInstanceUid)).toEqual(
      one.instances.map((i) => i.sopInstanceUid),
    );
    for (const { sopInstanceUid } of one.instances) expect(sopInstanceUid).toMatch(/^2\.25\.[1-9]\d{20,38}$/);
  });

  it('stand alone when they name neither patient nor visit', async () => {
    const nameless = { '00100010 PN': '' };
    const { studies } = await open(
      file('1', part10(bare(0, nameless))),
      file('2', part10(bare(2, nameless))),
    );
    expect(studies).toHaveLength(2);
  });
});

describe('sizes that lie', () => {
  const warningsOf = async (bytes: Uint8Array<ArrayBuffer>) => {
    const { results, studies } = await open(file('x', bytes));
    return { result: results[0], instance: studies[0]?.series[0]?.instances[0] };
  };

  it('show what there is of the frames', async () => {
    const { result, instance } = await warningsOf(part10(ctSlice(0, { '00280008 IS': '2147483647' })));
    expect(result.warnings).toContain('frameCount');
    expect(instance.frames).toBe(1);
  });

  it('refuse a frame of which next to nothing is there', async () => {
    const { result } = await warningsOf(part10(ctSlice(0, { '00280010 US': 4000 })));
    expect(result).toMatchObject({ status: 'failed', reason: 'truncatedPixels' });
  });

  it.each([
    ['slope', { '00281053 DS': '0' }],
    ['slope', { '00281053 DS': 'NaN' }],
    ['noRescale', { '00281053 DS': undefined, '00281052 DS': undefined }],
    ['spacing', { '00280030 DS': '0\\0' }],
    ['geometry', { '00200032 DS': 'NaN\\0\\0' }],
    ['geometry', { '00200037 DS': '0\\0\\0\\0\\0\\0' }],
    ['pixelFormat', { '00280101 US': 20 }],
    ['pixelFormat', { '00280004 CS': 'FOO' }],
    ['window', { '00281050 DS': '40', '00281051 DS': '0' }],
  ])('warn: %s', async (warning, change) => {
    const fields = Object.entries({ ...ctSlice(0), ...change }).filter(([, value]) => value !== undefined);
    const { result } = await warningsOf(part10(Object.fromEntries(fields) as ReturnType<typeof ctSlice>));
    expect(result.status).toBe('loaded');
    expect(result.warnings).toContain(warning);
  });

  it('take a decimal comma for what it is', async () => {
    const { instance } = await warningsOf(part10(ctSlice(0, { '00281053 DS': '0,5' })));
    expect(instance.rescaleSlope).toBe(0.5);
  });
});

describe('an address', () => {
  it('is fetched with progress, or says why not', async () => {
    const body = part10(ctSlice(0));
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/CT%201.dcm' ? 200 : 404).end(body);
    }).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const seen: number[] = [];
      const source = await fetchSource(`${at}/CT%201.dcm`, { onBytes: (done) => seen.push(done) });
      expect(source.path).toBe('CT 1.dcm');
      expect(seen.at(-1)).toBe(body.length);
      expect((await open(source)).results).toMatchObject([{ status: 'loaded' }]);
      await expect(fetchSource(`${at}/none`)).rejects.toMatchObject({ reason: 'urlFailed' });
    } finally {
      server.close();
    }
    await expect(fetchSource('file:///etc/hosts')).rejects.toMatchObject({ reason: 'urlFailed' });
  });
});
