/** Building blocks that the SEG and SR writers share: coded concepts, references, the study's and equipment's modules. */
import { PRIVATE_SCHEME } from '../../domain/codes';
import type { Code } from '../../domain/finding';
import { software } from '../../domain/report-facts';
import type { Series, Study } from '../../domain/study';
import type { Dataset, Element } from './part10';

export const SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.4';
export const COMPREHENSIVE_3D_SR_STORAGE = '1.2.840.10008.5.1.4.1.1.88.34';

export const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
export const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });

/** One item of a code sequence. */
export const codeItem = ({ value, scheme, meaning }: Code): Dataset => [
  // A model's maker may write a longer one than SH holds; the object must stay valid.
  { tag: 0x00080100, vr: 'SH', value: sh(value) },
  { tag: 0x00080102, vr: 'SH', value: sh(scheme) },
  { tag: 0x00080104, vr: 'LO', value: lo(meaning) },
];
export const codeSequence = (tag: number, ...codes: readonly Code[]): Element => ({
  tag,
  vr: 'SQ',
  value: codes.map(codeItem),
});

/** CodingSchemeIdentificationSequence: what our own codes (nodule type, labels without a code) are. */
export function privateSchemes(): Element {
  const declared: Dataset = [
    { tag: 0x00080102, vr: 'SH', value: PRIVATE_SCHEME },
    { tag: 0x00080115, vr: 'ST', value: 'Lamplight private codes' },
    { tag: 0x00080116, vr: 'ST', value: software.manufacturer },
  ];
  return { tag: 0x00080110, vr: 'SQ', value: [declared] };
}

const utf8 = new TextEncoder();

/** As many whole characters of a text as take no more than these bytes. */
function cut(text: string, bytes: number): string {
  let out = '';
  let length = 0;
  for (const letter of text) {
    length += utf8.encode(letter).length;
    if (length > bytes) break;
    out += letter;
  }
  return out.trimEnd();
}

/**
 * Text for a single LO value: no backslash (it would be a second value), no line break, and no more than 64 bytes. The
 * standard counts characters; dciodvfy, and systems with columns of 64 bytes, do not.
 */
export const lo = (text: string): string => cut(text.replace(/[\\\r\n\t]+/g, ' ').trim(), 64);
/** The same for SH, 16 bytes. */
export const sh = (text: string): string => cut(lo(text), 16);

/** ReferencedSOPClassUID and ReferencedSOPInstanceUID, with frames for a multi-frame instance. */
export const referenceItem = (
  sopClassUid: string,
  sopInstanceUid: string,
  frames?: readonly number[],
): Dataset => [
  { tag: 0x00081150, vr: 'UI', value: sopClassUid },
  { tag: 0x00081155, vr: 'UI', value: sopInstanceUid },
  ...(frames ? ([{ tag: 0x00081160, vr: 'IS', value: frames }] as const) : []),
];

const two = (n: number): string => String(n).padStart(2, '0');
/** Local date and time, as DA and TM. */
export const dateOf = (t: Date): string => `${t.getFullYear()}${two(t.getMonth() + 1)}${two(t.getDate())}`;
export const timeOf = (t: Date): string => `${two(t.getHours())}${two(t.getMinutes())}${two(t.getSeconds())}`;

/** A date as DA has it: the old writing YYYY.MM.DD is turned, what is no date is left out. */
export function da(text: string): string {
  const [, year, month, day] = /^(\d{4})[.-]?(\d{2})[.-]?(\d{2})$/.exec(text.trim()) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const there = !Number.isNaN(time) && new Date(time).getUTCDate() === Number(day) && Number(month) <= 12;
  return there && Number(year) > 0 ? `${year}${month}${day}` : '';
}

/** A time as TM has it, without the colons of the old writing; what is no time is left out. */
export function tm(text: string): string {
  const plain = text.trim().replaceAll(':', '');
  return /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/.test(plain) ? plain : '';
}

/** A name as PN has it: three groups of at most 64 characters and five components. */
export const pn = (text: string): string =>
  text
    .split('=')
    .slice(0, 3)
    .map((group) => lo(group.split('^').slice(0, 5).join('^')))
    .join('=');

/** A code as CS has it; empty when it is none. */
export const cs = (text: string): string => {
  const code = text.trim().toUpperCase();
  return /^[A-Z0-9 _]{1,16}$/.test(code) ? code : '';
};

/**
 * Patient and General Study modules, copied from the study that was read. Others write values that their VR does not
 * allow; what this page writes must be valid all the same.
 */
export const studyModules = (study: Study): Dataset => [
  { tag: 0x00100010, vr: 'PN', value: pn(study.patient.name) },
  { tag: 0x00100020, vr: 'LO', value: lo(study.patient.id) },
  { tag: 0x00100030, vr: 'DA', value: da(study.patient.birthDate) },
  // An enumerated value: anything else would make the object invalid, so it is left empty (Type 2).
  { tag: 0x00100040, vr: 'CS', value: /^[MFO]$/.test(study.patient.sex) ? study.patient.sex : '' },
  ...(/^\d{3}[DWMY]$/.test(study.patient.age)
    ? ([{ tag: 0x00101010, vr: 'AS', value: study.patient.age }] as const)
    : []),
  { tag: 0x0020000d, vr: 'UI', value: study.studyUid },
  { tag: 0x00080020, vr: 'DA', value: da(study.date) },
  { tag: 0x00080030, vr: 'TM', value: tm(study.time) },
  { tag: 0x00200010, vr: 'SH', value: sh(study.id) },
  { tag: 0x00080050, vr: 'SH', value: sh(study.accession) },
  { tag: 0x00080090, vr: 'PN', value: pn(study.referringPhysician) },
  ...(lo(study.description) ? ([{ tag: 0x00081030, vr: 'LO', value: lo(study.description) }] as const) : []),
];

/** General and Enhanced General Equipment modules: us, not the scanner. */
export const equipmentModules: Dataset = [
  { tag: 0x00080070, vr: 'LO', value: software.manufacturer },
  { tag: 0x00081090, vr: 'LO', value: software.name },
  // Type 1, and a page has no serial number.
  { tag: 0x00181000, vr: 'LO', value: '0' },
  { tag: 0x00181020, vr: 'LO', value: software.version },
];

export const isSynthetic = (study: Study, series: Series): boolean =>
  series.synthetic || study.series.some((s) => s.synthetic);
