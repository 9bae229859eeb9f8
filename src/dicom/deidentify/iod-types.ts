/**
 * Which type (1: a value, 2: may be empty, 3: may be absent) an attribute has at the top level of an IOD, for the
 * attributes that the profile would empty or remove (PS3.3 annex A and C). A table's "X/Z/D" is settled by it: what
 * protects most among what keeps the object valid.
 */
const storage = '1.2.840.10008.5.1.4.1.1.';

/** Suffixes of SOP classes below the storage root. */
const enhanced =
  /^(2\.1|2\.2|4\.1|4\.2|4\.3|4\.4|6\.2|12\.1\.1|12\.2\.1|13\.1\.\d|14\.\d|30|66\.4|66\.7|77\.1\.6|91\.1|128\.1|130)$/;
const acquired = /^(2\.1|4\.1|4\.2|4\.3|6\.2|12\.1\.1|12\.2\.1|13\.1\.\d|14\.\d|77\.1\.6|130)$/;
const structured = /^88\./;
const presentation = /^11\./;
const labelled = /^(1\.2\.840\.10008\.5\.1\.4\.39\.1|11\.\d+|66\.[1-8]|67|30|91\.1)$/;
const projection = /^1\.[1-3](\.1)?$/;
const mammography = /^1\.2(\.1)?$/;
const pet = /^128$/;
const radiotherapy = /^481\./;
const documents = /^104\./;
const visible = /^77\.1\./;

const tags = (text: string): ReadonlySet<number> =>
  new Set(text.split(' ').map((tag) => Number.parseInt(tag, 16)));

const rows: readonly (readonly [1 | 2, RegExp, ReadonlySet<number>])[] = [
  [1, /./, tags('00080016 00080018 0020000D 0020000E 00620005 00620020 0040A043')],
  [1, enhanced, tags('00181000 00080023 00080033')],
  [1, acquired, tags('0008002A 00181030')],
  [1, structured, tags('00080023 00080033 00080012 00080013')],
  [1, presentation, tags('00700082 00700083')],
  [1, labelled, tags('00080023 00080033')],
  [1, mammography, tags('0018700A')],
  [1, pet, tags('00080021 00080031')],
  [1, /^481\.3$/, tags('30060002')],
  [1, /^481\.[58]$/, tags('300A0002')],
  [
    2,
    /./,
    tags(
      '00080020 00080030 00080050 00080090 00100010 00100020 00100030 00100040 00200010 00201040 00400555',
    ),
  ],
  [2, structured, tags('00081111 0040A372')],
  [2, labelled, tags('00700081 00700084')],
  [2, pet, tags('00080022 00080032')],
  [2, projection, tags('00080022 00080032 00081140')],
  [2, radiotherapy, tags('00081070 300A00B2 30060008 30060009 300A0006 300A0007 30080250 30080251')],
  [2, documents, tags('00080023 00080033 0008002A 00420010')],
  [2, visible, tags('00080023 00080033 0008002A')],
];

/** @param sopClassUid of the whole object, wherever the attribute lies in it */
export function typeOf(tag: number, sopClassUid: string): 1 | 2 | 3 {
  const suffix = sopClassUid.startsWith(storage) ? sopClassUid.slice(storage.length) : sopClassUid;
  return rows.find(([, classes, named]) => named.has(tag) && classes.test(suffix))?.[0] ?? 3;
}
