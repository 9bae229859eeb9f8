/** What stands in the PDF, as blocks of plain data: text first, so that the fonts can be cut to it, then drawing. */
import {
  researchUse,
  software,
  syntheticNotice,
  type ReportDocument,
  type ReportLanguage,
  type ReportLogo,
  type ReportTable,
} from '../../domain/report-facts';
import { dicomDate, personName } from '../../domain/person-text';
import type { Patient, Study } from '../../domain/study';
import { exported } from '../edit';
import { signedAt, stateText } from '../state-words';
import type { Run, Style } from './wrap';

export interface KeyImage {
  readonly png: Uint8Array;
  readonly caption: string;
}

export type Block =
  | {
      readonly kind: 'title';
      readonly hospital: string;
      readonly title: string;
      readonly status: string;
      readonly logo?: ReportLogo;
    }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly number?: string; readonly runs: readonly Run[] }
  | { readonly kind: 'table'; readonly table: ReportTable }
  | { readonly kind: 'images'; readonly images: readonly KeyImage[] }
  | { readonly kind: 'signature'; readonly lines: readonly (readonly [label: string, value: string])[] };

/** What is on every page. */
export interface Frame {
  /** Set when synthetic: the banner's words. */
  readonly banner?: string;
  /** Who and what, at the head of the pages after the first. */
  readonly running: string;
  readonly footer: readonly [string, string];
}

export const styles = {
  body: { weight: 'regular', size: 10, colour: 'text' },
  note: { weight: 'regular', size: 8, colour: 'quiet' },
  label: { weight: 'regular', size: 8, colour: 'quiet' },
  value: { weight: 'regular', size: 9.5, colour: 'text' },
  heading: { weight: 'medium', size: 11, colour: 'accent' },
  title: { weight: 'medium', size: 16, colour: 'text' },
  hospital: { weight: 'medium', size: 11, colour: 'text' },
  banner: { weight: 'medium', size: 9, colour: 'accent' },
  footerLeft: { weight: 'medium', size: 8, colour: 'quiet' },
} as const satisfies Record<string, Style>;

const words = {
  zh: {
    title: (what: string) => `${what}影像检查报告`,
    fields: ['姓名', '性别', '年龄', '患者编号', '检查号', '检查日期', '检查项目', '科室'],
    sex: { M: '男', F: '女', O: '其他' } as Record<string, string>,
    age: { D: '天', W: '周', M: '个月', Y: '岁' } as Record<string, string>,
    keyImages: '关键图像',
    empty: '（未填写）',
    sign: ['报告医师', '审核医师', '签名时间'],
    made: '成文时间',
    edited: '医师编辑',
    note: (text: string) => `〔${text}〕`,
    lacking: (list: string) => `本报告字体缺少以下字符，文中以□代替：${list}。`,
  },
  en: {
    title: (what: string) => `${what} report`,
    fields: ['Name', 'Sex', 'Age', 'Patient ID', 'Accession', 'Study date', 'Study', 'Department'],
    sex: { M: 'male', F: 'female', O: 'other' } as Record<string, string>,
    age: { D: 'd', W: 'wk', M: 'mo', Y: 'y' } as Record<string, string>,
    keyImages: 'Key images',
    empty: '(not completed)',
    sign: ['Reported by', 'Checked by', 'Signed'],
    made: 'Written',
    edited: 'edited by the reader',
    note: (text: string) => `[${text}]`,
    lacking: (list: string) => `The font lacks these characters; they are shown as □: ${list}.`,
  },
} as const;

/** One paragraph's worth of text: line ends made one kind, tabs made spaces. */
function clean(text: string, language: ReportLanguage): string {
  const plain = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
  if (language === 'zh') return plain;
  // The Chinese font draws these a full character wide, which tears English words apart.
  return plain
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\u2026/g, '...');
}

function cleanTable(table: ReportTable, language: ReportLanguage): ReportTable {
  const row = (cells: readonly string[]) => cells.map((one) => clean(one, language).replace(/\n/g, ' '));
  return {
    caption: clean(table.caption, language),
    head: row(table.head),
    rows: table.rows.map(row),
    foot: table.foot.map(row),
    figures: table.figures,
  };
}

/** "062Y" to "62岁" or "62 y"; anything else as it is. */
export function ageText(age: string, language: ReportLanguage): string {
  const match = /^0*(\d+)([DWMY])$/.exec(age);
  if (!match) return age;
  return `${match[1]}${language === 'zh' ? '' : ' '}${words[language].age[match[2]]}`;
}

/** Local time, to the minute. */
function timeText(iso: string): string {
  const t = new Date(iso);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${two(t.getHours())}:${two(t.getMinutes())}`;
}

function fieldValues(report: ReportDocument, study: Study): readonly string[] {
  const patient: Patient = study.patient;
  const w = words[report.language];
  return [
    personName(patient.name, report.language),
    w.sex[patient.sex] ?? patient.sex,
    ageText(patient.age, report.language),
    patient.id,
    study.accession,
    dicomDate(study.date),
    study.description,
    report.header.department,
  ];
}

/**
 * Who wrote, who checked, when: empty ones become a line to write on. A signed report carries the name that signed;
 * one that is not signed says when it was written instead, so that no time looks like a signature.
 */
function signatureLines(report: ReportDocument): readonly (readonly [string, string])[] {
  const { header, signature, language } = report;
  const [by, checked, at] = words[language].sign;
  const physician = signature?.name ?? header.physician;
  return [
    [by, clean(physician, language)],
    [checked, clean(header.reviewer, language)],
    signature ? [at, signedAt(signature)] : [words[language].made, timeText(report.builtAt)],
  ];
}

/** A value that is not there is shown as a dash, so that an empty field is seen as empty. */
const orDash = (text: string, language: ReportLanguage): string => clean(text, language).trim() || '–';

export interface Content {
  readonly blocks: readonly Block[];
  readonly frame: Frame;
  /** The note to add when characters are lacking. */
  readonly lackingNote: (list: string) => string;
}

export function content(
  report: ReportDocument,
  study: Study,
  images: readonly KeyImage[],
  hospital: string,
): Content {
  const w = words[report.language];
  const series = study.series.find((s) => s.seriesUid === report.seriesUid);
  const values = fieldValues(report, study);
  const blocks: Block[] = [
    {
      kind: 'title',
      hospital: clean(hospital, report.language),
      title: w.title(series?.modality ?? ''),
      status: clean(stateText(report), report.language),
      logo: report.header.logo,
    },
    {
      kind: 'fields',
      fields: w.fields.map((label, n) => [label, orDash(values[n], report.language)] as const),
    },
  ];
  for (const section of exported(report)) {
    blocks.push({ kind: 'heading', text: section.title });
    if (section.sentences.length === 0)
      blocks.push({ kind: 'paragraph', runs: [{ text: w.empty, style: styles.note }] });
    // The banner of every page says it already.
    const sentences = section.sentences.filter((s) => s.text !== syntheticNotice[report.language]);
    sentences.forEach((s, n) => {
      const notes = [s.aiNote, s.edited && s.generated !== '' ? w.edited : ''].filter(Boolean);
      const runs: Run[] = [{ text: clean(s.text, report.language), style: styles.body }];
      if (notes.length > 0)
        runs.push({
          text: ` ${w.note(notes.join(report.language === 'zh' ? '，' : ', '))}`,
          style: styles.note,
        });
      blocks.push({ kind: 'paragraph', number: section.numbered ? `${n + 1}.` : undefined, runs });
      if (s.table) blocks.push({ kind: 'table', table: cleanTable(s.table, report.language) });
    });
  }
  // Signed under the text; the images are its appendix, and would push the signature to a page of its own.
  blocks.push({ kind: 'signature', lines: signatureLines(report) });
  if (images.length > 0) {
    blocks.push({ kind: 'heading', text: w.keyImages });
    blocks.push({
      kind: 'images',
      images: images.map(({ png, caption }) => ({ png, caption: clean(caption, report.language) })),
    });
  }
  const made = `${software.name} ${software.version}${report.model ? ` · ${report.model}` : ''}`;
  return {
    blocks,
    frame: {
      banner: report.synthetic ? syntheticNotice[report.language] : undefined,
      running: [values[0], values[3], values[5]]
        .map((v) => v.trim())
        .filter(Boolean)
        .join(' · '),
      footer: [researchUse[report.language], made],
    },
    lackingNote: w.lacking,
  };
}

/** All text that will be drawn, by weight, for cutting the fonts; page numbers and the note on what is lacking too. */
export function textOf({ blocks, frame, lackingNote }: Content): Readonly<Record<Style['weight'], string>> {
  const parts: Record<Style['weight'], string[]> = { regular: [], medium: [] };
  const add = (style: Style, ...text: readonly string[]): void => {
    parts[style.weight].push(...text);
  };
  add(styles.note, '0123456789/ U+ABCDEF, ', lackingNote(''));
  add(styles.banner, frame.banner ?? '');
  add(styles.footerLeft, frame.footer[0]);
  add(styles.label, frame.running, frame.footer[1]);
  for (const block of blocks)
    if (block.kind === 'title') {
      add(styles.hospital, block.hospital);
      add(styles.title, block.title);
      add(styles.note, block.status);
    } else if (block.kind === 'fields') for (const field of block.fields) add(styles.label, ...field);
    else if (block.kind === 'heading') add(styles.heading, block.text);
    else if (block.kind === 'paragraph') {
      add(styles.body, block.number ?? '');
      for (const run of block.runs) add(run.style, run.text);
    } else if (block.kind === 'table') {
      const { caption, head, rows, foot } = block.table;
      add(styles.note, caption, ...head);
      for (const row of [...rows, ...foot]) add(styles.value, ...row);
    } else if (block.kind === 'images') add(styles.note, ...block.images.map((i) => i.caption));
    else for (const line of block.lines) add(styles.note, ...line);
  return { regular: parts.regular.join('\n'), medium: parts.medium.join('\n') };
}
