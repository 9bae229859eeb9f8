/** Numbers that the study has already: offered with their source, taken over only by the reader's click. */
import { useMemo } from 'react';
import { isStanding, type Annotation, type AnnotationValue } from '../../domain/annotation/annotation';
import type { Finding, Measurement } from '../../domain/finding';
import type { Row, Takes } from '../../domain/guidelines/forms';
import { i18n } from '../../i18n';
import { useShown } from '../findings';
import { nameOf, useMeasure } from '../measure';
import { useSegments } from '../segment';
import type { Bound, Taken } from './store';

export interface Offer extends Taken {
  readonly value: number;
}

type StudySegment = ReturnType<typeof useSegments.getState>['studies'][string]['segments'][number];

/** Everything of a study that numbers may be taken from. */
export interface Sources {
  readonly annotations: readonly Annotation[];
  readonly findings: readonly Finding[];
  readonly segments: readonly StudySegment[];
}

const NO_ANNOTATIONS: readonly Annotation[] = [];
const NO_SEGMENTS: readonly StudySegment[] = [];

export function useSources(studyUid: string): Sources {
  const drawn = useMeasure((s) => s.studies[studyUid]) ?? NO_ANNOTATIONS;
  // What an analysis proposed is nobody's number until it was accepted.
  const annotations = useMemo(() => drawn.filter(isStanding), [drawn]);
  const findings = useShown(studyUid).filter((one) => one.review !== 'rejected');
  const segments = useSegments((s) => s.studies[studyUid]?.segments) ?? NO_SEGMENTS;
  return { annotations, findings, segments };
}

/** Lengths, HU and volumes as the page prints them: a form never knows more digits than its sentence shows. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const LENGTHS = new Set(['length', 'longAxis', 'shortAxis']);
const HU = "[hnsf'U]";

function ofAnnotation({ name, value, unit }: AnnotationValue, takes: Takes): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (takes === 'length' && LENGTHS.has(name) && unit === 'mm') return rounded(value, 1);
  if (takes === 'meanHu' && (name === 'mean' || name === 'value') && unit === HU) return rounded(value, 1);
  if (takes === 'cardiothoracicRatio' && name === 'cardiothoracicRatio') return rounded(value, 2);
  return undefined;
}

function ofMeasurement(m: Measurement, takes: Takes): number | undefined {
  if (takes === 'length' && m.unit === 'mm') return rounded(m.value, 1);
  if (takes === 'meanHu' && m.unit === HU) return rounded(m.value, 1);
  if (takes === 'volume' && m.unit === 'mm3') return rounded(m.value / 1000, 2);
  return undefined;
}

const fieldsOf: Readonly<Record<Takes, readonly (keyof Finding['measurements'])[]>> = {
  length: ['longAxis', 'shortAxis'],
  meanHu: ['meanHu'],
  volume: ['volume'],
  cardiothoracicRatio: [],
};

export const findingName = (one: Finding): string =>
  one.name ? `${one.name} ${one.number}` : i18n.t('forms:finding', { number: one.number });

/** Of the bound finding or measurement first, the latest measurements next. */
export function offersFor(
  takes: Takes,
  { annotations, findings, segments }: Sources,
  bound?: Bound,
): readonly Offer[] {
  const drawn = annotations.flatMap((one) => {
    const values = one.values.filter((value) => ofAnnotation(value, takes) !== undefined);
    return values.map((value): Offer => {
      const axis = value.name === 'longAxis' || value.name === 'shortAxis';
      const name = nameOf(one, annotations);
      return {
        uid: one.uid,
        value: ofAnnotation(value, takes)!,
        name: axis ? `${name} ${i18n.t(`measure:value.${value.name}`)}` : name,
      };
    });
  });
  const found = findings.flatMap((one) => {
    const { width, depth } = one.ultrasound ?? {};
    const more: Readonly<Record<string, Measurement>> =
      takes === 'length' && width && depth ? { width, depth } : {};
    const measured: Readonly<Record<string, Measurement>> = { ...one.measurements, ...more };
    return [...Object.keys(more), ...fieldsOf[takes]].flatMap((field): readonly Offer[] => {
      const value = ofMeasurement(measured[field], takes);
      if (value === undefined) return [];
      const name = findingName(one);
      return [
        {
          uid: one.trackingUid,
          value,
          name: takes === 'length' ? `${name} ${i18n.t(`forms:axis.${field as 'width'}`)}` : name,
        },
      ];
    });
  });
  const outlined =
    takes === 'length'
      ? []
      : segments.flatMap((one): readonly Offer[] => {
          const m = takes === 'volume' ? one.numbers?.size : one.numbers?.mean;
          const value = m && ofMeasurement(m, takes);
          return value === undefined ? [] : [{ uid: one.uid, value, name: one.name }];
        });
  const all = [...drawn.toReversed(), ...found, ...outlined];
  return [...all.filter(({ uid }) => uid === bound?.uid), ...all.filter(({ uid }) => uid !== bound?.uid)];
}

/** Area of a segment on each of its slices, mm2 to 0.1, and how far apart the slices are, mm. */
export function sliceAreas({ mask, grid }: StudySegment): {
  readonly areas: readonly Row[];
  readonly thickness: number;
} {
  const [nx, ny, nz] = mask.size;
  const pixel = grid.spacing[0] * grid.spacing[1];
  const areas: Row[] = [];
  for (let k = 0; k < nz; k++) {
    let count = 0;
    for (let v = k * nx * ny; v < (k + 1) * nx * ny; v++) count += mask.data[v];
    if (count > 0) areas.push({ area: rounded(count * pixel, 1) });
  }
  return { areas, thickness: rounded(grid.spacing[2], 2) };
}
