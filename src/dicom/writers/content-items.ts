/** Content items of structured reports (PS3.3 C.17.3), as plain functions that give a data set each. */
import type { Code } from '../../domain/finding';
import { codeSequence, referenceItem } from './items';
import { formatDs, type Dataset, type Element } from './part10';

export type Relationship =
  'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS ACQ CONTEXT' | 'INFERRED FROM' | 'SELECTED FROM';

type Children = readonly Dataset[];

function item(
  relation: Relationship,
  valueType: string,
  concept: Code | undefined,
  value: Dataset,
  children: Children = [],
): Dataset {
  const named: Element[] = concept ? [codeSequence(0x0040a043, concept)] : [];
  const content: Element[] = children.length > 0 ? [{ tag: 0x0040a730, vr: 'SQ', value: children }] : [];
  return [
    { tag: 0x0040a010, vr: 'CS', value: relation },
    { tag: 0x0040a040, vr: 'CS', value: valueType },
    ...named,
    ...value,
    ...content,
  ];
}

export const container = (relation: Relationship, concept: Code, children: Children): Dataset =>
  item(relation, 'CONTAINER', concept, [{ tag: 0x0040a050, vr: 'CS', value: 'SEPARATE' }], children);

export const code = (relation: Relationship, concept: Code, value: Code, children?: Children): Dataset =>
  item(relation, 'CODE', concept, [codeSequence(0x0040a168, value)], children);

export const text = (relation: Relationship, concept: Code, value: string): Dataset =>
  item(relation, 'TEXT', concept, [{ tag: 0x0040a160, vr: 'UT', value }]);

export const uidref = (relation: Relationship, concept: Code, uid: string): Dataset =>
  item(relation, 'UIDREF', concept, [{ tag: 0x0040a124, vr: 'UI', value: uid }]);

export const pname = (relation: Relationship, concept: Code, name: string): Dataset =>
  item(relation, 'PNAME', concept, [{ tag: 0x0040a123, vr: 'PN', value: name }]);

/** Points on an image: column, row, column, row, ..., (0, 0) the top left corner of the first pixel. */
export const scoord = (
  relation: Relationship,
  concept: Code | undefined,
  graphic: string,
  data: readonly number[],
  children: Children,
): Dataset =>
  item(
    relation,
    'SCOORD',
    concept,
    [
      { tag: 0x00700022, vr: 'FL', value: data },
      { tag: 0x00700023, vr: 'CS', value: graphic },
    ],
    children,
  );

/** Points of the patient: x, y, z, x, y, z, ..., LPS mm. */
export const scoord3d = (
  relation: Relationship,
  concept: Code | undefined,
  graphic: string,
  data: readonly number[],
  frameOfReferenceUid: string,
): Dataset =>
  item(relation, 'SCOORD3D', concept, [
    { tag: 0x00700022, vr: 'FL', value: data },
    { tag: 0x00700023, vr: 'CS', value: graphic },
    { tag: 0x30060024, vr: 'UI', value: frameOfReferenceUid },
  ]);

/** UCUM units by their code. */
const unitMeanings: Readonly<Record<string, string>> = {
  deg: 'degree',
  mm2: 'square millimeter',
  '{pixels}': 'pixels',
  '{SUVbw}g/ml': 'Standardized Uptake Value body weight',
  mm: 'millimeter',
  mm3: 'cubic millimeter',
  "[hnsf'U]": 'Hounsfield unit',
  '%': 'percent',
  d: 'day',
  '1': 'no units',
};

/**
 * A number with its unit. Rounded to `decimals`, which are more than the report prints and fewer than noise; an
 * exact double beside it would claim an accuracy that no measurement has.
 */
export function num(
  relation: Relationship,
  concept: Code,
  value: number,
  unit: string,
  decimals: number,
  children?: Children,
): Dataset {
  const measured: Dataset = [
    { tag: 0x0040a30a, vr: 'DS', value: formatDs(Number(value.toFixed(decimals))) },
    codeSequence(0x004008ea, { value: unit, scheme: 'UCUM', meaning: unitMeanings[unit] ?? unit }),
  ];
  return item(relation, 'NUM', concept, [{ tag: 0x0040a300, vr: 'SQ', value: [measured] }], children);
}

/** An image; a segment number for a SEG, frames for a multi-frame image. */
export function image(
  relation: Relationship,
  concept: Code | undefined,
  sopClassUid: string,
  sopInstanceUid: string,
  segment?: number,
  frames?: readonly number[],
): Dataset {
  const reference: Element[] = [...referenceItem(sopClassUid, sopInstanceUid, frames)];
  if (segment !== undefined) reference.push({ tag: 0x0062000b, vr: 'US', value: segment });
  return item(relation, 'IMAGE', concept, [{ tag: 0x00081199, vr: 'SQ', value: [reference] }]);
}
