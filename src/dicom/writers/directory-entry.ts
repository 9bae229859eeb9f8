/** What a DICOMDIR says of a file (PS3.3 F.5), read out of the file itself: it must hold for the bytes that lie there. */
import { findStart, parseDataSet } from '../header/parse';
import { Tags } from '../header/tags';
import type { Dataset, Element, TextVr } from './part10';

/** Keys of one file and of what it belongs to. */
export interface DirectoryEntry {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly patient: { readonly id: string; readonly keys: Dataset };
  readonly study: { readonly uid: string; readonly keys: Dataset };
  readonly series: { readonly uid: string; readonly keys: Dataset };
  /** Directory Record Type (0004,1430). */
  readonly type: string;
  readonly keys: Dataset;
}

/**
 * Why a file cannot be in a file-set: no header of PS3.10 (a bare data set), an identifier that every file must have is
 * missing, or a kind of object that this writer has no record for.
 */
export type NoEntry = 'noHeader' | 'noIdentifier' | 'unknownKind';

/** First read; the keys of an image stand at its head. */
const headBytes = 128 * 1024;
/** Objects that are no images are read whole, up to this: their keys may stand at the end. */
const objectLimit = 64 * 1024 * 1024;

type Key = readonly [tag: number, vr: TextVr | 'IS', fallback?: string];

const numbered: Key = [0x00200013, 'IS', '1'];
const dated: readonly Key[] = [
  [0x00080023, 'DA', '19000101'],
  [0x00080033, 'TM', '000000'],
];
const created: readonly Key[] = [
  [0x00700080, 'CS', 'UNNAMED'],
  [0x00700081, 'LO'],
  [0x00700084, 'PN'],
];

/** Record types with their keys; a fallback stands for a key that must not be empty. */
const kinds: readonly (readonly [classes: RegExp, type: string, keys: readonly Key[]])[] = [
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\.59$/, 'KEY OBJECT DOC', [numbered, ...dated]],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.88\./,
    'SR DOCUMENT',
    [numbered, [0x0040a491, 'CS', 'PARTIAL'], [0x0040a493, 'CS', 'UNVERIFIED'], ...dated],
  ],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.11\./,
    'PRESENTATION',
    [numbered, [0x00700082, 'DA', '19000101'], [0x00700083, 'TM', '000000'], ...created],
  ],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.481\.3$/,
    'RT STRUCTURE SET',
    [numbered, [0x30060002, 'SH', 'UNNAMED'], [0x30060008, 'DA'], [0x30060009, 'TM']],
  ],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.481\.2$/, 'RT DOSE', [numbered, [0x3004000a, 'CS', 'PLAN']]],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.481\.5$/,
    'RT PLAN',
    [numbered, [0x300a0002, 'SH', 'UNNAMED'], [0x300a0006, 'DA'], [0x300a0007, 'TM']],
  ],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\./,
    'ENCAP DOC',
    [
      numbered,
      [0x00080023, 'DA'],
      [0x00080033, 'TM'],
      [0x00420010, 'ST'],
      [0x00420012, 'LO', 'application/octet-stream'],
    ],
  ],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.9\./, 'WAVEFORM', [numbered, ...dated]],
  [
    /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.[1-3]$/,
    'REGISTRATION',
    [numbered, ...dated, ...created.slice(0, 3)],
  ],
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.66$/, 'RAW DATA', [numbered, ...dated]],
];
const image: readonly [type: string, keys: readonly Key[]] = ['IMAGE', [numbered]];

const name = (tag: number): string => `x${tag.toString(16).padStart(8, '0')}`;

/** Text in the file's own character set becomes UTF-8. */
function keysOf(t: Tags, keys: readonly Key[]): Element[] {
  return keys.map(([tag, vr, fallback = '']): Element => {
    const value = t.text(name(tag)).trim() || fallback;
    return vr === 'IS' ? { tag, vr, value } : { tag, vr, value };
  });
}

const codeOf = (t: Tags): Dataset => [
  { tag: 0x00080100, vr: 'SH', value: t.text('x00080100') },
  { tag: 0x00080102, vr: 'SH', value: t.plain('x00080102') },
  { tag: 0x00080104, vr: 'LO', value: t.text('x00080104') },
];

function codeSequence(t: Tags, tag: number): Element[] {
  const item = t.item(name(tag));
  return item ? [{ tag, vr: 'SQ', value: [codeOf(item)] }] : [];
}

/** Content items that change what the root is called (its language, say): PS3.3 F.5.28 wants them beside it. */
function modifiers(t: Tags): Element[] {
  const items = t
    .items('x0040a730')
    .filter((one) => one.plain('x0040a010') === 'HAS CONCEPT MOD' && one.plain('x0040a040') === 'CODE')
    .map((one): Dataset => [
      { tag: 0x0040a010, vr: 'CS', value: 'HAS CONCEPT MOD' },
      { tag: 0x0040a040, vr: 'CS', value: 'CODE' },
      ...codeSequence(one, 0x0040a043),
      ...codeSequence(one, 0x0040a168),
    ]);
  return items.length > 0 ? [{ tag: 0x0040a730, vr: 'SQ', value: items }] : [];
}

/** Which images a presentation state is for. */
function referencedSeries(t: Tags): Element[] {
  const items = t.items('x00081115').map((series): Dataset => {
    const images = series.items('x00081140').map((one): Dataset => [
      { tag: 0x00081150, vr: 'UI', value: one.plain('x00081150') },
      { tag: 0x00081155, vr: 'UI', value: one.plain('x00081155') },
    ]);
    return [
      { tag: 0x0020000e, vr: 'UI', value: series.plain('x0020000e') },
      { tag: 0x00081140, vr: 'SQ', value: images },
    ];
  });
  return items.length > 0 ? [{ tag: 0x00081115, vr: 'SQ', value: items }] : [];
}

function more(t: Tags, type: string): Element[] {
  if (type === 'PRESENTATION') return referencedSeries(t);
  if (type === 'ENCAP DOC')
    return t.item('x0040a043') ? codeSequence(t, 0x0040a043) : [{ tag: 0x0040a043, vr: 'SQ', value: [] }];
  if (type !== 'SR DOCUMENT' && type !== 'KEY OBJECT DOC') return [];
  const verified = t.items('x0040a073').at(-1)?.plain('x0040a030');
  return [
    ...codeSequence(t, 0x0040a043),
    ...modifiers(t),
    ...(type === 'SR DOCUMENT' && verified
      ? ([{ tag: 0x0040a030, vr: 'DT', value: verified }] as const)
      : []),
  ];
}

async function tagsOf(blob: Blob, bytes: number) {
  const head = new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
  const start = findStart(head);
  // The mark at byte 128: what every reader of a medium looks for.
  const marked = start && String.fromCharCode(...head.subarray(128, 132)) === 'DICM';
  return start && marked ? { start, tags: new Tags(parseDataSet(head, start).dataSet) } : undefined;
}

/** Keys of a file, or why there are none. Reads the head of an image, any other object whole. */
export async function directoryEntry(blob: Blob): Promise<DirectoryEntry | NoEntry> {
  const first = await tagsOf(blob, headBytes);
  if (!first) return 'noHeader';
  const sopClassUid = first.tags.plain('x00080016') || first.start.mediaStorageSopClassUid;
  const [, type, keys] = kinds.find(([classes]) => classes.test(sopClassUid)) ?? [undefined, ...image];
  const whole =
    type === 'IMAGE' || blob.size <= headBytes ? first : await tagsOf(blob, Math.min(blob.size, objectLimit));
  const t = (whole ?? first).tags;
  const uids = [t.plain('x00080018'), t.plain('x0020000d'), t.plain('x0020000e')];
  const [sopInstanceUid, studyUid, seriesUid] = uids;
  if (!sopClassUid || uids.includes('')) return 'noIdentifier';
  if (type === 'IMAGE' && !t.has('x00280010')) return 'unknownKind';
  const patientId = t.text('x00100020').trim();
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: first.start.transferSyntaxUid,
    patient: {
      id: `${patientId}\n${t.text('x00100010')}`,
      keys: [
        ...keysOf(t, [[0x00100010, 'PN']]),
        // Type 1 in a directory, unlike in the file, which stays as it is.
        { tag: 0x00100020, vr: 'LO', value: patientId || 'UNKNOWN' },
      ],
    },
    study: {
      uid: studyUid,
      keys: [
        ...keysOf(t, [
          [0x00080020, 'DA', '19000101'],
          [0x00080030, 'TM', '000000'],
          [0x00080050, 'SH'],
          [0x00081030, 'LO'],
          [0x00200010, 'SH', '1'],
        ]),
        { tag: 0x0020000d, vr: 'UI', value: studyUid },
      ],
    },
    series: {
      uid: seriesUid,
      keys: [
        ...keysOf(t, [
          [0x00080060, 'CS', 'OT'],
          [0x0008103e, 'LO'],
          [0x00200011, 'IS', '1'],
        ]),
        { tag: 0x0020000e, vr: 'UI', value: seriesUid },
      ],
    },
    type,
    keys: [...keysOf(t, keys), ...more(t, type)],
  };
}
