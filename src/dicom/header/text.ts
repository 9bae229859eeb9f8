/**
 * DICOM text: bytes to strings by Specific Character Set (0008,0005), PS3.5 section 6.1 and PS3.3 C.12.1.1.2,
 * and what to do when the bytes do not agree with the label (GBK or UTF-8 labelled Latin-1 or not at all).
 */

/** Single-valued character sets without code extensions, as labels of TextDecoder. */
const plain: Readonly<Record<string, string>> = {
  'ISO_IR 6': 'windows-1252',
  'ISO_IR 100': 'windows-1252',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'windows-1254',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  // Not defined terms, but written in the field.
  'ISO_IR 58': 'gbk',
  'ISO_IR 149': 'euc-kr',
  'ISO_IR 87': 'euc-jp',
  GB18030: 'gb18030',
  GBK: 'gb18030',
};

/** Escape sequences of ISO 2022 (without the ESC byte): which half they fill and with what. */
interface Escape {
  readonly bytes: readonly number[];
  readonly half: 'g0' | 'g1';
  /** Label of the decoder; bytes of `wide` sets are pairs that need their high bits set for it. */
  readonly label: string;
  readonly wide?: boolean;
  /** EUC-JP reaches JIS X 0212 behind a 0x8F byte. */
  readonly prefix?: number;
}

const escapes: readonly Escape[] = [
  { bytes: [0x28, 0x42], half: 'g0', label: 'windows-1252' },
  { bytes: [0x28, 0x4a], half: 'g0', label: 'shift_jis' },
  { bytes: [0x29, 0x49], half: 'g1', label: 'shift_jis' },
  { bytes: [0x2d, 0x41], half: 'g1', label: 'windows-1252' },
  { bytes: [0x2d, 0x42], half: 'g1', label: 'iso-8859-2' },
  { bytes: [0x2d, 0x43], half: 'g1', label: 'iso-8859-3' },
  { bytes: [0x2d, 0x44], half: 'g1', label: 'iso-8859-4' },
  { bytes: [0x2d, 0x4c], half: 'g1', label: 'iso-8859-5' },
  { bytes: [0x2d, 0x47], half: 'g1', label: 'iso-8859-6' },
  { bytes: [0x2d, 0x46], half: 'g1', label: 'iso-8859-7' },
  { bytes: [0x2d, 0x48], half: 'g1', label: 'iso-8859-8' },
  { bytes: [0x2d, 0x4d], half: 'g1', label: 'windows-1254' },
  { bytes: [0x2d, 0x62], half: 'g1', label: 'iso-8859-15' },
  { bytes: [0x2d, 0x54], half: 'g1', label: 'windows-874' },
  { bytes: [0x24, 0x42], half: 'g0', label: 'euc-jp', wide: true },
  { bytes: [0x24, 0x40], half: 'g0', label: 'euc-jp', wide: true },
  { bytes: [0x24, 0x28, 0x44], half: 'g0', label: 'euc-jp', wide: true, prefix: 0x8f },
  { bytes: [0x24, 0x29, 0x43], half: 'g1', label: 'euc-kr', wide: true },
  { bytes: [0x24, 0x29, 0x41], half: 'g1', label: 'gbk', wide: true },
];

/** G1 that a term selects before any escape sequence, from its number. */
const initialG1: Readonly<Record<string, string>> = {
  '100': 'windows-1252',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '13': 'shift_jis',
  '166': 'windows-874',
  '58': 'gbk',
  '149': 'euc-kr',
};

const decoders = new Map<string, TextDecoder>();
function decoder(label: string, fatal = false): TextDecoder {
  const key = fatal ? `${label}!` : label;
  let found = decoders.get(key);
  if (!found) {
    found = new TextDecoder(label, { fatal, ignoreBOM: false });
    decoders.set(key, found);
  }
  return found;
}

/** How the text of one data set is decoded; settled once a data set by `settleCharset`. */
export interface Charset {
  /** Label of TextDecoder, or 'iso2022' for code extensions. */
  readonly label: string;
  /** Terms of (0008,0005) as written, tidied. */
  readonly terms: readonly string[];
  /** True when the bytes were found not to be what the label says. */
  readonly mislabelled: boolean;
}

/** Tidies the many spellings of the field: "ISO-IR 100", "ISO IR 192", "iso_ir_100", "UTF-8". */
function tidy(term: string): string {
  const t = term.trim().toUpperCase();
  if (t === 'UTF-8' || t === 'UTF8') return 'ISO_IR 192';
  if (t === 'GB2312' || t === 'GB 18030') return 'GB18030';
  const iso2022 = /^ISO[ _-]?2022[ _-]IR[ _-]?(\d+)$/.exec(t);
  if (iso2022) return `ISO 2022 IR ${iso2022[1]}`;
  const ir = /^ISO[ _-]?IR[ _-]?(\d+)$/.exec(t);
  return ir ? `ISO_IR ${ir[1]}` : t;
}

const hasHigh = (bytes: Uint8Array): boolean => bytes.some((b) => b >= 0x80);

/** Strict UTF-8 with at least one multi-byte character. */
function isUtf8(bytes: Uint8Array): boolean {
  if (!hasHigh(bytes)) return false;
  try {
    decoder('utf-8', true).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/**
 * Does it read as GBK rather than as a Western single-byte set? In Chinese text nearly all pairs are in the
 * GB2312 block (both bytes from 0xA1); in Western text a high byte is followed by a low letter.
 */
export function looksGbk(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i];
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    if (lead === 0x80 || lead === 0xff || trail < 0x40 || trail === 0x7f || trail === 0xff) return false;
    pairs++;
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3))) common++;
    i++;
  }
  return pairs > 0 && common >= 0.7 * pairs;
}

/**
 * Settles how the text of one data set is decoded.
 * @param declared values of (0008,0005), as written; empty when absent.
 * @param sample all text bytes of the data set that have a high bit, joined by spaces: the more, the surer.
 */
export function settleCharset(declared: readonly string[], sample: Uint8Array): Charset {
  const terms = declared.map(tidy);
  const extended = terms.length > 1 || terms.some((t) => t.startsWith('ISO 2022'));
  const single = terms[0] ?? '';
  const settled = (label: string, mislabelled = false): Charset => ({ label, terms, mislabelled });
  const escaped = sample.includes(0x1b);

  if (extended || escaped) {
    const multi = terms.some((t) => /IR (13|58|87|149|159)$/.test(t));
    if (escaped || multi) return settled('iso2022');
    if (isUtf8(sample)) return settled('utf-8', true);
    if (looksGbk(sample)) return settled('gb18030', true);
    return settled('iso2022');
  }
  const label = plain[single];
  if (!hasHigh(sample)) return settled(label ?? 'windows-1252');
  if (label === 'utf-8') {
    if (isUtf8(sample)) return settled('utf-8');
    return looksGbk(sample) ? settled('gb18030', true) : settled('utf-8');
  }
  if (label === 'gb18030' || label === 'gbk')
    return isUtf8(sample) ? settled('utf-8', true) : settled('gb18030');
  if (isUtf8(sample)) return settled('utf-8', true);
  // Only Western and undeclared labels are doubted: in Cyrillic or Greek, runs of high bytes are the rule.
  const western = label === undefined || label === 'windows-1252' || single === 'ISO_IR 203';
  if (western && looksGbk(sample)) return settled('gb18030', true);
  return settled(label ?? 'windows-1252');
}

function escapeAt(bytes: Uint8Array, at: number): Escape | undefined {
  return escapes.find((e) => e.bytes.every((b, n) => bytes[at + n] === b));
}

/** Decodes a run of bytes of one half by its set. */
function decodeRun(run: number[], set: { label: string; wide?: boolean; prefix?: number }): string {
  if (run.length === 0) return '';
  if (!set.wide) return decoder(set.label).decode(Uint8Array.from(run));
  const out: number[] = [];
  for (let i = 0; i < run.length; i += 2) {
    if (set.prefix !== undefined) out.push(set.prefix);
    out.push(run[i] | 0x80);
    if (i + 1 < run.length) out.push(run[i + 1] | 0x80);
  }
  return decoder(set.label).decode(Uint8Array.from(out));
}

interface HalfSet {
  readonly label: string;
  readonly wide?: boolean;
  readonly prefix?: number;
}

function decodeIso2022(bytes: Uint8Array, terms: readonly string[]): string {
  const number = /(\d+)$/.exec(terms[0] ?? '')?.[1] ?? '';
  const startG0: HalfSet = { label: number === '13' ? 'shift_jis' : 'windows-1252' };
  const g1Number = number in initialG1 ? number : '';
  // A later value fills G1 when the first leaves it empty: real files omit the escape after a delimiter.
  const later = terms
    .slice(1)
    .map((t) => /(\d+)$/.exec(t)?.[1] ?? '')
    .find((n) => n in initialG1);
  const startG1: HalfSet = { label: initialG1[g1Number] ?? initialG1[later ?? ''] ?? 'windows-1252' };
  let g0 = startG0;
  let g1 = startG1;
  let out = '';
  let run: number[] = [];
  let runSet: HalfSet = g0;
  const flush = () => {
    out += decodeRun(run, runSet);
    run = [];
  };
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i];
    if (b === 0x1b) {
      const e = escapeAt(bytes, i + 1);
      if (e) {
        flush();
        if (e.half === 'g0') g0 = e;
        else g1 = e;
        i += e.bytes.length;
        continue;
      }
    }
    // In a two-byte G0 set the delimiters' codes are halves of characters.
    const control = b === 0x0a || b === 0x0d || b === 0x09 || b === 0x0c;
    const delimiter = control || (!g0.wide && (b === 0x5c || b === 0x5e || b === 0x3d));
    if (delimiter) {
      flush();
      out += String.fromCharCode(b);
      g0 = startG0;
      continue;
    }
    const set: HalfSet = b >= 0x80 ? g1 : g0;
    if (set !== runSet) flush();
    runSet = set;
    run.push(b);
  }
  flush();
  return out;
}

/** Decodes one text value. Trailing pads (space, NUL) are dropped; values stay joined by backslashes. */
export function decodeText(bytes: Uint8Array, charset: Charset): string {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  const body = bytes.subarray(0, end);
  const text =
    charset.label === 'iso2022' ? decodeIso2022(body, charset.terms) : decoder(charset.label).decode(body);
  return text.replaceAll('\u0000', '').trim();
}
