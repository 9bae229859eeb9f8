/** Codes, references and dates as FHIR writes them. Sources: hl7.org/fhir/R4 (terminologies-systems, datatypes). */
import type { CodeableConcept, Coding, Identifier, Meta, Quantity, Reference } from 'fhir/r4';
import { PRIVATE_SCHEME } from '../../../domain/codes';
import type { Code, Measurement } from '../../../domain/finding';
import { uidFromName } from '../../../domain/uid';

/** Addresses of coding schemes; a scheme that is not here is named by its DICOM designator (PS3.16 section 8). */
const systems: Readonly<Record<string, string>> = {
  SCT: 'http://snomed.info/sct',
  DCM: 'http://dicom.nema.org/resources/ontology/DCM',
  LN: 'http://loinc.org',
  UCUM: 'http://unitsofmeasure.org',
  [PRIVATE_SCHEME]: `urn:oid:${uidFromName(PRIVATE_SCHEME)}`,
};

export const coding = ({ value, scheme, meaning }: Code): Coding => ({
  system: systems[scheme] ?? `urn:oid:${uidFromName(`coding scheme ${scheme}`)}`,
  code: value,
  display: meaning,
});

export const concept = (code: Code, text?: string): CodeableConcept => ({
  coding: [coding(code)],
  ...(text && { text }),
});

export const own = (value: string, meaning: string): Code => ({ value, scheme: PRIVATE_SCHEME, meaning });
export const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

/** A code of one of FHIR's and HL7's own tables. */
export const hl7 = (table: string, code: string, display: string): CodeableConcept => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${table}`, code, display }],
});

/** A DICOM UID as an identifier. */
export const uidIdentifier = (uid: string): Identifier => ({
  system: 'urn:dicom:uid',
  value: `urn:oid:${uid}`,
});

/** Where an entry of the bundle is found: the same thing has the same address in every bundle. */
export const address = (what: string): string => `urn:oid:${uidFromName(`fhir ${what}`)}`;
export const reference = (what: string): Reference => ({ reference: address(what) });

/** Figures as the scanner's precision bears them: a thousandth of the unit. */
const figure = (value: number): number => Number(value.toFixed(3));

/** @throws RangeError when the value is not finite: JSON would write null */
export function quantity({ value, unit }: Pick<Measurement, 'value' | 'unit'>, print = unit): Quantity {
  if (!Number.isFinite(value)) throw new RangeError(`FHIR cannot hold ${value} ${unit}`);
  return { value: figure(value), unit: print, system: systems.UCUM, code: unit };
}

/**
 * YYYYMMDD as a FHIR date; undefined when it is none. The time of day is left out: DICOM gives it without a zone,
 * and FHIR takes none without.
 */
export function dateOf(dicom: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(dicom) ?? [];
  if (!year) return undefined;
  const date = `${year}-${month}-${day}`;
  return Number.isNaN(Date.parse(date)) ? undefined : date;
}

/** What every resource of a synthetic study is marked with: test health data. */
export const metaOf = (synthetic: boolean): { meta?: Meta } =>
  synthetic
    ? {
        meta: {
          tag: [
            {
              system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
              code: 'HTEST',
              display: 'test health data',
            },
          ],
        },
      }
    : {};
