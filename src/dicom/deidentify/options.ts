/** What the reader may choose: the options of PS3.15 E.3, and what each is called in the file. */
import { type DataSet, type Element, sequence, textElement } from './element';

/** Options of the profile that are chosen. Cleaning of pixels is not here: it is done series by series. */
export interface ProfileOptions {
  /** Taken out; shifted by a number of days of the patient's own; or left as they are. */
  readonly dates: 'remove' | 'shift' | 'keep';
  readonly retainUids: boolean;
  readonly retainDevice: boolean;
  readonly retainInstitution: boolean;
  readonly retainPatient: boolean;
  readonly retainSafePrivate: boolean;
  readonly cleanDescriptors: boolean;
  readonly cleanContent: boolean;
  readonly cleanGraphics: boolean;
}

export type Preset = 'teaching' | 'research' | 'basic';

const none: ProfileOptions = {
  dates: 'remove',
  retainUids: false,
  retainDevice: false,
  retainInstitution: false,
  retainPatient: false,
  retainSafePrivate: false,
  cleanDescriptors: false,
  cleanContent: false,
  cleanGraphics: false,
};

/** What a preset chooses. Teaching: a picture and its technique. Research: intervals and the patient's measures too. */
export const presets: Readonly<Record<Preset, ProfileOptions>> = {
  teaching: { ...none, cleanDescriptors: true, cleanContent: true, retainPatient: true },
  research: {
    ...none,
    dates: 'shift',
    retainPatient: true,
    retainSafePrivate: true,
    cleanDescriptors: true,
    cleanContent: true,
    cleanGraphics: true,
  },
  basic: none,
};

export type MethodCode = readonly [value: string, meaning: string];

/** Codes of context group 7050 for what was done. @param pixelsCleaned the reader masked or confirmed these pixels */
export function methodCodes(options: ProfileOptions, pixelsCleaned: boolean): readonly MethodCode[] {
  const codes: (MethodCode | false)[] = [
    ['113100', 'Basic Application Confidentiality Profile'],
    pixelsCleaned && ['113101', 'Clean Pixel Data Option'],
    options.cleanGraphics && ['113103', 'Clean Graphics Option'],
    options.cleanContent && ['113104', 'Clean Structured Content Option'],
    options.cleanDescriptors && ['113105', 'Clean Descriptors Option'],
    options.dates === 'keep' && ['113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
    options.dates === 'shift' && ['113107', 'Retain Longitudinal Temporal Information Modified Dates Option'],
    options.retainPatient && ['113108', 'Retain Patient Characteristics Option'],
    options.retainDevice && ['113109', 'Retain Device Identity Option'],
    options.retainUids && ['113110', 'Retain UIDs Option'],
    options.retainSafePrivate && ['113111', 'Retain Safe Private Option'],
    options.retainInstitution && ['113112', 'Retain Institution Identity Option'],
  ];
  return codes.filter((code) => code !== false);
}

/** A code item (PS3.3 8.8). */
export const codeItem = (value: string, scheme: string, meaning: string): DataSet => [
  textElement(0x00080100, 'SH', value),
  textElement(0x00080102, 'SH', scheme),
  textElement(0x00080104, 'LO', meaning),
];

/** Longitudinal Temporal Information Modified (0028,0303) by what became of the dates. */
const temporal = { remove: 'REMOVED', shift: 'MODIFIED', keep: 'UNMODIFIED' } as const;

/** What every file says of how it was made (PS3.3 C.7.1.1, C.7.6.1). */
export function methodElements(options: ProfileOptions, pixelsCleaned: boolean): Element[] {
  const codes = methodCodes(options, pixelsCleaned);
  return [
    textElement(0x00120062, 'CS', 'YES'),
    textElement(0x00120063, 'LO', 'Lamplight: PS3.15 basic profile\\See the method codes'),
    sequence(
      0x00120064,
      codes.map(([value, meaning]) => codeItem(value, 'DCM', meaning)),
    ),
    textElement(0x00280303, 'CS', temporal[options.dates]),
  ];
}
