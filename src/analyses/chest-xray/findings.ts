import { codes } from '../../domain/codes';
import type { Code, Finding, Laterality, Origin } from '../../domain/finding';
import { tightMask } from '../../domain/mask-box';
import type { Volume } from '../../domain/volume';
import type { FindingContext } from '../contract';
import { measureShape, newTrackingUid } from '../describe';
import { HEART, LEFT, ORGANS, RIGHT, type ClassMap } from './organs';

interface Organ {
  readonly kind: Code;
  readonly name: string;
  readonly rgb: readonly [number, number, number];
  readonly laterality?: Laterality;
}

/** Lungs keep one code, their side beside it; colours are those that DICOM recommends for such segments. */
const organs: Readonly<Record<number, Organ>> = {
  [RIGHT]: { kind: codes.lung, name: 'Right lung', rgb: [172, 138, 115], laterality: 'right' },
  [LEFT]: { kind: codes.lung, name: 'Left lung', rgb: [202, 164, 140], laterality: 'left' },
  [HEART]: { kind: codes.heart, name: 'Heart', rgb: [206, 110, 84] },
};

/** The organs' outlines with their areas, numbered from `firstNumber`; they wait for the reader. */
export function findingsOf(
  { width, height, classes }: ClassMap,
  volume: Volume,
  context: FindingContext,
  origin: Origin,
  firstNumber: number,
): Finding[] {
  return ORGANS.map((organ, n) => {
    const mask = tightMask(
      Uint8Array.from(classes, (c) => (c === organ ? 1 : 0)),
      [0, 0, 0],
      [width, height, 1],
    );
    return {
      ...measureShape(volume, mask, context),
      ...organs[organ],
      trackingUid: newTrackingUid(),
      number: firstNumber + n,
      origin,
      category: codes.anatomicalStructure,
      review: 'pending',
    };
  });
}
