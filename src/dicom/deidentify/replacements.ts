/** What takes the place of a value: UIDs, pseudonyms and dates, the same for the same throughout one export. */
import { newUid } from '../writers/part10';

/** UIDs of the standard itself: SOP classes, transfer syntaxes, code schemes, well-known palettes. */
const STANDARD = '1.2.840.10008.';

/** Shortest and longest shift of dates, days. At least a year: the season may go, the order of a patient's days stays. */
const LEAST_DAYS = 365;
const MOST_DAYS = 3650;
const DAY_MS = 86_400_000;

/** Letters and digits that are not mistaken for each other. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Random numbers below `limit`; tests give their own. */
export type Chance = (limit: number) => number;

/** From the browser's own source: a shift or a pseudonym that can be guessed protects nobody. */
export const chance: Chance = (limit) => {
  const [value] = crypto.getRandomValues(new Uint32Array(1));
  return value % limit;
};

interface Person {
  readonly pseudonym: string;
  readonly shiftDays: number;
}

export class Replacements {
  private readonly uids = new Map<string, string>();
  private readonly people = new Map<string, Person>();
  private readonly prefix: string;
  private readonly chance: Chance;
  private readonly makeUid: () => string;

  /**
   * @param prefix of the pseudonyms: letters, digits, hyphens
   * @param random for tests, as is `makeUid`
   */
  constructor(prefix: string, random: Chance = chance, makeUid: () => string = newUid) {
    this.prefix = prefix;
    this.chance = random;
    this.makeUid = makeUid;
  }

  /** The new UID of an old one; the standard's own stay. */
  uid(old: string): string {
    if (old === '' || (old.startsWith(STANDARD) && /^[\d.]+$/.test(old))) return old;
    let made = this.uids.get(old);
    if (made === undefined) this.uids.set(old, (made = this.makeUid()));
    return made;
  }

  /** Old and new UIDs, in the order in which they were met. The key to who it was: kept apart from the files. */
  get uidPairs(): readonly (readonly [string, string])[] {
    return [...this.uids];
  }

  /** Patients met, in order: their identity as the files had it and their pseudonyms. */
  get patientPairs(): readonly (readonly [string, string, number])[] {
    return [...this.people].map(([who, { pseudonym, shiftDays }]) => [who, pseudonym, shiftDays]);
  }

  /** Takes over what an earlier part of the same export chose. */
  person(identity: string): Person {
    let found = this.people.get(identity);
    if (!found) {
      const letters = Array.from({ length: 6 }, () => LETTERS[this.chance(LETTERS.length)]).join('');
      found = {
        pseudonym: `${this.prefix}-${letters}`,
        shiftDays: -(LEAST_DAYS + this.chance(MOST_DAYS - LEAST_DAYS)),
      };
      this.people.set(identity, found);
    }
    return found;
  }
}

/** YYYYMMDD moved by days; undefined for what is no date. The old writing YYYY.MM.DD is read too. */
export function shiftDate(text: string, days: number): string | undefined {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim());
  if (!found) return undefined;
  const [year, month, day] = found.slice(1).map(Number);
  const time = Date.UTC(year, month - 1, day);
  const back = new Date(time);
  if (back.getUTCFullYear() !== year || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day)
    return undefined;
  const moved = new Date(time + days * DAY_MS);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(moved.getUTCFullYear()).padStart(4, '0')}${two(moved.getUTCMonth() + 1)}${two(moved.getUTCDate())}`;
}

/** YYYYMMDD[HHMMSS[.FFFFFF]][&ZZXX] moved by days; the time of day stays, the zone goes. A year or month alone is no date. */
export function shiftDateTime(text: string, days: number): string | undefined {
  const found = /^(\d{8})(\d{0,6}(?:\.\d{1,6})?)(?:[+-]\d{4})?$/.exec(text.trim());
  const date = found && shiftDate(found[1], days);
  return found && date ? `${date}${found[2]}` : undefined;
}

export const isTime = (text: string): boolean =>
  /^\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,6})?)?)?$/.test(text.trim());
export const isDate = (text: string): boolean => shiftDate(text, 0) !== undefined;
export const isDateTime = (text: string): boolean =>
  /^\d{4,14}(?:\.\d{1,6})?(?:[+-]\d{4})?$/.test(text.trim());
