/** What the files say of who it is: values that may stand nowhere in what goes out, in whatever attribute. */
import { vrOf } from './dictionary';
import type { DataSet } from './element';
import { type TextReader, textOf } from './text';

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

type Whose = 'person' | 'institution' | 'device';

export class KnownIdentifiers {
  private readonly values = new Map<string, Whose>();

  /** Takes in what one data set and its items say. */
  gather(set: DataSet, text: TextReader): void {
    for (const element of set) {
      for (const item of element.items ?? []) this.gather(item, text);
      const { tag } = element;
      const person = (element.vr === 'UN' ? vrOf(tag) : element.vr) === 'PN';
      if (!person && !identifying.has(tag)) continue;
      const whose = ofInstitution.has(tag) ? 'institution' : ofDevice.has(tag) ? 'device' : 'person';
      for (const value of textOf(element, text).split('\\')) {
        this.add(value.trim(), whose);
        // A name is looked for by its parts too: family and given name, each writing of them.
        if (person) for (const part of value.split(/[\^=]/)) this.add(part.trim(), whose);
      }
    }
  }

  private add(value: string, whose: Whose): void {
    // What names a person anywhere is a person's, whatever else bears the name.
    if (worth(value) && (whose === 'person' || !this.values.has(value))) this.values.set(value, whose);
  }

  /** What takes them out, but for those that are kept by choice. */
  matcher({ retainInstitution, retainDevice }: Kept): Matcher {
    const kept = (whose: Whose): boolean =>
      (whose === 'institution' && retainInstitution) || (whose === 'device' && retainDevice);
    const wanted = [...this.values].filter(([, whose]) => !kept(whose)).map(([value]) => value);
    if (wanted.length === 0) return (text) => text;
    wanted.sort((a, b) => b.length - a.length);
    const pattern = new RegExp(wanted.map(wordPattern).join('|'), 'giu');
    return (text) => {
      const without = text.replace(pattern, '…');
      return without === text ? text : without.trim();
    };
  }
}

/** "Lin" is a name, "Linear" is none. */
function wordPattern(value: string): string {
  const bare = value.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return /^[\p{Script=Latin}\d]+$/u.test(value) ? `(?<![\\p{L}\\d])${bare}(?![\\p{L}\\d])` : bare;
}
