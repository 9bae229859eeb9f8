/**
 * Writes windows and marks as softcopy presentation states (PS3.3 A.33.1 grey, A.33.2 colour). A grey state carries
 * one modality LUT, so images of different rescale or of different tables get a state each.
 */
import { dicomSeriesUid, frameInstance } from '../../domain/frames';
import { identifierNote } from '../../domain/identifiers';
import { researchUse, software } from '../../domain/report-facts';
import type { Instance, Series, Study } from '../../domain/study';
import { shownInstance } from '../../domain/uptake';
import { srgbProfile } from './icc';
import { cs, dateOf, equipmentModules, isSynthetic, lo, referenceItem, studyModules, timeOf } from './items';
import { annotationItem, LAYER, type PresentationMark } from './marks';
import { tableItem, tableKey } from './tables';
import { newUid, uidFromName, writePart10, type Dataset, type Element } from './part10';

export const GRAYSCALE_PRESENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.11.1';
export const COLOUR_PRESENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.11.2';

/** An image and how it is shown. */
export interface PresentationImage {
  readonly seriesUid: string;
  readonly sopInstanceUid: string;
  /** From 1. */
  readonly frame: number;
  /** Modality values, SUV where the series shows SUV; absent: the image's own. Not for colour. */
  readonly window?: {
    readonly center: number;
    readonly width: number;
    readonly function?: 'LINEAR_EXACT' | 'SIGMOID';
  };
  readonly inverted?: boolean;
}

export interface PresentationInput {
  readonly study: Study;
  /** Images that are named, each frame once; those of marks must be among them. */
  readonly images: readonly PresentationImage[];
  readonly marks: readonly PresentationMark[];
  /** What it is called, any language; 64 characters of it are written. */
  readonly description: string;
  readonly contentDate: Date;
  readonly prSeriesUid?: string;
  readonly seriesNumber?: number;
}

export interface WrittenPresentation {
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Placed {
  readonly image: PresentationImage;
  readonly series: Series;
  /** As its frame sees it, with the rescale that leads to the values that are shown. */
  readonly instance: Instance;
}

/** A palette's colours are its own, as those of three samples are: no window goes before them. */
const isColour = ({ instance }: Placed): boolean =>
  instance.samplesPerPixel > 1 || instance.photometricInterpretation === 'PALETTE COLOR';
const inverse = ({ instance, image }: Placed): boolean =>
  (instance.photometricInterpretation === 'MONOCHROME1') !== (image.inverted ?? false);

/** Images that one state can hold: the same kind of grey, from the same values. */
function groupKey(one: Placed): string {
  const { series, instance } = one;
  if (isColour(one)) return `colour ${series.seriesUid}`;
  const { rescaleSlope, rescaleIntercept, modalityLut } = instance;
  return [series.seriesUid, rescaleSlope, rescaleIntercept, tableKey(modalityLut), inverse(one)].join(' ');
}

/** Images that the study holds. */
function placed({ study, images }: PresentationInput): Placed[] {
  return images.flatMap((image) => {
    const series = study.series.find((one) => one.seriesUid === image.seriesUid);
    const whole = series?.instances.find((one) => one.sopInstanceUid === image.sopInstanceUid);
    if (!series || !whole) return [];
    return [{ image, series, instance: shownInstance(series, frameInstance(whole, image.frame)) }];
  });
}

const reference = ({ instance, image }: Placed): Dataset =>
  referenceItem(
    instance.sopClassUid,
    instance.sopInstanceUid,
    instance.frames > 1 ? [image.frame] : undefined,
  );
const references = (group: readonly Placed[]): Element => ({
  tag: 0x00081140,
  vr: 'SQ',
  value: group.map(reference),
});

/** ReferencedSeriesSequence names a multi-frame image once, with the frames. */
function referencedSeries(group: readonly Placed[]): Element {
  const frames = new Map<string, { instance: Instance; frames: number[] }>();
  for (const { instance, image } of group) {
    const known = frames.get(instance.sopInstanceUid);
    if (known) known.frames.push(image.frame);
    else frames.set(instance.sopInstanceUid, { instance, frames: [image.frame] });
  }
  const items = [...frames.values()].map((one) =>
    referenceItem(
      one.instance.sopClassUid,
      one.instance.sopInstanceUid,
      one.instance.frames > 1 ? [...new Set(one.frames)].sort((a, b) => a - b) : undefined,
    ),
  );
  const item: Dataset = [
    { tag: 0x00081140, vr: 'SQ', value: items },
    { tag: 0x0020000e, vr: 'UI', value: dicomSeriesUid(group[0].series) },
  ];
  return { tag: 0x00081115, vr: 'SQ', value: [item] };
}

const byKey = (list: readonly Placed[], key: (one: Placed) => string): readonly Placed[][] => {
  const groups = new Map<string, Placed[]>();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
};

/** Softcopy VOI LUT: an item a window; the file's own table where it has one and no window was chosen. */
function windows(group: readonly Placed[]): Dataset {
  const shown = group.filter(({ image }) => image.window);
  const tables = byKey(
    group.filter(({ image, instance }) => !image.window && instance.voiLut),
    ({ instance }) => tableKey(instance.voiLut),
  ).map((same): Dataset => [
    references(same),
    { tag: 0x00283010, vr: 'SQ', value: [tableItem(same[0].instance.voiLut!)] },
  ]);
  const items = byKey(shown, ({ image }) => JSON.stringify(image.window)).map((same): Dataset => {
    const window = same[0].image.window!;
    return [
      references(same),
      { tag: 0x00281050, vr: 'DS', value: window.center },
      { tag: 0x00281051, vr: 'DS', value: window.width },
      ...(window.function ? ([{ tag: 0x00281056, vr: 'CS', value: window.function }] as const) : []),
    ];
  });
  const all = [...items, ...tables];
  return all.length > 0 ? [{ tag: 0x00283110, vr: 'SQ', value: all }] : [];
}

/** Displayed area: each image whole, in an item a size. */
function areas(group: readonly Placed[]): Element {
  const size = ({ instance: i }: Placed): string => [i.columns, i.rows, i.pixelSpacing].join();
  const items = byKey(group, size).map((same): Dataset => {
    const { columns, rows, pixelSpacing } = same[0].instance;
    const scale: Element = pixelSpacing
      ? { tag: 0x00700101, vr: 'DS', value: pixelSpacing }
      : { tag: 0x00700102, vr: 'IS', value: [1, 1] };
    return [
      references(same),
      { tag: 0x00700052, vr: 'SL', value: [1, 1] },
      { tag: 0x00700053, vr: 'SL', value: [columns, rows] },
      { tag: 0x00700100, vr: 'CS', value: 'SCALE TO FIT' },
      scale,
    ];
  });
  return { tag: 0x0070005a, vr: 'SQ', value: items };
}

/** How stored values become what the window is in; PS3.3 C.11.1. */
function modality({ series, instance }: Placed): Dataset {
  const { rescaleSlope, rescaleIntercept, modalityLut } = instance;
  if (modalityLut)
    return [{ tag: 0x00283000, vr: 'SQ', value: [tableItem(modalityLut, instance.rescaleType || 'US')] }];
  if (rescaleSlope === 1 && rescaleIntercept === 0) return [];
  const hounsfield = series.modality === 'CT' && instance.rescaleType !== 'US';
  return [
    { tag: 0x00281052, vr: 'DS', value: rescaleIntercept },
    { tag: 0x00281053, vr: 'DS', value: rescaleSlope },
    { tag: 0x00281054, vr: 'LO', value: hounsfield ? 'HU' : 'US' },
  ];
}

function graphics(group: readonly Placed[], marks: readonly PresentationMark[]): Dataset {
  const items = group.flatMap((one): Dataset[] => {
    const { sopInstanceUid, frame } = one.image;
    const own = marks.filter((m) => m.sopInstanceUid === sopInstanceUid && m.frame === frame);
    return own.length > 0 ? [[references([one]), ...annotationItem(own, one.instance)]] : [];
  });
  if (items.length === 0) return [];
  const layer: Dataset = [
    { tag: 0x00700002, vr: 'CS', value: LAYER },
    { tag: 0x00700062, vr: 'IS', value: 1 },
  ];
  return [
    { tag: 0x00700001, vr: 'SQ', value: items },
    { tag: 0x00700060, vr: 'SQ', value: [layer] },
  ];
}

/** Type 2C of the series: the part as the images name it, and its side where the series has one. */
function part({ series }: Placed): Dataset {
  const named = cs(series.bodyPart);
  const side = /^[LR]$/.test(series.laterality) ? series.laterality : undefined;
  return [
    ...(named ? ([{ tag: 0x00180015, vr: 'CS', value: named }] as const) : []),
    ...(side || !named ? ([{ tag: 0x00200060, vr: 'CS', value: side ?? '' }] as const) : []),
  ];
}

function stateOf(input: PresentationInput, group: readonly Placed[], number: number, seriesUid: string) {
  const { study, contentDate } = input;
  const [first] = group;
  const colour = isColour(first);
  const sopInstanceUid = newUid();
  const synthetic = isSynthetic(study, first.series);
  const note = identifierNote(first.series, 'en');
  const said = lo(`${synthetic ? 'SYNTHETIC. ' : ''}${input.description}`);
  const bytes = writePart10([
    {
      tag: 0x00080016,
      vr: 'UI',
      value: colour ? COLOUR_PRESENTATION_STORAGE : GRAYSCALE_PRESENTATION_STORAGE,
    },
    { tag: 0x00080018, vr: 'UI', value: sopInstanceUid },
    ...studyModules(study),
    { tag: 0x00080060, vr: 'CS', value: 'PR' },
    { tag: 0x0020000e, vr: 'UI', value: seriesUid },
    { tag: 0x00200011, vr: 'IS', value: input.seriesNumber ?? 9405 },
    { tag: 0x00200013, vr: 'IS', value: number },
    { tag: 0x0008103e, vr: 'LO', value: lo(`${synthetic ? 'SYNTHETIC. ' : ''}Marks. ${researchUse.en}`) },
    ...part(first),
    ...equipmentModules,
    referencedSeries(group),
    ...(colour
      ? ([{ tag: 0x00282000, vr: 'OB', value: srgbProfile() }] as const)
      : [
          ...modality(first),
          ...windows(group),
          { tag: 0x20500020, vr: 'CS', value: inverse(first) ? 'INVERSE' : 'IDENTITY' } as const,
        ]),
    areas(group),
    ...graphics(group, input.marks),
    { tag: 0x00700080, vr: 'CS', value: 'MARKS' },
    { tag: 0x00700081, vr: 'LO', value: lo(note ? `${said} (UIDs made up)` : said) },
    { tag: 0x00700082, vr: 'DA', value: dateOf(contentDate) },
    { tag: 0x00700083, vr: 'TM', value: timeOf(contentDate) },
    { tag: 0x00700084, vr: 'PN', value: `${software.name}^` },
  ]);
  return { sopInstanceUid, bytes };
}

/**
 * Part-10 files, one for each group of images that share their values and their grey; all in one series.
 * @throws RangeError when none of the images is in the study or can be described; DicomWriteError when a value cannot
 *   be written.
 */
export function writeGsps(input: PresentationInput): readonly WrittenPresentation[] {
  const all = placed(input);
  if (all.length === 0) throw new RangeError('GSPS: none of the images can be described');
  const seriesUid = input.prSeriesUid ?? newUid();
  // Grey and colour are different objects; a series holds one kind.
  const colourUid = uidFromName(`${seriesUid} colour`);
  return byKey(all, groupKey).map((group, n) =>
    stateOf(input, group, n + 1, isColour(group[0]) ? colourUid : seriesUid),
  );
}
