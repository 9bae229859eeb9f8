/** Measurement groups of a report (TID 1410, 1411, 1501) with their numbers, codes and places. */
import type { Code } from '../../domain/finding';
import type { ObjectRef, SrItem } from './contract';
import { isCode } from './values';

/** Where something was measured: on an image in pixels from the corner of the first, or in the patient, LPS mm. */
export interface MeasuredRegion {
  /** POINT, MULTIPOINT, POLYLINE, CIRCLE, ELLIPSE, POLYGON, ELLIPSOID. */
  readonly graphic: string;
  readonly dimensions: 2 | 3;
  readonly points: readonly number[];
  readonly frameOfReferenceUid: string;
  /** The image of a 2-D region; absent when the report does not name it. */
  readonly image?: ObjectRef;
}

export interface MeasuredNumber {
  readonly concept: Code;
  readonly value: number;
  /** UCUM code; empty when not said. */
  readonly unit: string;
  /** Mean, standard deviation and the like. */
  readonly derivation?: Code;
  /** Where this number was taken; absent when it is of the group as a whole. */
  readonly region?: MeasuredRegion;
}

export interface MeasuredGroup {
  readonly name: string;
  readonly trackingUid: string;
  readonly finding?: Code;
  readonly site?: Code;
  readonly side?: Code;
  readonly numbers: readonly MeasuredNumber[];
  /** Regions that belong to no number. */
  readonly regions: readonly MeasuredRegion[];
  readonly codes: readonly { readonly concept: Code; readonly value: Code }[];
  readonly texts: readonly { readonly concept: Code; readonly text: string }[];
  /** The segment of a SEG that the group is about. */
  readonly segment?: { readonly sopInstanceUid: string; readonly number: number };
}

function regionsOf(items: readonly SrItem[]): MeasuredRegion[] {
  return items.flatMap(({ value, children }): MeasuredRegion[] => {
    if (value.kind !== 'coordinates') return [];
    const source = children.find((child) => child.value.kind === 'reference')?.value;
    const { graphic, dimensions, points, frameOfReferenceUid } = value;
    return [
      {
        graphic,
        dimensions,
        points,
        frameOfReferenceUid,
        ...(source?.kind === 'reference' && { image: source.ref }),
      },
    ];
  });
}

const codeIn = (items: readonly SrItem[], ...values: readonly string[]): Code | undefined => {
  const found = items.find(({ concept }) => values.includes(concept?.value ?? ''))?.value;
  return found?.kind === 'code' ? found.code : undefined;
};

function numberOf({ concept, value, children }: SrItem): MeasuredNumber[] {
  if (value.kind !== 'number' || !concept) return [];
  const measured = value.text.trim() === '' ? Number.NaN : Number(value.text);
  if (!Number.isFinite(measured)) return [];
  const [region] = regionsOf(children);
  const derivation = codeIn(children, '121401');
  return [
    {
      concept,
      value: measured,
      unit: value.unit?.value ?? '',
      ...(derivation && { derivation }),
      ...(region && { region }),
    },
  ];
}

function groupOf({ children }: SrItem): MeasuredGroup {
  const textIn = (value: string): string => {
    const found = children.find(({ concept }) => isCode(concept, value))?.value;
    return found?.kind === 'text' ? found.text : '';
  };
  const site = children.find(({ concept }) => ['363698007', 'G-C0E3'].includes(concept?.value ?? ''));
  const segment = children.find(({ concept }) => isCode(concept, '121191'))?.value;
  const [number] = segment?.kind === 'reference' ? segment.ref.segments : [];
  return {
    name: textIn('112039'),
    trackingUid: textIn('112040'),
    finding: codeIn(children, '121071'),
    site: site?.value.kind === 'code' ? site.value.code : undefined,
    side: codeIn([...(site?.children ?? []), ...children], '272741003', 'G-C171'),
    numbers: children.flatMap(numberOf),
    regions: regionsOf(children),
    codes: children.flatMap(({ concept, value }) =>
      concept && value.kind === 'code' ? [{ concept, value: value.code }] : [],
    ),
    texts: children.flatMap(({ concept, value, type }) =>
      concept && value.kind === 'text' && type === 'TEXT' ? [{ concept, text: value.text }] : [],
    ),
    ...(segment?.kind === 'reference' &&
      number !== undefined && { segment: { sopInstanceUid: segment.ref.sopInstanceUid, number } }),
  };
}

/** The groups of a report, in order. */
export function measuredGroups(root: SrItem): readonly MeasuredGroup[] {
  const groups: MeasuredGroup[] = [];
  const visit = (item: SrItem): void => {
    if (item.type === 'CONTAINER' && isCode(item.concept, '125007', 'DCM')) groups.push(groupOf(item));
    else item.children.forEach(visit);
  };
  visit(root);
  return groups;
}
