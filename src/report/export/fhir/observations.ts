/** What was found and measured, and the category that follows, as FHIR R4 Observations. */
import type { Annotation, CodeableConcept, Observation, ObservationComponent } from 'fhir/r4';
import { codes } from '../../../domain/codes';
import type { Finding, Measurement } from '../../../domain/finding';
import { versions, type Given, type StudyAssessment } from '../../../domain/guidelines';
import { inHounsfield, isLungNodule, solidPartOf } from '../../../domain/lesion';
import { siteOf } from '../../../domain/lung-site';
import { byImportance, researchUse, type ReportDocument } from '../../../domain/report-facts';
import type { Study } from '../../../domain/study';
import { unitText } from '../../format';
import {
  categoryText,
  hasCategories,
  managementText,
  rowsText,
  ruleName,
  unconfirmedText,
} from '../../guideline-text';
import { addressText, aiNoteOf, imageAddress, label } from '../../sentences';
import { structureName } from '../../structures';
import { lobes, sides } from '../../words';
import { observationsOfForms } from './forms';
import { deviceKey } from './people';
import { coding, concept, dateOf, dcm, hl7, metaOf, own, quantity, reference, uidIdentifier } from './terms';

const imaging: CodeableConcept[] = [hl7('observation-category', 'imaging', 'Imaging')];

/** What a signature means for what the report says of a finding; an addendum leaves the findings as they were signed. */
const statuses = {
  draft: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  addendum: 'final',
} as const;

export const lesionKey = (f: Pick<Finding, 'studyUid' | 'trackingUid'>): string =>
  `finding ${f.studyUid} ${f.trackingUid}`;

type Language = ReportDocument['language'];

const measured = (m: Measurement | undefined, code: CodeableConcept, language: Language) =>
  m ? [{ code, valueQuantity: quantity(m, unitText(m.unit, language)) }] : [];

const attenuation = (of: typeof codes.mean): CodeableConcept => ({
  ...concept(codes.attenuation, `${codes.attenuation.meaning}, ${of.meaning.toLowerCase()}`),
});

/** A figure of a network: it has no unit and is no probability of disease; `meaning` is what it stands for. */
const score = (
  code: string,
  name: string,
  s: { readonly value: number; readonly meaning?: string } | undefined,
) =>
  s
    ? [{ code: concept(own(code, name), s.meaning), valueQuantity: quantity({ value: s.value, unit: '1' }) }]
    : [];

function components(f: Finding, language: Language): ObservationComponent[] {
  const { longAxis, shortAxis, meanDiameter, volume, meanHu, sdHu, minHu, maxHu } = f.measurements;
  const solid = solidPartOf(f);
  const scores = f.nodule?.scores;
  const side = siteOf(f)?.side ?? (f.laterality && codes[f.laterality]);
  const of = (m: Measurement, text?: string) => measured(m, concept(m.concept, text), language);
  return [
    ...(side
      ? [
          {
            code: concept({ value: '272741003', scheme: 'SCT', meaning: 'Laterality' }),
            valueCodeableConcept: concept(side),
          },
        ]
      : []),
    ...(f.type
      ? [
          {
            code: concept(own('TYPE', 'Nodule attenuation type')),
            valueCodeableConcept: concept(own(`TYPE_${f.type.toUpperCase()}`, f.type), f.typeMethod),
          },
        ]
      : []),
    ...of(longAxis),
    ...of(shortAxis),
    ...of(meanDiameter, 'Mean diameter'),
    ...of(volume),
    // Values of other modalities have no unit, and no code says what they are.
    ...(inHounsfield(f)
      ? [
          ...measured(meanHu, attenuation(codes.mean), language),
          ...measured(sdHu, attenuation(codes.standardDeviation), language),
          ...measured(minHu, attenuation(codes.minimum), language),
          ...measured(maxHu, attenuation(codes.maximum), language),
        ]
      : []),
    ...measured(
      solid?.meanDiameter,
      concept(own('SOLID_DIAMETER', 'Mean diameter of the solid part')),
      language,
    ),
    ...measured(solid?.volume, concept(own('SOLID_VOLUME', 'Volume of the solid part')), language),
    ...score('RANK', 'Score of the candidate, no probability of disease', f.score),
    ...score('NET_SPICULATION', 'Network score, spiculation', scores?.spiculation),
    ...score('NET_LOBULATION', 'Network score, lobulation', scores?.lobulation),
    ...score('NET_CALCIFIED', 'Network score, calcification', scores?.calcification),
    ...score('NET_SUSPICION', 'Reader suspicion score of the network', scores?.suspicion),
  ];
}

/** Who made the outline, and whether a physician changed it. */
function methodOf(f: Finding): CodeableConcept {
  const made =
    f.origin.kind === 'reader' && !f.source ? 'READER' : f.review === 'edited' ? 'CORRECTED' : 'ACCEPTED';
  const words = {
    READER: 'Outlined by the reader',
    CORRECTED: 'Outlined by an algorithm, corrected by the reader',
    ACCEPTED: 'Outlined by an algorithm, accepted by the reader',
  } as const;
  return concept(
    own(`METHOD_${made}`, words[made]),
    `${words[made]}; volume: ${f.measurements.volume.method}`,
  );
}

function bodySite(f: Finding, language: Language): CodeableConcept | undefined {
  const place = siteOf(f);
  if (!place) return undefined;
  const text = f.lobe ? lobes[f.lobe][language] : f.laterality ? sides[f.laterality][language] : undefined;
  return concept(place.site, text);
}

export interface ObservationFacts {
  readonly report: ReportDocument;
  readonly study: Study;
  readonly findings: readonly Finding[];
  readonly guideline?: StudyAssessment;
}

const common = ({ report, study }: ObservationFacts) => {
  const series = study.series.find((s) => s.seriesUid === report.seriesUid);
  const date = dateOf(series?.date ?? '') ?? dateOf(study.date);
  return {
    resourceType: 'Observation' as const,
    ...metaOf(report.synthetic),
    status: statuses[report.status],
    category: imaging,
    subject: reference(`patient ${study.studyUid}`),
    ...(date && { effectiveDateTime: date }),
    ...(report.signature && { performer: [reference(`practitioner ${report.signature.name}`)] }),
  };
};

function lesion(facts: ObservationFacts, f: Finding): Observation {
  const { report, study } = facts;
  const { language } = report;
  const site = bodySite(f, language);
  const where = addressText(imageAddress(study, f), language);
  const aiNote = aiNoteOf(f, language);
  const name = isLungNodule(f) ? label(f, language) : structureName(f, language);
  const note: Annotation[] = [
    ...(f.note ? [{ text: f.note }] : []),
    ...(aiNote ? [{ text: aiNote }] : []),
    ...(where ? [{ text: where }] : []),
    { text: `${f.measurements.longAxis.calibration}` },
    { text: researchUse[language] },
  ];
  return {
    ...common(facts),
    identifier: [uidIdentifier(f.trackingUid)],
    code: concept(dcm('121071', 'Finding'), name),
    valueCodeableConcept: concept(f.kind, f.name),
    ...(site && { bodySite: site }),
    method: methodOf(f),
    ...(f.origin.kind === 'analysis' && { device: reference(deviceKey(f.origin)) }),
    derivedFrom: [reference(`study ${study.studyUid}`)],
    component: components(f, language),
    note,
  };
}

/** Lung-RADS has a concept in SNOMED CT and no codes for its values; the other rule sets have neither. */
const ruleConcept = (result: Given, language: Language): CodeableConcept =>
  concept(
    result.ruleSet === 'lungRads'
      ? { value: '1362105002', scheme: 'SCT', meaning: 'Lung Imaging Reporting and Data System category' }
      : own(`RULE_${result.ruleSet.toUpperCase()}`, ruleName(result.ruleSet, 'en')),
    `${ruleName(result.ruleSet, language)} ${versions[result.ruleSet]}`,
  );

function category(
  facts: ObservationFacts,
  result: Given,
  from: readonly Finding[],
  key: string,
): Observation {
  const { language } = facts.report;
  const named = hasCategories(result.ruleSet);
  const notes = [
    named && rowsText(result.rows, language),
    managementText(result.management, language),
    result.unconfirmed && unconfirmedText(language),
    researchUse[language],
  ];
  return {
    ...common(facts),
    identifier: [{ system: 'urn:lamplight:category', value: `${facts.study.studyUid} ${key}` }],
    code: ruleConcept(result, language),
    valueCodeableConcept: {
      ...(named && {
        coding: [coding(own(`${result.ruleSet.toUpperCase()}_${result.category}`, result.category))],
      }),
      text: categoryText(result, language),
    },
    derivedFrom: from.map((f) => reference(lesionKey(f))),
    note: notes
      .filter((text) => typeof text === 'string' && text !== '')
      .map((text) => ({ text: text as string })),
  };
}

/** Each with the key of its address: findings of the report by importance, then their categories and the study's. */
export function observationsOf(
  facts: ObservationFacts,
): readonly (readonly [key: string, made: Observation])[] {
  const reported = byImportance(facts.findings);
  const lesions = reported.map((f) => [lesionKey(f), lesion(facts, f)] as const);
  const { guideline } = facts;
  const given = (guideline?.nodules ?? []).flatMap(({ finding, result, counted }) =>
    counted && result?.state === 'given' && reported.some((f) => f.trackingUid === finding.trackingUid)
      ? [{ key: `category ${lesionKey(finding)}`, result, from: [finding] }]
      : [],
  );
  const { exam, leading } = guideline ?? {};
  const whole =
    exam?.state === 'given'
      ? [
          {
            key: `category study ${facts.study.studyUid}`,
            result: exam,
            from: leading ? [leading.finding] : [],
          },
        ]
      : [];
  const categories = [...given, ...whole].map(
    ({ key, result, from }) => [key, category(facts, result, from, key)] as const,
  );
  const { report, study } = facts;
  const forms = observationsOfForms(report.forms ?? [], study.studyUid, report.language, common(facts));
  return [...lesions, ...categories, ...forms];
}
