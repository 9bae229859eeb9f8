/** Numbers of an annotation with their unit and source. */
import type { AnnotationValue, PlaceScale, ValueName } from './annotation';

export const lengthValue = (name: ValueName, value: number, scale: PlaceScale): AnnotationValue => ({
  name,
  value,
  unit: scale.unit,
  source: scale.source,
});

export const areaValue = (value: number, scale: PlaceScale): AnnotationValue => ({
  name: 'area',
  value,
  unit: scale.unit === 'mm' ? 'mm2' : 'px2',
  source: scale.source,
});

/** None where the angle has no value: a side without length. */
export const angleValues = (name: ValueName, degrees: number | undefined): readonly AnnotationValue[] =>
  degrees === undefined ? [] : [{ name, value: degrees, unit: 'deg' }];
