/** Who and what a report is about, and by whom, as FHIR R4 resources. */
import type { Device, HumanName, ImagingStudy, Organization, Patient, Practitioner } from 'fhir/r4';
import { dicomSeriesUid } from '../../../domain/frames';
import type { Origin } from '../../../domain/finding';
import { researchUse, software, type ReportSignature } from '../../../domain/report-facts';
import type { Series, Study } from '../../../domain/study';
import { coding, concept, dateOf, dcm, hl7, metaOf, reference, uidIdentifier } from './terms';

/** The three groups of a DICOM person name (PS3.5 6.2.1) as FHIR tells them apart. */
const REPRESENTATION = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';
const groups = ['ABC', 'IDE', 'SYL'] as const;

function namesOf(name: string): HumanName[] {
  return name.split('=').flatMap((group, n): HumanName[] => {
    const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
      .split('^')
      .map((part) => part.trim());
    const ideographic = n === 1;
    const text = [prefix, ...(ideographic ? [family + given] : [given, middle, family]), suffix]
      .filter(Boolean)
      .join(' ');
    if (!text) return [];
    const first = [given, middle].filter(Boolean);
    return [
      {
        extension: [{ url: REPRESENTATION, valueCode: groups[n] ?? 'ABC' }],
        text,
        ...(family && { family }),
        ...(first.length > 0 && { given: first }),
        ...(prefix && { prefix: [prefix] }),
        ...(suffix && { suffix: [suffix] }),
      },
    ];
  });
}

const genders = { M: 'male', F: 'female', O: 'other' } as const;

export function patientOf({ patient }: Study, synthetic: boolean): Patient {
  const name = namesOf(patient.name);
  const birthDate = dateOf(patient.birthDate);
  const gender = genders[patient.sex as keyof typeof genders];
  return {
    resourceType: 'Patient',
    ...metaOf(synthetic),
    ...(patient.id && {
      identifier: [{ type: hl7('v2-0203', 'MR', 'Medical record number'), value: patient.id }],
    }),
    ...(name.length > 0 && { name }),
    ...(gender && { gender }),
    ...(birthDate && { birthDate }),
  };
}

export const practitionerOf = ({ name }: ReportSignature, synthetic: boolean): Practitioner => ({
  resourceType: 'Practitioner',
  ...metaOf(synthetic),
  name: [{ text: name }],
});

export const hospitalOf = (name: string, synthetic: boolean): Organization => ({
  resourceType: 'Organization',
  ...metaOf(synthetic),
  name,
});

/** Parts that the page made of a DICOM series are one series again. */
function seriesOf(study: Study): NonNullable<ImagingStudy['series']> {
  const byUid = new Map<string, Series[]>();
  for (const one of study.series) {
    const uid = dicomSeriesUid(one);
    byUid.set(uid, [...(byUid.get(uid) ?? []), one]);
  }
  return [...byUid].map(([uid, [first, ...more]]) => ({
    uid,
    ...(first.number !== undefined && first.number >= 0 && { number: first.number }),
    // A code that is absent in the file is no reason to leave the series out: OT is DICOM's word for "other".
    modality: coding(dcm(first.modality || 'OT', first.modality || 'Other')),
    ...(first.description && { description: first.description }),
    numberOfInstances: [first, ...more].reduce((sum, one) => sum + one.instances.length, 0),
    ...(first.bodyPart && { bodySite: { display: first.bodyPart } }),
  }));
}

export function imagingStudyOf(study: Study, synthetic: boolean): ImagingStudy {
  const series = seriesOf(study);
  const started = dateOf(study.date);
  return {
    resourceType: 'ImagingStudy',
    ...metaOf(synthetic),
    identifier: [
      uidIdentifier(study.studyUid),
      ...(study.accession ? [{ type: hl7('v2-0203', 'ACSN', 'Accession ID'), value: study.accession }] : []),
    ],
    status: 'available',
    modality: [...new Map(series.map((s) => [s.modality.code, s.modality])).values()],
    subject: reference(`patient ${study.studyUid}`),
    ...(started && { started }),
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((sum, s) => sum + (s.numberOfInstances ?? 0), 0),
    ...(study.description && { description: study.description }),
    series,
  };
}

export type AnalysisOrigin = Extract<Origin, { kind: 'analysis' }>;

/** The same model in the same version is one device, whatever it found. */
export const deviceKey = (origin: AnalysisOrigin): string =>
  `device ${origin.modelId} ${origin.modelVersion} ${origin.modelSha256}`;

/** The algorithm that found or outlined something, with the hash of its weights. */
export const deviceOf = (origin: AnalysisOrigin, synthetic: boolean): Device => ({
  resourceType: 'Device',
  ...metaOf(synthetic),
  identifier: [{ system: 'urn:lamplight:model-sha256', value: origin.modelSha256 }],
  ...(!origin.imported && { manufacturer: software.manufacturer }),
  deviceName: [{ name: origin.modelName ?? origin.modelId, type: 'user-friendly-name' }],
  // CID 7162: kinds of algorithm.
  type: concept(dcm('123110', 'Artificial Intelligence')),
  version: [{ value: origin.modelVersion }],
  note: [
    { text: `${researchUse.en}. ${researchUse.zh}` },
    { text: `${origin.analysisId} ${origin.analysisVersion}` },
    ...(origin.operatingPoint ? [{ text: `operating point: ${origin.operatingPoint}` }] : []),
    ...(origin.imported ? [{ text: 'imported model, not validated' }] : []),
  ],
});
