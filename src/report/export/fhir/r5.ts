/**
 * The R4 bundle as FHIR R5 (hl7.org/fhir/R5, each resource's "R4 Diff"): the few elements that were renamed or changed
 * their type. The compiler checks both sides. It maps what `bundle.ts` writes and no more.
 */
import type * as r4 from 'fhir/r4';
import type * as r5 from 'fhir/r5';

/**
 * A resource without what its two versions declare differently and nothing here writes: companions of primitive values
 * (`_text`), contained resources, extensions that change the meaning, sampled curves. Plain extensions have the same few values.
 */
type Plain<T> = T extends readonly (infer U)[]
  ? Plain<U>[]
  : T extends object
    ? {
        [
          K in keyof T as K extends `_${string}` | 'contained' | 'modifierExtension' | 'valueSampledData'
            ? never
            : K
        ]: K extends 'extension' ? r5.Extension[] | undefined : Plain<T[K]>;
      }
    : T;
const plain = <T>(from: T): Plain<T> => from as unknown as Plain<T>;

/** The rest of an object. */
const without = <T extends object, K extends keyof T>(from: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;

/** A code where R5 takes a concept. */
const asConcept = (coding: Plain<r4.Coding>): r5.CodeableConcept => ({ coding: [coding] });

/** A size is an integer of 64 bits in R5, which JSON writes as text. */
const attachment = (from: Plain<r4.Attachment>): r5.Attachment => ({
  ...without(from, 'size'),
  ...(from.size !== undefined && { size: String(from.size) }),
});

/** `imagingStudy` became `study`, for genomics has studies, too. */
const report = (from: Plain<r4.DiagnosticReport>): r5.DiagnosticReport => ({
  ...without(from, 'imagingStudy', 'media', 'presentedForm'),
  ...(from.imagingStudy && { study: from.imagingStudy }),
  ...(from.presentedForm && { presentedForm: from.presentedForm.map(attachment) }),
});

const observation = (from: Plain<r4.Observation>): r5.Observation => from;

/** Codes of modality and body site became concepts. */
const study = (from: Plain<r4.ImagingStudy>): r5.ImagingStudy => ({
  ...without(
    from,
    'modality',
    'series',
    'interpreter',
    'reasonCode',
    'reasonReference',
    'procedureCode',
    'procedureReference',
  ),
  ...(from.modality && { modality: from.modality.map(asConcept) }),
  series: from.series?.map((one) => ({
    ...without(one, 'modality', 'bodySite', 'laterality', 'performer'),
    modality: asConcept(one.modality),
    ...(one.bodySite && {
      bodySite: {
        concept: { text: one.bodySite.display, ...(one.bodySite.code && { coding: [one.bodySite] }) },
      },
    }),
  })),
});

/** `deviceName` became `name`, with the name as its value; there may be several types. */
const device = (from: Plain<r4.Device>): r5.Device => ({
  ...without(
    from,
    'deviceName',
    'type',
    'status',
    'statusReason',
    'udiCarrier',
    'specialization',
    'property',
    'patient',
    'parent',
    'safety',
    'definition',
  ),
  ...(from.deviceName && {
    name: from.deviceName.map(({ name, type }) => ({
      value: name,
      type: type === 'user-friendly-name' ? type : ('registered-name' as const),
    })),
  }),
  ...(from.type && { type: [from.type] }),
});

function resource(from: r4.FhirResource): r5.FhirResource {
  switch (from.resourceType) {
    case 'DiagnosticReport':
      return report(plain(from));
    case 'Observation':
      return observation(plain(from));
    case 'ImagingStudy':
      return study(plain(from));
    case 'Device':
      return device(plain(from));
    case 'Patient':
      return without(plain(from), 'photo');
    case 'Practitioner':
      return without(plain(from), 'qualification', 'communication', 'photo');
    case 'Organization':
      return without(plain(from), 'telecom', 'address', 'contact');
    default:
      throw new TypeError(`FHIR R5: ${from.resourceType} is not mapped`);
  }
}

/** @throws TypeError for a resource that `toFhir` does not write */
export function toR5(bundle: r4.Bundle): r5.Bundle {
  return {
    ...without(plain(bundle), 'entry', 'signature', 'link'),
    entry: bundle.entry?.map((one) => ({
      ...(one.fullUrl && { fullUrl: one.fullUrl }),
      ...(one.resource && { resource: resource(one.resource) }),
    })),
  };
}
