/**
 * Writes a list of key images as a DICOM Key Object Selection Document, TID 2010 (PS3.3 A.35.4, PS3.16). Names images
 * and holds no pixels: an archive that has the study shows them again.
 */
import { dicomSeriesUid } from '../../domain/frames';
import { identifierNote } from '../../domain/identifiers';
import { software, type ReportLanguage } from '../../domain/report-facts';
import type { Instance, Series, Study } from '../../domain/study';
import { code, container, image, text, uidref } from './content-items';
import {
  codeSequence,
  dateOf,
  dcm,
  equipmentModules,
  isSynthetic,
  lo,
  referenceItem,
  studyModules,
  timeOf,
} from './items';
import { newUid, uidFromName, writePart10, type Dataset, type Element } from './part10';

export const KEY_OBJECT_SELECTION_STORAGE = '1.2.840.10008.5.1.4.1.1.88.59';

/** One image that was chosen. */
export interface KeyObject {
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
}

export interface KeyObjectsInput {
  readonly study: Study;
  /** In the order in which they should be read. */
  readonly images: readonly KeyObject[];
  readonly language: ReportLanguage;
  /** What the reader says of them; may be empty. */
  readonly description?: string;
  readonly contentDate: Date;
  readonly sopInstanceUid?: string;
  readonly keySeriesUid?: string;
}

interface Chosen {
  readonly series: Series;
  readonly instance: Instance;
  /** Frames that were chosen, in order; undefined for an image of one frame. */
  readonly frames?: readonly number[];
}

/** Each image once, with its frames together; those that the study does not hold are left out. */
function chosenOf({ study, images }: KeyObjectsInput): Chosen[] {
  const byUid = new Map<string, { series: Series; instance: Instance; frames: number[] }>();
  for (const { seriesUid, sopInstanceUid, frame } of images) {
    const series = study.series.find((one) => one.seriesUid === seriesUid);
    const instance = series?.instances.find((one) => one.sopInstanceUid === sopInstanceUid);
    if (!series || !instance) continue;
    const known = byUid.get(sopInstanceUid);
    if (known) known.frames.push(frame);
    else byUid.set(sopInstanceUid, { series, instance, frames: [frame] });
  }
  return [...byUid.values()].map(({ series, instance, frames }) => ({
    series,
    instance,
    ...(instance.frames > 1 && { frames: [...new Set(frames)].sort((a, b) => a - b) }),
  }));
}

/** Every image that is named, by study and series: PS3.3 C.17.2.3. */
function evidence(study: Study, chosen: readonly Chosen[]): Element {
  const bySeries = new Map<string, Dataset[]>();
  for (const { series, instance } of chosen) {
    const uid = dicomSeriesUid(series);
    const items = bySeries.get(uid) ?? [];
    items.push(referenceItem(instance.sopClassUid, instance.sopInstanceUid));
    bySeries.set(uid, items);
  }
  const series = [...bySeries].map(([uid, items]): Dataset => [
    { tag: 0x0020000e, vr: 'UI', value: uid },
    { tag: 0x00081199, vr: 'SQ', value: items },
  ]);
  return {
    tag: 0x0040a375,
    vr: 'SQ',
    value: [
      [
        { tag: 0x0020000d, vr: 'UI', value: study.studyUid },
        { tag: 0x00081115, vr: 'SQ', value: series },
      ],
    ],
  };
}

/** The program, not the computer: a page has no identity. */
const observers: readonly Dataset[] = [
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

function tree(input: KeyObjectsInput, chosen: readonly Chosen[], synthetic: boolean): Dataset[] {
  const { language, description = '' } = input;
  const notes = [...new Set(chosen.map(({ series }) => series))].map((one) => identifierNote(one, language));
  const words = [synthetic ? 'SYNTHETIC' : '', description, ...notes].filter(Boolean).join('\r\n');
  return [
    code(
      'HAS CONCEPT MOD',
      dcm('121049', 'Language of Content Item and Descendants'),
      language === 'zh'
        ? { value: 'zh-CN', scheme: 'RFC5646', meaning: 'Chinese (S)' }
        : { value: 'en-US', scheme: 'RFC5646', meaning: 'English (U.S.)' },
    ),
    ...observers,
    ...(words ? [text('CONTAINS', dcm('113012', 'Key Object Description'), words)] : []),
    ...chosen.map(({ instance, frames }) =>
      image('CONTAINS', undefined, instance.sopClassUid, instance.sopInstanceUid, undefined, frames),
    ),
  ];
}

/**
 * A Part-10 file.
 * @throws RangeError when none of the images is in the study; DicomWriteError when a value cannot be written.
 */
export function writeKeyObjects(input: KeyObjectsInput): Uint8Array<ArrayBuffer> {
  const { study, contentDate } = input;
  const chosen = chosenOf(input);
  if (chosen.length === 0) throw new RangeError('Key objects: none of the images is in the study');
  const synthetic = chosen.some(({ series }) => isSynthetic(study, series));
  const root = container('CONTAINS', dcm('113000', 'Of Interest'), tree(input, chosen, synthetic));
  return writePart10([
    { tag: 0x00080016, vr: 'UI', value: KEY_OBJECT_SELECTION_STORAGE },
    { tag: 0x00080018, vr: 'UI', value: input.sopInstanceUid ?? newUid() },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'KO' },
    { tag: 0x0020000e, vr: 'UI', value: input.keySeriesUid ?? newUid() },
    { tag: 0x00200011, vr: 'IS', value: 9402 },
    { tag: 0x00200013, vr: 'IS', value: 1 },
    { tag: 0x0008103e, vr: 'LO', value: lo(`${synthetic ? 'SYNTHETIC. ' : ''}Key images`) },
    { tag: 0x00081111, vr: 'SQ', value: [] },
    ...equipmentModules,
    { tag: 0x00080023, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00080033, vr: 'TM', value: timeOf(contentDate) },
    evidence(study, chosen),
    {
      tag: 0x0040a504,
      vr: 'SQ',
      value: [
        [
          { tag: 0x00080105, vr: 'CS', value: 'DCMR' },
          { tag: 0x0040db00, vr: 'CS', value: '2010' },
        ],
      ],
    },
    codeSequence(0x0040a043, dcm('113000', 'Of Interest')),
    // The root is a content item without a relation to a parent.
    ...root.filter(({ tag }) => tag !== 0x0040a010 && tag !== 0x0040a043),
  ]);
}
