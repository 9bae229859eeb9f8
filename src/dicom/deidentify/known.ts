/** What the files say of who it is: values that may stand nowhere in what goes out, in whatever attribute. */
import { vrOf } from './dictionary';
import type { DataSet } from './element';
import { readerOf, type TextReader, textOf } from './text';

/** Identity by attribute, whatever its VR: IDs, numbers, addresses, telephones. */
const identifying = new Set(
  `00080050 00080080 00080081 00080092 00080094 00100020 00100021 00100030 00101000 00101040 00101050 00101090
   00102154 00102155 00102297 00102299 00380010 00380060 00380300 00380400 00081010 00181000 00081040 00321033
   00402010 00402016 00402017 00401001 00400253 00400009 00101080 00101081`
    .split(/\s+/)
    .map((tag) => Number.parseInt(tag, 16)),
);
/** Attributes that are kept when the option for them is chosen. */
const ofInstitution = new Set([0x00080080, 0x00080081, 0x00081040]);
const ofDevice = new Set([0x00081010, 0x00181000]);

/** Shorter Latin values are words of their own more often than names. */
const LEAST_LATIN = 3;
const LEAST_HAN = 2;

const worth = (value: string): boolean =>
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(value)
    ? value.length >= LEAST_HAN
    : value.length >= LEAST_LATIN &&
      !/^(none|unknown|anonymous|anonymized|other|n\/?a|null|test|na)$/i.test(value);

export interface Kept {
  readonly retainInstitution: boolean;
  readonly retainDevice: boolean;
}

/** Takes identifiers out of text; gives the same string back when there is none in it. */
export type Matcher = (text: string) => string;

/** Do bytes hold an identifier, in whatever encoding? */
export type ByteMatcher = (bytes: Uint8Array) => boolean;

/** In bytes that are no text, shorter ones are found by chance. */
const LEAST_IN_BYTES = { latin: 6, han: 3 } as const;
const encodings = ['latin1', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;

type Whose = 'person' | 'institution' | 'device';

export class KnownIdentifiers {
  private readonly values = new Map<string, Whose>();

  /** Takes in what one data set and its items say. */
  gather(set: DataSet, text: TextReader): void {
    for (const element of set) {
      for (const item of element.items ?? []) this.gather(item, readerOf(item, text));
      const { tag } = element;
      const person = (element.vr === 'UN' ? vrOf(tag) : element.vr) === 'PN';
      if (!person && !identifying.has(tag)) continue;
      const whose = ofInstitution.has(tag) ? 'institution' : ofDevice.has(tag) ? 'device' : 'person';
      for (const value of textOf(element, text).split('\\')) {
        this.add(value.trim(), whose);
        // A name is looked for by its parts too: family and given name, each writing of them.
        if (person) for (const part of nameParts(value)) this.add(part, whose);
      }
    }
  }

  private add(value: string, whose: Whose): void {
    // What names a person anywhere is a person's, whatever else bears the name.
    if (worth(value) && (whose === 'person' || !this.values.has(value))) this.values.set(value, whose);
  }

  private wanted({ retainInstitution, retainDevice }: Kept): string[] {
    const kept = (whose: Whose): boolean =>
      (whose === 'institution' && retainInstitution) || (whose === 'device' && retainDevice);
    return [...this.values].filter(([, whose]) => !kept(whose)).map(([value]) => value);
  }

  /** What finds them in tables and numbers. */
  byteMatcher(kept: Kept): ByteMatcher {
    const long = this.wanted(kept).filter(
      (value) => value.length >= (/^[\p{ASCII}]*$/u.test(value) ? LEAST_IN_BYTES.latin : LEAST_IN_BYTES.han),
    );
    if (long.length === 0) return () => false;
    const pattern = new RegExp(long.map(wordPattern).join('|'), 'iu');
    const decoders = encodings.map((label) => new TextDecoder(label));
    return (bytes) =>
      bytes.length >= LEAST_IN_BYTES.latin && decoders.some((decoder) => pattern.test(decoder.decode(bytes)));
  }

  /** What takes them out, but for those that are kept by choice. */
  matcher(kept: Kept): Matcher {
    const wanted = this.wanted(kept);
    if (wanted.length === 0) return (text) => text;
    wanted.sort((a, b) => b.length - a.length);
    const pattern = new RegExp(wanted.map(wordPattern).join('|'), 'giu');
    return (text) => {
      const without = text.replace(pattern, '…');
      return without === text ? text : without.trim();
    };
  }
}

/** Family and given names, each writing of them; together too where a language writes them so. */
const nameParts = (name: string): readonly string[] =>
  name.split('=').flatMap((writing) => {
    const parts = writing.split('^').map((part) => part.trim());
    const han = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(writing);
    return han ? [...parts, parts.join('')] : parts;
  });

/** "Lin" is a name, "Linear" is none. */
function wordPattern(value: string): string {
  const bare = value.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return /^[\p{Script=Latin}\d]+$/u.test(value) ? `(?<![\\p{L}\\d])${bare}(?![\\p{L}\\d])` : bare;
}
