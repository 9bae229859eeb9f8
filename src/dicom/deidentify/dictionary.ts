/** The standard's data dictionary: VR and keyword by tag. */
import { dictionaryLines } from './dictionary-data';
import { isPrivate } from './element';

interface Entry {
  readonly vr: string;
  readonly keyword: string;
}

let entries: Map<number, Entry> | undefined;

function all(): Map<number, Entry> {
  if (entries) return entries;
  entries = new Map();
  for (const line of dictionaryLines) {
    const vr = line.slice(0, 2);
    for (const word of line.slice(3).split(' '))
      entries.set(Number.parseInt(word.slice(0, 8), 16), { vr, keyword: word.slice(8) });
  }
  return entries;
}

/** VR of a standard element; undefined for private and unknown ones. */
export function vrOf(tag: number): string | undefined {
  if ((tag & 0xffff) === 0) return 'UL';
  if (isPrivate(tag)) return undefined;
  return all().get(tag)?.vr;
}

/** "PatientName"; for what the standard does not name, what kind it is. */
export function keywordOf(tag: number): string {
  const group = tag >>> 16;
  if (isPrivate(tag)) return (tag & 0xffff) < 0x100 && (tag & 0xffff) >= 0x10 ? 'PrivateCreator' : 'Private';
  if (group >= 0x6000 && group <= 0x60ff) return 'Overlay';
  if (group >= 0x5000 && group <= 0x50ff) return 'Curve';
  return all().get(tag)?.keyword ?? 'Unknown';
}
