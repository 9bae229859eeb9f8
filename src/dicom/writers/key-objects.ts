/**
 * Writes a list of key images as a DICOM Key Object Selection Document, TID 2010 (PS3.3 A.35.4, PS3.16). Names images
 * and holds no pixels: an archive that has the study shows them again.
 */
import { dicomSeriesUid } from '../../domain/frames';
import { identifierNote } from '../../domain/identifiers';
import type { ReportLanguage } from '../../domain/report-facts';
import type { Instance, Series, Study } from '../../domain/study';
import { container, image, text } from './content-items';
import { deviceObserver, hierarchy, languageItem, template, type ObjectName } from './document';
import { codeSequence, dateOf, dcm, equipmentModules, isSynthetic, lo, studyModules, timeOf } from './items';
import { newUid, writePart10, type Dataset } from './part10';

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

const nameOf = ({ series, instance }: Chosen): ObjectName => ({
  studyUid: series.studyUid,
  seriesUid: dicomSeriesUid(series),
  sopClassUid: instance.sopClassUid,
  sopInstanceUid: instance.sopInstanceUid,
});

function tree(input: KeyObjectsInput, chosen: readonly Chosen[], synthetic: boolean): Dataset[] {
  const { language, description = '' } = input;
  const notes = [...new Set(chosen.map(({ series }) => series))].map((one) => identifierNote(one, language));
  const words = [synthetic ? 'SYNTHETIC' : '', description, ...notes].filter(Boolean).join('\r\n');
  return [
    languageItem(language),
    ...deviceObserver(),
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
    hierarchy(0x0040a375, chosen.map(nameOf)),
    template('2010'),
    codeSequence(0x0040a043, dcm('113000', 'Of Interest')),
    // The root is a content item without a relation to a parent.
    ...root.filter(({ tag }) => tag !== 0x0040a010 && tag !== 0x0040a043),
  ]);
}
