/** Values that say nothing, by VR: for attributes that must have one. */
import { type Element, sequence, textElement } from './element';
import { codeItem } from './options';

export const DUMMY_NAME = 'ANONYMOUS';
const DUMMY_TEXT = 'ANONYMIZED';

const byVr: Readonly<Record<string, string>> = {
  AE: 'ANON',
  AS: '000D',
  CS: 'ANON',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  PN: DUMMY_NAME,
  TM: '000000',
};

export function dummyOf({ tag, vr, bytes }: Element): Element {
  if (vr === 'SQ') return sequence(tag, [codeItem('ANON', '99LAMPLIGHT', DUMMY_TEXT)]);
  if (['LO', 'SH', 'ST', 'LT', 'UT', 'UC'].includes(vr)) return textElement(tag, vr, DUMMY_TEXT);
  const text = byVr[vr];
  if (text !== undefined) return textElement(tag, vr, text);
  // Numbers and bytes: as many of zero.
  return { tag, vr, bytes: new Uint8Array(Math.min(bytes.length, 8)) };
}
