/** RECIST as data: the codes of the responses (PS3.16 CID 6144, 6145, 6147), and the table of the target lesions. */
import type { TableOf } from '../../report-facts';
import { codes } from '../../codes';
import type { Code } from '../../finding';
import { both, type Answers, type Both, type FormCoded, type FormNumber, type Row } from './form';
import type { NonTarget, TargetResponse } from './recist';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

export const targetLesion = dcm('112074', 'Target Lesion at Baseline');
/** The longest diameter of a lesion, the short axis of a node. */
export const axisOf = (row: Answers): Code => (row.kind === 'node' ? codes.shortAxis : codes.longAxis);

const targetCodes: Readonly<Partial<Record<TargetResponse, Code>>> = {
  CR: dcm('112041', 'Target Lesion Complete Response'),
  PR: dcm('112042', 'Target Lesion Partial Response'),
  PD: dcm('112043', 'Target Lesion Progressive Disease'),
  SD: dcm('112044', 'Target Lesion Stable Disease'),
};
const nonTargetCodes: Readonly<Partial<Record<NonTarget, Code>>> = {
  CR: dcm('112045', 'Non-Target Lesion Complete Response'),
  nonCrNonPd: dcm('112046', 'Non-Target Lesion Incomplete Response or Stable Disease'),
  PD: dcm('112047', 'Non-Target Lesion Progressive Disease'),
};
const currentResponse = dcm('112048', 'Current Response');

/** By which criteria, and what the lesions came to; what has no code of DICOM stands in the answers alone. */
export function responseCodes(
  target: TargetResponse,
  nonTarget: NonTarget,
  said: Both,
): readonly FormCoded[] {
  const targetCode = targetCodes[target];
  const nonTargetCode = nonTargetCodes[nonTarget];
  return [
    criteria,
    ...(targetCode
      ? [
          {
            id: 'target response',
            label: both('靶病灶疗效', 'Response of target lesions'),
            option: target,
            text: said,
            concept: currentResponse,
            code: targetCode,
          },
        ]
      : []),
    ...(nonTargetCode
      ? [
          {
            id: 'non-target response',
            label: both('非靶病灶疗效', 'Response of non-target lesions'),
            option: nonTarget,
            text: nonTargetTexts[nonTarget]!,
            concept: currentResponse,
            code: nonTargetCode,
          },
        ]
      : []),
  ];
}
const nonTargetTexts: Readonly<Partial<Record<NonTarget, Both>>> = {
  CR: both('完全缓解（CR）', 'complete response (CR)'),
  nonCrNonPd: both('非CR/非PD', 'non-CR/non-PD'),
  PD: both('疾病进展（PD）', 'progressive disease (PD)'),
};
export const criteria: FormCoded = {
  id: 'criteria',
  label: both('评价标准', 'Response criteria'),
  option: '1.1',
  text: both('RECIST 1.1', 'RECIST 1.1'),
  concept: dcm('112021', 'Response Evaluation Method'),
  code: dcm('126081', 'RECIST 1.1'),
};

const tenth = (value: number): number => Number(value.toFixed(1));
const sum = (id: string, zh: string, en: string, value: number): FormNumber => ({
  id,
  label: both(zh, en),
  value: tenth(value),
  unit: 'mm',
});
const percentOf = (id: string, zh: string, en: string, from: number, to: number): readonly FormNumber[] =>
  from > 0 ? [{ id, label: both(zh, en), value: tenth(100 * (to / from - 1)), unit: '%' }] : [];

/** Sums in mm and their changes in per cent; at the baseline the sum alone. */
export function sumsOf(found: {
  readonly now: number;
  readonly baseline?: number;
  readonly nadir?: number;
}): readonly FormNumber[] {
  const { now, baseline, nadir } = found;
  if (baseline === undefined || nadir === undefined)
    return [sum('sum baseline', '基线径线之和', 'Sum of diameters, baseline', now)];
  return [
    sum('sum now', '本次径线之和', 'Sum of diameters, now', now),
    sum('sum baseline', '基线径线之和', 'Sum of diameters, baseline', baseline),
    sum('sum nadir', '最小径线之和', 'Sum of diameters, nadir', nadir),
    ...percentOf('change baseline', '较基线变化', 'Change against baseline', baseline, now),
    ...percentOf('change nadir', '较最小值变化', 'Change against nadir', nadir, now),
  ];
}

const plain = (text: string): Both => both(text, text);
const mm = (value: unknown): Both => plain(typeof value === 'number' ? value.toFixed(1) : '–');

/** "+12.5 %" with a true minus; a dash where there is nothing to compare with. */
export function changeText(from: number | undefined, to: number): string {
  if (from === undefined || from === 0) return '–';
  const percent = (100 * (to / from - 1)).toFixed(1);
  return `${percent.startsWith('-') ? '\u2212' : '+'}${percent.replace('-', '')} %`;
}
const changeCell = (from: number | undefined, to: number): Both => {
  const text = changeText(from, to);
  return both(text.replace(' %', '%'), text);
};

/** A line a target lesion, and the sums under them. */
export function targetTable(
  rows: readonly Row[],
  kindText: (row: Row) => Both,
  found: { readonly now: number; readonly baseline?: number; readonly nadir?: number },
): TableOf<Both> {
  const follow = found.baseline !== undefined;
  // A column that nobody filled in takes the room of one that somebody reads.
  const organs = rows.some((row) => Boolean(row.organ));
  const gap = organs ? [plain(''), plain('')] : [plain('')];
  const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  return {
    caption: follow
      ? both('RECIST 1.1 靶病灶', 'RECIST 1.1 target lesions')
      : both('RECIST 1.1 靶病灶（基线）', 'RECIST 1.1 target lesions (baseline)'),
    head: [
      plain('#'),
      both('部位', 'Site'),
      ...(organs ? [both('器官', 'Organ')] : []),
      both('测量', 'Measured'),
      ...(follow ? [both('基线 mm', 'Baseline mm')] : []),
      both('本次 mm', 'Now mm'),
      ...(follow ? [both('变化', 'Change')] : []),
    ],
    rows: rows.map((row, n) => [
      plain(String(n + 1)),
      plain(String(row.name)),
      ...(organs ? [plain(row.organ ? String(row.organ) : '–')] : []),
      kindText(row),
      ...(follow ? [mm(row.before)] : []),
      mm(row.now),
      ...(follow ? [changeCell(numberOf(row.before), Number(row.now))] : []),
    ]),
    foot: follow
      ? [
          [
            plain(''),
            both('径线之和', 'Sum of diameters'),
            ...gap,
            mm(found.baseline),
            mm(found.now),
            changeCell(found.baseline, found.now),
          ],
          [
            plain(''),
            both('最小值', 'Nadir'),
            ...gap,
            mm(found.nadir),
            mm(found.now),
            changeCell(found.nadir, found.now),
          ],
        ]
      : [[plain(''), both('径线之和', 'Sum of diameters'), ...gap, mm(found.now)]],
    figures: (follow ? [0, 3, 4, 5] : [0, 3]).map((n) => (organs && n > 0 ? n + 1 : n)),
  };
}
