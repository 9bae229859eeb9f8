/** FHIR bundles against the published R4 schema and R4 profiles; what the validators do not know is looked at here. */
import SchemaValidator from '@asymmetrik/fhir-json-schema-validator';
import { Fhir } from 'fhir';
import type { Bundle, DiagnosticReport, Observation, Patient, ImagingStudy } from 'fhir/r4';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../domain/finding';
import { assessStudy } from '../../../domain/guidelines';
import { formCode } from '../../../domain/guidelines/forms/filled';
import type { ReportDocument, ReportLanguage, ReportStatus } from '../../../domain/report-facts';
import { buildReport } from '../../build';
import { addSentence } from '../../edit';
import { formFacts } from '../../forms.fixture';
import * as ph from '../../phantom.fixture';
import { toFhir } from './bundle';
import { toR5 } from './r5';
import { address, dateOf } from './terms';

const grid = ph.phantomGrid();
const series = ph.phantomSeries(grid);
const study = ph.phantomStudy(series);
const signature = { name: '李医师', at: '2024-03-01T12:30:00+08:00' };

function report(
  language: ReportLanguage,
  status: ReportStatus = 'preliminary',
  findings: readonly Finding[] = ph.phantomFindings(grid),
  more: Partial<Parameters<typeof buildReport>[0]> = {},
): ReportDocument {
  const built = buildReport({
    study,
    series,
    run: ph.phantomRun(findings),
    analysisState: 'ran',
    findings,
    language,
    now: new Date(Date.UTC(2024, 2, 1, 4, 15)),
    ...more,
  });
  const signed = status === 'final' || status === 'addendum';
  return { ...built, status, ...(signed && { signature }) };
}

/** The first nodule with all that Lung-RADS asks for: category 4A of the nodule and of the study. */
const rated = ph.phantomFindings(grid).slice(0, 1);
const guidelineOf = (findings: readonly Finding[]) =>
  assessStudy(
    findings,
    {
      rule: 'lungRads',
      answers: {
        setting: 'screening',
        comparison: 'none',
        lungsEvaluable: true,
        infection: false,
        otherFinding: false,
      },
      nodules: { [rated[0].trackingUid]: { site: 'parenchymal', suspicious: false } },
    },
    () => series.date,
  );

const all = <T>(bundle: Bundle, type: string): T[] =>
  (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource as T] : []));

let profiles: Fhir;
let schema: SchemaValidator;
beforeAll(() => {
  profiles = new Fhir();
  schema = new SchemaValidator();
});

/** What the two validators object to: the profiles with their value sets, and the JSON schema with its patterns. */
function faults(bundle: object): string[] {
  const said = profiles
    .validate(bundle as never, { errorOnUnexpected: true })
    .messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ location, message }) => `${location}: ${message}`);
  // Entry by entry: an error in one is else told once for every kind of resource that it is not.
  const entries = (bundle as Bundle).entry ?? [];
  const shaped = entries.flatMap(({ resource }, n) =>
    schema.validate(resource).map((one) => `entry ${n} ${one.dataPath}: ${one.message}`),
  );
  return [...said, ...shaped];
}

const cases: readonly (readonly [string, () => Bundle])[] = [
  ...(['draft', 'preliminary', 'final', 'addendum'] as const).flatMap((status) =>
    (['zh', 'en'] as const).map(
      (language) =>
        [
          `${status} in ${language}`,
          () =>
            toFhir({
              report: report(language, status),
              study,
              findings: ph.phantomFindings(grid),
              pdf: Uint8Array.of(0x25, 0x50, 0x44, 0x46),
            }),
        ] as const,
    ),
  ),
  ['no finding', () => toFhir({ report: report('zh', 'draft', []), study, findings: [] })],
  [
    'structures of an imported model',
    () => {
      const findings = ph.phantomStructures(grid);
      return toFhir({ report: report('en', 'final', findings), study, findings });
    },
  ],
  [
    'hardly a header',
    () =>
      toFhir({
        report: report('en'),
        study: {
          ...study,
          patient: { name: '', id: '', sex: '', age: '', birthDate: '1962' },
          date: '',
          accession: '',
          description: '',
          institution: '',
          series: [{ ...series, modality: '', number: undefined, date: '20241341', description: '' }],
        },
        findings: ph.phantomFindings(grid),
      }),
  ],
  [
    'text that XML does not take as it is',
    () =>
      toFhir({
        report: addSentence(report('zh'), { section: 'impression', text: 'a<b & "c" \u0007 </div><script>' }),
        study,
        findings: ph.phantomFindings(grid),
      }),
  ],
  ...(['zh', 'en'] as const).map(
    (language) =>
      [
        `every form in ${language}`,
        () => toFhir({ report: report(language, 'final', [], formFacts()), study, findings: [] }),
      ] as const,
  ),
  [
    'a category',
    () => {
      const guideline = guidelineOf(rated);
      return toFhir({ report: report('zh', 'final', rated), study, findings: rated, guideline });
    },
  ],
];

// The validators look at every entry: seconds on a busy machine.
describe('FHIR', { timeout: 60_000 }, () => {
  it.each(cases)('R4 has no fault: %s', (...[, make]) => {
    expect(faults(JSON.parse(JSON.stringify(make())) as object)).toEqual([]);
  });

  it('is found out when it is broken', () => {
    const broken = (change: (bundle: Bundle) => void): string[] => {
      const bundle = JSON.parse(JSON.stringify(cases[0][1]())) as Bundle;
      change(bundle);
      return faults(bundle);
    };
    const first = (bundle: Bundle) => all<DiagnosticReport>(bundle, 'DiagnosticReport')[0];
    const seen = (bundle: Bundle) => all<Observation>(bundle, 'Observation')[0];
    const lengthOf = (bundle: Bundle) => seen(bundle).component!.find((c) => c.valueQuantity)!.valueQuantity!;
    expect(broken(() => {})).toEqual([]);
    expect(broken((b) => (first(b).status = 'done' as never))).not.toEqual([]);
    expect(broken((b) => delete (first(b) as Partial<DiagnosticReport>).code)).not.toEqual([]);
    expect(broken((b) => Object.assign(first(b), { study: [] }))).not.toEqual([]);
    expect(broken((b) => (first(b).issued = '1 March'))).not.toEqual([]);
    expect(broken((b) => (lengthOf(b).value = '9 mm' as never))).not.toEqual([]);
    expect(broken((b) => (seen(b).category = {} as never))).not.toEqual([]);
  });

  it('holds every reported finding once, with its tracking UID, figures and units', () => {
    const findings = ph.phantomFindings(grid);
    const bundle = toFhir({ report: report('en'), study, findings });
    const seen = all<Observation>(bundle, 'Observation');
    // Accepted, corrected and the reader's own, by size; pending and rejected ones stay.
    expect(seen.map((o) => o.identifier![0])).toEqual(
      [2, 1, 3].map((n) => ({ system: 'urn:dicom:uid', value: `urn:oid:${findings[n - 1].trackingUid}` })),
    );
    const second = seen[1];
    const quantityOf = (code: string) =>
      second.component!.find((c) => c.code.coding![0].code === code)?.valueQuantity;
    const { longAxis, volume } = findings[0].measurements;
    expect(quantityOf('103339001')).toEqual({
      value: Number(longAxis.value.toFixed(3)),
      unit: 'mm',
      system: 'http://unitsofmeasure.org',
      code: 'mm',
    });
    expect(quantityOf('118565006')).toMatchObject({ value: Number(volume.value.toFixed(3)), code: 'mm3' });
    expect(quantityOf('112031')).toMatchObject({ value: -21.4, unit: 'HU', code: "[hnsf'U]" });
    expect(quantityOf('RANK')).toMatchObject({ value: 0.93, code: '1' });
    expect(second.bodySite).toMatchObject({ coding: [{ code: '45653009' }], text: 'right upper lobe' });
    expect(second.method!.coding![0].code).toBe('METHOD_ACCEPTED');
    expect(seen[0].method!.coding![0].code).toBe('METHOD_CORRECTED');
    expect(seen[2].method!.coding![0].code).toBe('METHOD_READER');
    expect(seen[2].device).toBeUndefined();
    expect(second.device).toBeDefined();
  });

  it('holds forms with their answers and categories; lesions of RECIST are members of it', () => {
    const bundle = toFhir({ report: report('en', 'final', [], formFacts()), study, findings: [] });
    const seen = all<Observation>(bundle, 'Observation');
    const of = (code: string) => seen.find((o) => o.code.coding![0].code === code)!;
    const quantityOf = (o: Observation, code: string) =>
      o.component!.find((c) => c.code.coding![0].code === code)?.valueQuantity;
    const wordsOf = (o: Observation, code: string) =>
      o
        .component!.filter((c) => c.code.coding![0].code === code)
        .map((c) => c.valueCodeableConcept?.coding?.[0].code);
    expect(of('TR_FORM').valueCodeableConcept).toMatchObject({
      coding: [{ code: 'TR_CATEGORY_TR5' }],
      text: 'TR5 (highly suspicious)',
    });
    expect(quantityOf(of('TR_FORM'), 'TR_POINTS')).toMatchObject({ value: 7 });
    expect(wordsOf(of('TR_FORM'), 'TR_COMPOSITION')).toEqual([
      formCode('acrTiRads', '', 'composition', 'solid').value,
    ]);
    expect(wordsOf(of('BR_FORM'), 'BR_MARGIN')).toHaveLength(1);
    expect(of('BR_FORM').valueCodeableConcept!.coding![0].code).toBe('BR_CATEGORY_4C');
    expect(quantityOf(of('ASP_FORM'), 'ASP_SCORE')).toMatchObject({ value: 7 });
    const recist = of('RE_FORM');
    expect(wordsOf(recist, '112048')).toEqual(['112042', '112046']);
    expect(recist.hasMember).toHaveLength(2);
    const lesion = bundle.entry!.find((e) => e.fullUrl === recist.hasMember![1].reference)!
      .resource as Observation;
    expect(quantityOf(lesion, '103340004')).toMatchObject({ value: 30, code: 'mm' });
    const results = all<DiagnosticReport>(bundle, 'DiagnosticReport')[0].result!;
    expect(results).toHaveLength(seen.length);
  });

  it('refers to nothing that is not in it', () => {
    for (const [, make] of cases) {
      const bundle = make();
      const there = new Set(bundle.entry!.map((e) => e.fullUrl));
      expect(there.size).toBe(bundle.entry!.length);
      const named = [...JSON.stringify(bundle).matchAll(/"reference":"(.*?)"/g)].map((m) => m[1]);
      expect(named.length).toBeGreaterThan(3);
      for (const one of named) expect(there).toContain(one);
    }
  });

  it('says how far the report is and who signed', () => {
    const of = (status: ReportStatus) =>
      toFhir({ report: report('zh', status), study, findings: ph.phantomFindings(grid) });
    const states = (['draft', 'preliminary', 'final', 'addendum'] as const).map((status) => {
      const bundle = of(status);
      return [
        all<DiagnosticReport>(bundle, 'DiagnosticReport')[0].status,
        all<Observation>(bundle, 'Observation')[0].status,
      ];
    });
    expect(states).toEqual([
      ['partial', 'preliminary'],
      ['preliminary', 'preliminary'],
      ['final', 'final'],
      ['appended', 'final'],
    ]);
    expect(all(of('draft'), 'Practitioner')).toEqual([]);
    const signed = of('final');
    expect(all<Patient>(signed, 'Practitioner')[0].name![0].text).toBe('李医师');
    const [made] = all<DiagnosticReport>(signed, 'DiagnosticReport');
    expect(made.issued).toBe(signature.at);
    expect(made.resultsInterpreter![0].reference).toBe(address('practitioner 李医师'));
  });

  it('has the PDF, the impression, the names in both writings, and the mark of synthetic data', () => {
    const pdf = new Uint8Array(100_000).map((...[, n]) => n % 251);
    const bundle = toFhir({ report: report('zh'), study, findings: ph.phantomFindings(grid), pdf });
    const [made] = all<DiagnosticReport>(bundle, 'DiagnosticReport');
    expect([...Buffer.from(made.presentedForm![0].data!, 'base64')]).toEqual([...pdf]);
    expect(made.conclusion).toContain('结节');
    expect(made.text!.div).toContain('仅供研究，不作诊断');
    const [patient] = all<Patient>(bundle, 'Patient');
    expect(patient.name!.map((n) => [n.text, n.family, n.given])).toEqual([
      ['Xiaoming Wang', 'Wang', ['Xiaoming']],
      ['王小明', '王', ['小明']],
    ]);
    for (const { resource } of bundle.entry!) expect(resource!.meta!.tag![0].code).toBe('HTEST');
    expect(all<ImagingStudy>(bundle, 'ImagingStudy')[0]).toMatchObject({
      numberOfInstances: 20,
      started: '2024-03-01',
    });
  });

  it('gives a category its own observation, derived from the nodule', () => {
    const guideline = guidelineOf(rated);
    const bundle = toFhir({ report: report('en', 'final', rated), study, findings: rated, guideline });
    const categories = all<Observation>(bundle, 'Observation').filter(
      (o) => o.code.coding![0].code === '1362105002',
    );
    expect(categories.map((o) => o.valueCodeableConcept!.text)).toEqual(['category 4A', 'category 4A']);
    const lesion = bundle.entry!.find(
      (e) =>
        (e.resource as Observation).identifier?.[0].system === 'urn:dicom:uid' &&
        e.resource!.resourceType === 'Observation',
    )!;
    expect(categories[0].derivedFrom).toEqual([{ reference: lesion.fullUrl }]);
  });

  it('dates that are none are left out', () => {
    expect(dateOf('20240301')).toBe('2024-03-01');
    for (const wrong of ['', '2024', '20241341', '2024-03-01']) expect(dateOf(wrong)).toBeUndefined();
  });

  it('R5: what was renamed has its new name, the rest is the same', () => {
    const r4 = cases.find(([name]) => name === 'final in zh')![1]();
    const r5 = toR5(r4);
    const of = <T>(type: string) => r5.entry!.find((e) => e.resource?.resourceType === type)!.resource as T;
    const report5 = of<import('fhir/r5').DiagnosticReport>('DiagnosticReport');
    expect(report5.study).toEqual(all<DiagnosticReport>(r4, 'DiagnosticReport')[0].imagingStudy);
    expect(report5).not.toHaveProperty('imagingStudy');
    expect(report5.presentedForm![0].size).toBe('4');
    const study5 = of<import('fhir/r5').ImagingStudy>('ImagingStudy');
    expect(study5.series![0].modality.coding![0].code).toBe('CT');
    expect(study5.series![0].bodySite).toEqual({ concept: { text: 'CHEST' } });
    expect(of<import('fhir/r5').Device>('Device').name![0].value).toBe('lung-nodule');
    expect(r5.entry!.map((e) => e.fullUrl)).toEqual(r4.entry!.map((e) => e.fullUrl));
    const unknown = { ...r4, entry: [{ resource: { resourceType: 'Basic', code: {} } }] } as Bundle;
    expect(() => toR5(unknown)).toThrow('Basic');
  });
});
