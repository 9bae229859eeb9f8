/** Inputs made to run something, to reach out, or to break the page; each says what it is. */
import { crc32, deflateRawSync } from 'node:zlib';
import { ctSlice, part10, type Fields } from '../../src/dicom/testing/part10';

/** Markup that runs wherever it is taken for markup. */
export const script = `"><img src=x onerror=pwned=1><svg/onload=pwned=1>`;

/** The same inside a JSON string. */
const inJson = (words: string): string => JSON.stringify(words).slice(1, -1);

export interface HostileFile {
  readonly what: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const slice = (more: Fields, n: number): Uint8Array =>
  part10(
    ctSlice(n, {
      '00080005 CS': 'ISO_IR 192',
      '0020000D UI': '1.2.3.99',
      '0020000E UI': '1.2.3.99.1',
      '00080018 UI': `1.2.3.99.1.${n + 1}`,
      ...more,
    }),
  );

/** DICOM files whose texts are markup, in every place that the page shows. */
export const images = (): readonly HostileFile[] =>
  (
    [
      ['patient name', { '00100010 PN': script }],
      ['patient ID', { '00100020 LO': script }],
      ['study description', { '00081030 LO': script }],
      ['series description', { '0008103E LO': script }],
      ['institution', { '00080080 LO': script }],
      ['body part', { '00180015 CS': '<SVG/ONLOAD=1>' }],
      ['accession number', { '00080050 SH': script }],
      ['study date', { '00080020 DA': script }],
      ['rows that are no number', { '00280030 DS': script }],
      ['a name of a megabyte', { '00100010 PN': `${script}${'A'.repeat(1_000_000)}` }],
    ] as const
  ).map(([what, fields], n) => ({
    what,
    name: `${n}.dcm`,
    // A study and a series each: what is shown of one is not shown of the next.
    bytes: slice(
      {
        '0020000D UI': `1.2.3.99.${n}`,
        '0020000E UI': `1.2.3.99.${n}.1`,
        '00080018 UI': `1.2.3.99.${n}.1.1`,
        '00100020 LO': `id ${n}`,
        ...fields,
      },
      n,
    ),
  }));

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
  /** Declared size, when it is not the true one. */
  readonly size?: number;
  /** Take the bytes of the entry before again: entries overlap. */
  readonly same?: true;
}

/** A ZIP written by hand, as no honest program writes it. */
export function zipOf(entries: readonly Entry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let [at, before] = [0, 0];
  for (const { name, data, size, same } of entries) {
    const packed = deflateRawSync(data);
    const [title, sum, length] = [Buffer.from(name), crc32(data), size ?? data.length];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x0800, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(sum, 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(length, 22);
    head.writeUInt16LE(title.length, 26);
    const offset = same ? before : at;
    if (!same) {
      parts.push(head, title, packed);
      before = at;
      at += head.length + title.length + packed.length;
    }
    const line = Buffer.alloc(46);
    line.writeUInt32LE(0x02014b50, 0);
    line.writeUInt16LE(20, 4);
    line.writeUInt16LE(20, 6);
    head.copy(line, 8, 6, 30);
    line.writeUInt16LE(title.length, 28);
    line.writeUInt16LE(0, 30);
    line.writeUInt32LE(offset, 42);
    directory.push(line, title);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, list, end]));
}

/** Begins as a DICOM file, so that it is not given up after its first bytes; the rest is one byte, over and over. */
const dicomBomb = (bytes: number): Uint8Array => {
  const whole = new Uint8Array(bytes);
  whole.set(slice({}, 0));
  return whole;
};

/** Archives that want to get out of their folder, or to fill the memory. */
export function archives(): readonly HostileFile[] {
  const one = slice({ '0020000D UI': '1.2.3.98', '0020000E UI': '1.2.3.98.1' }, 0);
  const nest = (depth: number): Uint8Array =>
    depth === 0 ? one : zipOf([{ name: `${depth}.zip`, data: nest(depth - 1) }]);
  return [
    {
      what: 'traversal',
      name: 'traversal.zip',
      bytes: zipOf([
        { name: '../../../../etc/passwd', data: text('x') },
        { name: '..\\..\\windows\\a.dcm', data: one },
        { name: '/etc/shadow', data: text('x') },
        { name: 'C:\\a.dcm', data: one },
      ]),
    },
    {
      what: 'names of entries',
      name: 'names.zip',
      bytes: zipOf([
        { name: script, data: one },
        { name: '__proto__', data: one },
        { name: 'constructor/prototype', data: text('x') },
      ]),
    },
    {
      what: 'zeros a thousandfold',
      name: 'zeros.zip',
      bytes: zipOf([{ name: 'zeros.bin', data: new Uint8Array(32 << 20) }]),
    },
    {
      what: 'a DICOM file that grows a thousandfold',
      name: 'grows.zip',
      bytes: zipOf([{ name: 'grows.dcm', data: dicomBomb(16 << 20), size: 0xfffffff0 }]),
    },
    { what: 'archives in archives', name: 'nested.zip', bytes: zipOf([{ name: 'a.zip', data: nest(12) }]) },
    {
      what: 'entries that overlap',
      name: 'overlap.zip',
      bytes: zipOf(
        Array.from({ length: 500 }, (...[, n]) => ({
          name: `${n}.dcm`,
          data: dicomBomb(1 << 16),
          ...(n > 0 && { same: true as const }),
        })),
      ),
    },
    {
      what: 'a size that is a lie',
      name: 'lie.zip',
      bytes: zipOf([{ name: 'lie.dcm', data: one, size: 7 }]),
    },
  ];
}

const polluting = (kindOf: string): string =>
  `{"kind":"${kindOf}","version":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"keys":{"__proto__":{"polluted":1}},"layouts":{"__proto__":"x","a":"${inJson(script)}"}}`;

/** Settings: pollution, sizes without measure, a megabyte of keys. */
export const settingsFiles = (): readonly HostileFile[] => [
  {
    what: 'settings that reach for prototypes',
    name: 'a.json',
    bytes: text(polluting('lamplight-settings')),
  },
  {
    what: 'settings without measure',
    name: 'b.json',
    bytes: text('{"kind":"lamplight-settings","version":1,"panelWidth":1e308}'),
  },
  {
    what: 'settings with a million keys',
    name: 'c.json',
    bytes: text(
      `{"kind":"lamplight-settings","version":1,"keys":{${Array.from({ length: 100_000 }, (...[, n]) => `"k${n}":["${n}"]`).join(',')}}}`,
    ),
  },
  {
    what: 'settings nested without end',
    name: 'd.json',
    bytes: text(`${'['.repeat(200_000)}${']'.repeat(200_000)}`),
  },
];

/** Models: pollution, a name of markup, a file outside its folder. */
export const models = (): readonly HostileFile[][] => [
  [
    {
      what: 'a manifest that reaches for prototypes',
      name: 'manifest.json',
      bytes: text(polluting('lamplight-model/1')),
    },
    { what: '', name: 'weights.onnx', bytes: new Uint8Array(64) },
  ],
  [
    {
      what: 'a manifest with markup and a file outside its folder',
      name: 'manifest.json',
      bytes: text(
        JSON.stringify({
          schema: 'lamplight-model/1',
          id: '../../evil',
          name: script,
          version: '1',
          weights: [{ ep: 'any', file: '../../../index.html', sha256: '0'.repeat(64), bytes: 64 }],
        }),
      ),
    },
    { what: '', name: 'weights.onnx', bytes: new Uint8Array(64) },
  ],
];

const svg = (inside: string, attributes = ''): Uint8Array =>
  text(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20" ${attributes}>${inside}<rect width="20" height="20"/></svg>`,
  );

/** Logos for the head of the report. `kept`: it may be drawn, as pixels. */
export const logos = (): readonly (HostileFile & { readonly kept?: true })[] => [
  { what: 'script', name: 'script.svg', bytes: svg('<script>parent.pwned=1;window.pwned=1</script>') },
  { what: 'onload', name: 'onload.svg', bytes: svg('', 'onload="window.pwned=1"') },
  {
    what: 'foreignObject',
    name: 'foreign.svg',
    bytes: svg(
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:1"/></body></foreignObject>',
    ),
  },
  {
    what: 'a link that is script',
    name: 'link.svg',
    bytes: svg('<a xlink:href="javascript:window.pwned=1"><text>x</text></a>'),
  },
  {
    what: 'a picture from elsewhere',
    name: 'beacon.svg',
    bytes: svg('<image href="https://evil.example/beacon" width="9" height="9"/>'),
    kept: true,
  },
  {
    what: 'entities a millionfold',
    name: 'entities.svg',
    bytes: text(
      `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((one, n) => `<!ENTITY ${one} "${`&${'abcdefg'[n]};`.repeat(10)}">`).join('')}]><svg xmlns="http://www.w3.org/2000/svg">&h;</svg>`,
    ),
  },
];

/** Report templates as JSON. */
export const templates = (): readonly HostileFile[] => [
  {
    what: 'a template that reaches for prototypes',
    name: 'proto.json',
    bytes: text(
      JSON.stringify({ kind: 'lamplight-report-template', version: 1 }).replace(
        '}',
        ',"__proto__":{"polluted":1},"template":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}',
      ),
    ),
  },
  {
    what: 'a template of markup',
    name: 'markup.json',
    bytes: text(
      JSON.stringify({
        kind: 'lamplight-report-template',
        version: 1,
        template: { id: script, title: script, sections: [{ title: script, text: script }] },
      }),
    ),
  },
];
