/** What documents and presentation states of Lamplight have in common: identity, evidence, language, device. */
import { dicomSeriesUid } from '../../domain/frames';
import type { Code } from '../../domain/finding';
import { software, type ReportLanguage } from '../../domain/report-facts';
import type { Series } from '../../domain/study';
import { code, text, uidref } from './content-items';
import { dcm, referenceItem } from './items';
import { uidFromName, type Dataset, type Element } from './part10';

/** An object as another one names it: PS3.3 C.17.2.1. */
export interface ObjectName {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** Images of a series by name. */
export const namesOf = (series: Series): readonly ObjectName[] =>
  series.instances.map(({ sopClassUid, sopInstanceUid }) => ({
    studyUid: series.studyUid,
    seriesUid: dicomSeriesUid(series),
    sopClassUid,
    sopInstanceUid,
  }));

const grouped = <T>(list: readonly T[], key: (one: T) => string): readonly (readonly [string, T[]])[] => {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups];
};

/** Hierarchical SOP Instance Reference (PS3.3 C.17.2.1): each object once, by study and series. */
export function hierarchy(tag: number, names: readonly ObjectName[]): Element {
  const unique = [...new Map(names.map((one) => [one.sopInstanceUid, one])).values()];
  const studies = grouped(unique, (one) => one.studyUid).map(([studyUid, inStudy]): Dataset => [
    { tag: 0x0020000d, vr: 'UI', value: studyUid },
    {
      tag: 0x00081115,
      vr: 'SQ',
      value: grouped(inStudy, (one) => one.seriesUid).map(([seriesUid, inSeries]): Dataset => [
        { tag: 0x0020000e, vr: 'UI', value: seriesUid },
        {
          tag: 0x00081199,
          vr: 'SQ',
          value: inSeries.map((one) => referenceItem(one.sopClassUid, one.sopInstanceUid)),
        },
      ]),
    },
  ]);
  return { tag, vr: 'SQ', value: studies };
}

/** ContentTemplateSequence of a root container. */
export const template = (id: string): Element => ({
  tag: 0x0040a504,
  vr: 'SQ',
  value: [
    [
      { tag: 0x00080105, vr: 'CS', value: 'DCMR' },
      { tag: 0x0040db00, vr: 'CS', value: id },
    ],
  ],
});

const languageCodes: Readonly<Record<ReportLanguage, Code>> = {
  zh: { value: 'zh-CN', scheme: 'RFC5646', meaning: 'Chinese (S)' },
  en: { value: 'en-US', scheme: 'RFC5646', meaning: 'English (U.S.)' },
};

/** TID 1204. */
export const languageItem = (language: ReportLanguage): Dataset =>
  code('HAS CONCEPT MOD', dcm('121049', 'Language of Content Item and Descendants'), languageCodes[language]);

/** TID 1001 of the program, not the computer: a page has no identity, and must not make one up to follow a doctor by. */
export const deviceObserver = (): readonly Dataset[] => [
  code('HAS OBS CONTEXT', dcm('121005', 'Observer Type'), dcm('121007', 'Device')),
  uidref(
    'HAS OBS CONTEXT',
    dcm('121012', 'Device Observer UID'),
    uidFromName(`${software.name} ${software.version}`),
  ),
  text('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), software.name),
  text('HAS OBS CONTEXT', dcm('121014', 'Device Observer Manufacturer'), software.manufacturer),
  text('HAS OBS CONTEXT', dcm('121015', 'Device Observer Model Name'), software.name),
];
