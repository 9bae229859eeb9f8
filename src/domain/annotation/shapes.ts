/** Every kind of annotation, and what its landmarks are called. */
import { angle } from './angle';
import type { AnnotationKind, AnnotationShape } from './annotation';
import { arrow } from './arrow';
import { bidirectional } from './bidirectional';
import { cardiothoracicLandmarks } from '../cardiothoracic';
import { cardiothoracic } from './cardiothoracic';
import { circle } from './circle';
import { cobb } from './cobb';
import { ellipse } from './ellipse';
import { freehand } from './freehand';
import { length } from './length';
import { limb, limbLandmarks } from './limb';
import { mark } from './mark';
import { probe } from './probe';
import { rectangle } from './rectangle';
import { text } from './text';
import { vertebra } from './vertebra';

export const shapes: Readonly<Record<AnnotationKind, AnnotationShape>> = {
  probe,
  length,
  bidirectional,
  angle,
  cobb,
  ellipse,
  circle,
  rectangle,
  freehand,
  arrow,
  text,
  cardiothoracic,
  limb,
  vertebra,
  mark,
};

/** Keys of the prompts, in the order of the clicks, for kinds whose points have a meaning of their own. */
export type LandmarkName = (typeof limbLandmarks)[number] | (typeof cardiothoracicLandmarks)[number];

export const landmarks: Partial<Readonly<Record<AnnotationKind, readonly LandmarkName[]>>> = {
  cardiothoracic: cardiothoracicLandmarks,
  limb: limbLandmarks,
};
