/** How each answer is asked, and which of them a result asks for: the form holds what the rule went by or misses. */
import type {
  InputName,
  ModelResult,
  NoduleAnswers,
  RuleResult,
  StudyAnswers,
} from '../../domain/guidelines';

export type FieldSpec =
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'yesNo' }
  | { readonly kind: 'date' }
  | {
      readonly kind: 'number';
      readonly unit: 'a' | 'mm' | 'mm3' | '%' | 'count';
      readonly least: number;
      readonly most: number;
      readonly whole?: true;
    };

const yesNo: FieldSpec = { kind: 'yesNo' };
const choice = (...options: string[]): FieldSpec => ({ kind: 'choice', options });
const mm: FieldSpec = { kind: 'number', unit: 'mm', least: 0.1, most: 200 };
/** Probabilities are typed as per cent and kept as 0..1. */
const percent: FieldSpec = { kind: 'number', unit: '%', least: 0, most: 100 };
const count: FieldSpec = { kind: 'number', unit: 'count', least: 0, most: 999, whole: true };

/** In the order in which they stand. */
export const studyFields: Readonly<Record<keyof StudyAnswers, FieldSpec>> = {
  setting: choice('screening', 'incidental'),
  comparison: choice('none', 'prior', 'awaited'),
  priorDate: { kind: 'date' },
  lungsEvaluable: yesNo,
  infection: yesNo,
  otherFinding: yesNo,
  noNodules: yesNo,
  modelStep: choice('none', 'used'),
  age: { kind: 'number', unit: 'a', least: 0, most: 120, whole: true },
  sex: choice('female', 'male'),
  smoking: choice('never', 'former', 'current'),
  familyHistory: yesNo,
  familyCancer: yesNo,
  quitYears: { kind: 'number', unit: 'a', least: 0, most: 100, whole: true },
  emphysema: yesNo,
  cancer: choice('none', 'extrathoracicOver5y', 'extrathoracicWithin5y', 'lung'),
  immunosuppressed: yesNo,
  risk: choice('low', 'high'),
  riskFactor: yesNo,
  solidCount: count,
  subsolidCount: count,
};

export const noduleFields: Readonly<Record<keyof NoduleAnswers, FieldSpec>> = {
  site: choice('parenchymal', 'juxtapleural', 'airwaySubsegmental', 'airwayProximal', 'cyst'),
  juxtapleuralSmooth: yesNo,
  calcification: choice('benign', 'other'),
  cyst: choice('thin', 'thick', 'multilocular', 'cavitary'),
  cystChange: choice(
    'stable',
    'cystGrowing',
    'wallGrowing',
    'becameMultilocular',
    'multilocularGrowing',
    'moreOpacity',
  ),
  solidPart: mm,
  priorDiameter: mm,
  priorVolume: { kind: 'number', unit: 'mm3', least: 1, most: 1_000_000 },
  priorSolidPart: mm,
  status: choice('new', 'stable', 'smaller', 'growing', 'slowGrowing'),
  solidStatus: choice('new', 'stable', 'growing'),
  priorCategory: choice('2', '3', '4A', '4B'),
  provenBenign: yesNo,
  suspicious: yesNo,
  spiculation: yesNo,
  upperLobe: yesNo,
  calcium: yesNo,
  smoothBorder: yesNo,
  modelProbability: percent,
  malignancyProbability: percent,
};

type Result = RuleResult | ModelResult | undefined;

/** Every input that the results went by or miss, under the names of the fields that answer them. */
export function askedFor(results: readonly Result[]): ReadonlySet<string> {
  const names = results.flatMap((r) => (r ? [...r.inputs.map((i) => i.name), ...r.missing] : []));
  return new Set(names.flatMap(fieldsOf));
}

function fieldsOf(name: InputName): readonly string[] {
  if (name === 'interval') return ['priorDate'];
  return name === 'noduleCount' ? ['solidCount', 'subsolidCount'] : [name];
}

export const isStudyField = (name: string): name is keyof StudyAnswers => name in studyFields;
export const isNoduleField = (name: string): name is keyof NoduleAnswers => name in noduleFields;

export const keysOf = <T extends object>(record: T): readonly (keyof T & string)[] =>
  Object.keys(record) as (keyof T & string)[];
