/**
 * A report as a FHIR R4 bundle (hl7.org/fhir/R4/diagnosticreport.html): what a hospital's FHIR store takes in beside
 * the images. Addresses inside are made of names, so the next version of a report has the same ones.
 */
import type { Attachment, Bundle, DiagnosticReport, FhirResource } from 'fhir/r4';
import {
  byImportance,
  researchUse,
  software,
  syntheticNotice,
  type ReportStatus,
} from '../../../domain/report-facts';
import { exported } from '../../edit';
import { base64, escaped, tableHtml } from '../text';
import { observationsOf, type ObservationFacts } from './observations';
import {
  deviceKey,
  deviceOf,
  hospitalOf,
  imagingStudyOf,
  patientOf,
  practitionerOf,
  type AnalysisOrigin,
} from './people';
import { address, concept, dateOf, hl7, metaOf, reference } from './terms';

export interface FhirInput extends ObservationFacts {
  /** The report as it is printed. */
  readonly pdf?: Uint8Array;
}

/**
 * R4 diagnostic-report-status. A draft holds data that nobody vouches for yet: "partial" is "initial, interim or
 * unverified", where "registered" would say that nothing is available. An addendum adds and changes nothing: "appended".
 */
const statuses: Readonly<Record<ReportStatus, DiagnosticReport['status']>> = {
  draft: 'partial',
  preliminary: 'preliminary',
  final: 'final',
  addendum: 'appended',
};

const languages = { zh: 'zh-CN', en: 'en' } as const;

/** The sentences as XHTML: FHIR's narrative, for systems that show text and know no codes. */
function narrative({ report }: FhirInput): string {
  const { language } = report;
  const parts = exported(report).map(({ title, numbered, sentences }) => {
    const list = numbered ? 'ol' : 'ul';
    const items = sentences.map(
      (s) =>
        `<li>${escaped(s.text)}${s.aiNote ? ` <i>${escaped(s.aiNote)}</i>` : ''}${s.table ? tableHtml(s.table) : ''}</li>`,
    );
    return `<h3>${escaped(title)}</h3>${items.length > 0 ? `<${list}>${items.join('')}</${list}>` : ''}`;
  });
  const notice = report.synthetic ? `<p><b>${escaped(syntheticNotice[language])}</b></p>` : '';
  const tail = `<p>${escaped(researchUse[language])}</p>`;
  return `<div xmlns="http://www.w3.org/1999/xhtml" lang="${languages[language]}" xml:lang="${languages[language]}">${notice}${parts.join('')}${tail}</div>`;
}

function attachment({ report, pdf }: FhirInput): Attachment | undefined {
  if (!pdf) return undefined;
  return {
    contentType: 'application/pdf',
    language: languages[report.language],
    data: base64(pdf),
    size: pdf.length,
    title: report.synthetic ? `SYNTHETIC. ${researchUse[report.language]}` : researchUse[report.language],
    creation: report.signature?.at ?? report.builtAt,
  };
}

function reportOf(input: FhirInput, results: readonly string[], hospital: string): DiagnosticReport {
  const { report, study } = input;
  const { signature } = report;
  const impression = exported(report).find((s) => s.id === 'impression');
  const form = attachment(input);
  const date = dateOf(study.date);
  const conclusion = impression?.sentences.map((s) => s.text).join('\n');
  return {
    resourceType: 'DiagnosticReport',
    ...metaOf(report.synthetic),
    language: languages[report.language],
    text: { status: 'additional', div: narrative(input) },
    identifier: [{ system: 'urn:lamplight:report', value: `${study.studyUid} ${report.language}` }],
    status: statuses[report.status],
    category: [hl7('v2-0074', 'RAD', 'Radiology')],
    code: concept({ value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' }, study.description),
    subject: reference(`patient ${study.studyUid}`),
    ...(date && { effectiveDateTime: date }),
    issued: signature?.at ?? report.builtAt,
    ...(hospital && { performer: [reference(`hospital ${hospital}`)] }),
    ...(signature && { resultsInterpreter: [reference(`practitioner ${signature.name}`)] }),
    result: results.map(reference),
    imagingStudy: [reference(`study ${study.studyUid}`)],
    ...(conclusion && { conclusion }),
    ...(form && { presentedForm: [form] }),
  };
}

/**
 * What a reader exports and nothing else: findings that may leave the page, sentences without reminders.
 * @throws RangeError when a measurement is not finite
 */
export function toFhir(input: FhirInput): Bundle {
  const { report, study, findings } = input;
  const hospital = report.header.hospital.trim() || study.institution.trim();
  const observations = observationsOf(input);
  const devices = new Map<string, AnalysisOrigin>();
  for (const { origin } of byImportance(findings))
    if (origin.kind === 'analysis') devices.set(deviceKey(origin), origin);
  const { synthetic, signature } = report;
  const entries: (readonly [key: string, made: FhirResource])[] = [
    [
      `report ${study.studyUid} ${report.language}`,
      reportOf(
        input,
        observations.map(([key]) => key),
        hospital,
      ),
    ],
    [`patient ${study.studyUid}`, patientOf(study, synthetic)],
    [`study ${study.studyUid}`, imagingStudyOf(study, synthetic)],
    ...observations,
    ...[...devices].map(([key, origin]) => [key, deviceOf(origin, synthetic)] as const),
    ...(hospital ? [[`hospital ${hospital}`, hospitalOf(hospital, synthetic)] as const] : []),
    ...(signature ? [[`practitioner ${signature.name}`, practitionerOf(signature, synthetic)] as const] : []),
  ];
  return {
    resourceType: 'Bundle',
    ...metaOf(synthetic),
    identifier: { system: `urn:lamplight:${software.version}`, value: `${study.studyUid} ${report.builtAt}` },
    type: 'collection',
    timestamp: report.builtAt,
    entry: entries.map(([key, resource]) => ({ fullUrl: address(key), resource })),
  };
}
