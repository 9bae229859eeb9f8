/** Private elements that may stay: those of blocks known to hold numbers of technique (PS3.15 E.3.10). */
import { type DataSet, type Element, isPrivate, plainText } from './element';
import { safePrivate } from './keep-lists';

const numeric = /^[-+\d.eE \\]*$/;

/** Tags of a data set that may stay, with the creators of their blocks. */
export function keptPrivate(set: DataSet): ReadonlySet<number> {
  const creators = new Map<string, Element>();
  for (const element of set) {
    const low = element.tag & 0xffff;
    if (isPrivate(element.tag) && low >= 0x10 && low <= 0xff)
      creators.set(`${element.tag >>> 16}/${low}`, element);
  }
  const kept = new Set<number>();
  for (const element of set) {
    const low = element.tag & 0xffff;
    const group = element.tag >>> 16;
    const creator =
      isPrivate(element.tag) && low >= 0x1000 ? creators.get(`${group}/${low >> 8}`) : undefined;
    if (!creator) continue;
    const name = plainText(creator);
    const row = safePrivate.find(([who, g, e]) => who === name && g === group && e === (low & 0xff));
    if (!row || !holdsNumbers(element, row[3])) continue;
    kept.add(element.tag);
    kept.add(creator.tag);
  }
  return kept;
}

/** An implicit file names no VR: bytes that are not what the table says are not kept. */
function holdsNumbers({ vr, bytes, items }: Element, expected: string): boolean {
  if (items || vr !== expected) return false;
  return expected === 'DS' || expected === 'IS' ? numeric.test(plainText({ tag: 0, vr, bytes })) : true;
}
