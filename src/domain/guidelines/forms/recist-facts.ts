/** RECIST as data: the codes of the responses (PS3.16 CID 6144, 6145, 6147), and the table of the target lesions. */
import type { TableOf } from '../../report-facts';
import { codes } from '../../codes';
import type { Code } from '../../finding';
import { dicomDate } from '../../person-text';
import { both, inBoth, type Answers, type Both, type FormCoded, type FormNumber, type Row } from './form';
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

/** "结节3", "Nodule 3"; with the day on which it was last seen, where it is gone. */
export const lesionName = (number: number, lastSeen?: string): Both =>
  lastSeen
    ? both(`结节${number}（${dicomDate(lastSeen)}）`, `Nodule ${number} (${dicomDate(lastSeen)})`)
    : both(`结节${number}`, `Nodule ${number}`);
export const lung = both('肺', 'lung');

/** What stands in either language as it was taken over is said in both; what the reader wrote stands as written. */
function inEither(value: string | number | undefined, known: Both | undefined): Both {
  const text = String(value ?? '–');
  return known && (text === known.zh || text === known.en) ? known : plain(text);
}
const nameOf = ({ name, number, lastSeen }: Row): Both =>
  inEither(
    name,
    typeof number === 'number'
      ? lesionName(number, lastSeen === undefined ? lastSeen : String(lastSeen))
      : undefined,
  );

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const onDay = (word: Both, day: string | undefined): Both =>
  inBoth((l) => [word[l], day && dicomDate(day), 'mm'].filter(Boolean).join(' '));

/** A column of the table: its head, what stands in a line, and in the lines of the sums. */
interface TableColumn {
  readonly head: Both;
  readonly cell: (row: Row, n: number) => Both;
  readonly sum: Both;
  readonly nadir: Both;
  readonly figure?: true;
}

/**
 * A line a target lesion, and the sums under them; a column an examination.
 * @param days YYYYMMDD of the baseline and of this examination, where they are known
 */
export function targetTable(
  rows: readonly Row[],
  kindText: (row: Row) => Both,
  found: { readonly now: number; readonly baseline?: number; readonly nadir?: number },
  days: { readonly baseline?: string; readonly now?: string } = {},
): TableOf<Both> {
  const follow = found.baseline !== undefined;
  // A column that nobody filled in takes the room of one that somebody reads.
  const organs = rows.some((row) => Boolean(row.organ));
  const between = [...new Set(rows.flatMap(Object.keys))].filter((key) => /^d\d{8}$/.test(key)).toSorted();
  const none = plain('');
  const at = (key: string): TableColumn => {
    const all = rows.map((row) => numberOf(row[key]));
    const sum = all.every((one) => one !== undefined) ? all.reduce((a, b) => a + b, 0) : undefined;
    return {
      head: onDay(none, key.slice(1)),
      cell: (row) => mm(row[key]),
      sum: mm(sum),
      nadir: none,
      figure: true,
    };
  };
  const columns: readonly TableColumn[] = [
    { head: plain('#'), cell: (_, n) => plain(String(n + 1)), sum: none, nadir: none, figure: true },
    {
      head: both('部位', 'Site'),
      cell: nameOf,
      sum: both('径线之和', 'Sum of diameters'),
      nadir: both('最小值', 'Nadir'),
    },
    ...(organs
      ? [
          {
            head: both('器官', 'Organ'),
            cell: (row: Row) => inEither(row.organ || '–', row.lesion === undefined ? undefined : lung),
            sum: none,
            nadir: none,
          },
        ]
      : []),
    { head: both('测量', 'Measured'), cell: kindText, sum: none, nadir: none },
    ...(follow
      ? [
          {
            head: onDay(both('基线', 'Baseline'), days.baseline),
            cell: (row: Row) => mm(row.before),
            sum: mm(found.baseline),
            nadir: mm(found.nadir),
            figure: true as const,
          },
          ...between.map(at),
        ]
      : []),
    {
      head: onDay(both('本次', 'Now'), days.now),
      cell: (row) => mm(row.now),
      sum: mm(found.now),
      nadir: mm(found.now),
      figure: true,
    },
    ...(follow
      ? [
          {
            head: both('变化', 'Change'),
            cell: (row: Row) => changeCell(numberOf(row.before), Number(row.now)),
            sum: changeCell(found.baseline, found.now),
            nadir: changeCell(found.nadir, found.now),
            figure: true as const,
          },
        ]
      : []),
  ];
  return {
    caption: follow
      ? both('RECIST 1.1 靶病灶', 'RECIST 1.1 target lesions')
      : both('RECIST 1.1 靶病灶（基线）', 'RECIST 1.1 target lesions (baseline)'),
    head: columns.map(({ head }) => head),
    rows: rows.map((row, n) => columns.map(({ cell }) => cell(row, n))),
    foot: [columns.map(({ sum: one }) => one), ...(follow ? [columns.map(({ nadir }) => nadir)] : [])],
    figures: columns.flatMap(({ figure }, n) => (figure ? [n] : [])),
  };
}
