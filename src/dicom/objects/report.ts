/** Structured reports as a tree (PS3.3 C.17.3) with the measurement groups of TID 1500 (PS3.16). */
import type { Code } from '../../domain/finding';
import type { Tags } from '../header/tags';
import type { KeyObject, ObjectRef, ReportObject, SrGroup, SrItem, SrValue } from './contract';
import { WORK_CREATOR } from '../writers/work-block';
import { unitText } from './units';
import { codeAt, floats, headOf, isCode, refOf, refsOf } from './values';

/** A report has some hundred items; a radiation dose report some thousand. Beyond this the tree is cut. */
const mostItems = 20_000;
const deepest = 60;

const dates: Readonly<Record<string, string>> = {
  DATE: 'x0040a121',
  TIME: 'x0040a122',
  DATETIME: 'x0040a120',
};

function numberOf(tags: Tags): SrValue {
  const measured = tags.item('x0040a300');
  return {
    kind: 'number',
    text: measured?.plainList('x0040a30a')[0] ?? '',
    unit: measured && codeAt(measured, 'x004008ea'),
    qualifier: codeAt(tags, 'x0040a301'),
  };
}

function valueOf(tags: Tags, type: string): SrValue {
  const text = (tag: string): SrValue => ({ kind: 'text', text: tags.text(tag) });
  if (tags.has('x0040db73') && !type) return { kind: 'sameAs', place: ulongs(tags, 'x0040db73').join('.') };
  switch (type) {
    case 'TEXT':
      return text('x0040a160');
    case 'PNAME':
      return text('x0040a123');
    case 'UIDREF':
      return { kind: 'text', text: tags.plain('x0040a124') };
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
      return { kind: 'text', text: tags.plain(dates[type]) };
    case 'NUM':
      return numberOf(tags);
    case 'CODE': {
      const code = codeAt(tags, 'x0040a168');
      return code ? { kind: 'code', code } : { kind: 'text', text: '' };
    }
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM': {
      const item = tags.item('x00081199');
      const ref = item && refOf(item);
      return ref ? { kind: 'reference', ref } : { kind: 'text', text: '' };
    }
    case 'SCOORD':
    case 'SCOORD3D':
      return {
        kind: 'coordinates',
        graphic: tags.plain('x00700023'),
        dimensions: type === 'SCOORD' ? 2 : 3,
        points: floats(tags, 'x00700022', 4),
        frameOfReferenceUid: tags.plain('x30060024'),
      };
    case 'TCOORD':
      return { kind: 'text', text: tags.plain('x0040a130') };
    default:
      return { kind: 'container' };
  }
}

function ulongs(tags: Tags, tag: string): number[] {
  const n = (tags.bytes(tag)?.length ?? 0) >> 2;
  return Array.from({ length: n }, (_, i) => tags.uint32(tag, i) ?? 0);
}

/** The tree below one data set, and whether it was cut. */
export function readTree(root: Tags): { readonly root: SrItem; readonly cut: boolean } {
  let left = mostItems;
  let cut = false;
  const read = (tags: Tags, depth: number): SrItem => {
    left--;
    const type = tags.plain('x0040a040');
    const children: SrItem[] = [];
    for (const child of tags.items('x0040a730')) {
      if (left <= 0 || depth >= deepest) {
        cut = true;
        break;
      }
      children.push(read(child, depth + 1));
    }
    return {
      relationship: tags.plain('x0040a010'),
      type,
      concept: codeAt(tags, 'x0040a043'),
      value: valueOf(tags, type),
      children,
    };
  };
  return { root: read(root, 0), cut };
}

function* walk(item: SrItem): Generator<SrItem> {
  yield item;
  for (const child of item.children) yield* walk(child);
}

const isGroup = (item: SrItem): boolean => item.type === 'CONTAINER' && isCode(item.concept, '125007', 'DCM');
/** Finding site in SNOMED CT and in SNOMED RT. */
const isSite = (concept: Code | undefined): boolean => ['363698007', 'G-C0E3'].includes(concept?.value ?? '');

/** The measurement groups of a report, in order. */
export function measurementGroups(root: SrItem): SrGroup[] {
  const groups: SrGroup[] = [];
  for (const item of walk(root)) {
    if (!isGroup(item)) continue;
    const inside = [...walk(item)];
    const of = (value: string): SrItem | undefined =>
      item.children.find((child) => isCode(child.concept, value));
    const text = (found: SrItem | undefined): string =>
      found?.value.kind === 'text' ? found.value.text : '';
    const code = (found: SrItem | undefined): Code | undefined =>
      found?.value.kind === 'code' ? found.value.code : undefined;
    const images: ObjectRef[] = inside.flatMap(({ value }) =>
      value.kind === 'reference' ? [value.ref] : [],
    );
    groups.push({
      name: text(of('112039')),
      trackingUid: text(of('112040')),
      finding: code(of('121071')),
      site: code(item.children.find((child) => isSite(child.concept))),
      values: inside.flatMap(({ concept, value }) =>
        value.kind === 'number' && concept
          ? [{ concept, text: value.text || (value.qualifier?.meaning ?? ''), unit: unitText(value.unit) }]
          : [],
      ),
      images,
    });
  }
  return groups;
}

/** A report of any template. */
export function readReport(tags: Tags): ReportObject {
  const { root, cut } = readTree(tags);
  return {
    ...headOf(tags),
    kind: 'report',
    root,
    template: tags.item('x0040a504')?.plain('x0040db00') ?? '',
    completion: tags.plain('x0040a491'),
    verification: tags.plain('x0040a493'),
    verifiers: tags.items('x0040a073').map((item) => item.text('x0040a075')),
    groups: measurementGroups(root),
    cut,
    manufacturer: tags.text('x00080070'),
    ...workOf(tags),
  };
}

/** The private block of Lamplight's: by its creator, wherever in the group the block was moved to. */
function workOf(tags: Tags): Pick<ReportObject, 'work'> {
  for (let block = 0x10; block <= 0xff; block++) {
    const place = block.toString(16).padStart(2, '0');
    if (tags.plain(`x009900${place}`) !== WORK_CREATOR) continue;
    const work = tags.bytes(`x0099${place}01`);
    return work ? { work: work.slice() as Uint8Array<ArrayBuffer> } : {};
  }
  return {};
}

/** A Key Object Selection Document (PS3.3 A.35.4, TID 2010): title, why, and the images. */
export function readKeyObjects(tags: Tags): KeyObject {
  const { root } = readTree(tags);
  const items = [...walk(root)];
  const head = headOf(tags);
  const listed = items.flatMap(({ value }) => (value.kind === 'reference' ? [value.ref] : []));
  // Some writers name the images among the evidence only, and leave the tree to the description.
  const evidence = tags
    .items('x0040a375')
    .flatMap((study) => study.items('x00081115'))
    .flatMap((series) => refsOf(series.items('x00081199')));
  const said = items.find((item) => isCode(item.concept, '113012'))?.value;
  return {
    ...head,
    kind: 'keyObjects',
    description: said?.kind === 'text' && said.text ? said.text : head.description,
    title: root.concept,
    modifiers: items.flatMap(({ concept, value }) =>
      isCode(concept, '113011') && value.kind === 'code' ? [value.code] : [],
    ),
    images: listed.length > 0 ? listed : evidence,
  };
}
