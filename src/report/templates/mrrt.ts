/**
 * IHE Management of Radiology Report Templates (MRRT, Rev. 1.7): an HTML file with meta data, coded content in a
 * script of type text/xml, and sections with fields. Two kinds are in use: fields as plain elements (the profile's
 * own), and boxes wrapped in a span with lists as datalist (the RSNA editor's).
 *
 * The file is somebody else's HTML. It is parsed into a document that loads nothing and runs nothing, cleaned by
 * DOMPurify, and only plain words are taken out of it: no element of it ever reaches the page.
 */
import DOMPurify from 'dompurify';
import type { Code } from '../../domain/finding';
import type { ReportLanguage, SectionId } from '../../domain/report-facts';
import { FileFault } from './file-fault';
import { fieldsOf, textOf, type Labels } from './mrrt-fields';
import type { NormalBlock, ReportTemplate, TemplateSection, Words } from './template';

/** Largest file that is read, characters. */
const LARGEST = 1_000_000;

/** LOINC codes of sections (MRRT table 8.1.3-1, DICOM CID 7001). */
const bySectionCode: Readonly<Record<string, SectionId>> = {
  '55752-0': 'clinical',
  '18785-6': 'clinical',
  '11329-0': 'clinical',
  '55115-0': 'clinical',
  '55111-9': 'technique',
  '29549-3': 'technique',
  '73569-6': 'technique',
  '18834-2': 'comparison',
  '55114-3': 'comparison',
  '59776-5': 'findings',
  '19005-8': 'impression',
  '55110-1': 'impression',
  '55112-7': 'impression',
  '18783-1': 'recommendation',
};

/** The names that sections have where no code says what they are. */
const bySectionName: readonly (readonly [SectionId, RegExp])[] = [
  ['clinical', /clinical|indication|history|request|klinische|临床|病史|检查目的/i],
  ['technique', /procedure|technique|protocol|technik|检查技术|检查方法|检查项目/i],
  ['comparison', /compar|prior|vergleich|voraufnahme|对比|既往/i],
  ['impression', /impression|conclusion|diagnos|beurteilung|summary|印象|诊断|结论/i],
  ['recommendation', /recommend|empfehlung|建议/i],
  ['findings', /finding|befund|observation|所见|表现/i],
];

/** Codes by the id of the element that they are for. */
function codesOf(document: Document, name: string): ReadonlyMap<string, Code> {
  const script = document.querySelector('script[type="text/xml"]');
  const codes = new Map<string, Code>();
  if (!script?.textContent?.trim()) return codes;
  const xml = new DOMParser().parseFromString(script.textContent.trim(), 'application/xml');
  if (xml.querySelector('parsererror')) throw new FileFault(name, 'template_attributes: not well-formed XML');
  for (const entry of xml.getElementsByTagName('entry')) {
    const target = entry.getAttribute('origtxt') ?? entry.getAttribute('ORIGTXT');
    const code = entry.getElementsByTagName('code')[0];
    const value = code?.getAttribute('value');
    if (!target || !value) continue;
    codes.set(target, {
      value,
      scheme: code.getAttribute('scheme') ?? '',
      meaning: code.getAttribute('meaning') ?? '',
    });
  }
  return codes;
}

function sectionIdOf(element: Element, codes: ReadonlyMap<string, Code>): SectionId {
  const code = codes.get(element.id);
  const coded = code && bySectionCode[code.value];
  if (coded) return coded;
  const name = [element.getAttribute('data-section-name'), element.id].join(' ');
  return bySectionName.find(([, pattern]) => pattern.test(name))?.[0] ?? 'findings';
}

const meta = (document: Document, name: string): string =>
  [...document.querySelectorAll('meta')].find((one) => one.name.toLowerCase() === name)?.content.trim() ?? '';

/** What may stand in a template; everything else goes, with what it holds when it is a script or a style. */
const allowed = {
  ALLOWED_TAGS:
    'body section header p div span br label input textarea select option optgroup datalist table thead tbody tr td th ul ol li b i em strong u h1 h2 h3 h4 h5 h6 fieldset legend'.split(
      ' ',
    ),
  ALLOWED_ATTR: 'id name for type value list title checked selected multiple min max'.split(' '),
  ALLOW_DATA_ATTR: true,
  RETURN_DOM: true as const,
};

const wordsIn = (text: string, language: ReportLanguage): Words => ({ [language]: text });

/** Sentences that the template writes out: they are proposed as blocks, and the reader takes them. */
function blocksOf(section: Element, prefix: string, language: ReportLanguage): readonly NormalBlock[] {
  const written = [...section.querySelectorAll('p, div, li, td')].filter(
    (one) =>
      !one.querySelector(
        'p, div, li, td, section, table, input, select, textarea, label, datalist, [data-field-type]',
      ) &&
      !one.closest('[data-field-type]') &&
      textOf(one) !== '',
  );
  return written.map((one, n) => ({
    id: `${prefix}.${n + 1}`,
    part: wordsIn(textOf(one).slice(0, 24), language),
    text: wordsIn(textOf(one), language),
  }));
}

/**
 * A template out of an MRRT file.
 * @throws FileFault with the file's name and why it is not one
 */
export function readMrrt(text: string, name: string): ReportTemplate {
  if (text.length > LARGEST) throw new FileFault(name, `larger than ${LARGEST} characters`);
  // Documents made by DOMParser run no script and load nothing.
  const raw = new DOMParser().parseFromString(text, 'text/html');
  const type = meta(raw, 'dcterms.type');
  const title = meta(raw, 'dcterms.title') || (raw.querySelector('title')?.textContent ?? '').trim();
  if (type !== 'IMAGE_REPORT_TEMPLATE')
    throw new FileFault(name, `dcterms.type is ${type ? `"${type}"` : 'missing'}, not IMAGE_REPORT_TEMPLATE`);
  if (!title) throw new FileFault(name, 'dcterms.title is missing');
  const codes = codesOf(raw, name);
  const body = DOMPurify.sanitize(raw.body.innerHTML, allowed) as HTMLElement;
  const language: ReportLanguage = /^zh/i.test(meta(raw, 'dcterms.language')) ? 'zh' : 'en';
  const id = `mrrt:${meta(raw, 'dcterms.identifier') || title}`;
  const outer = [...body.querySelectorAll('section')].filter((one) => !one.parentElement?.closest('section'));
  if (outer.length === 0) throw new FileFault(name, 'no section');
  const labels: Labels = { language, codes, used: new Set(), file: name };
  const sections = outer.map((element, n): TemplateSection => {
    const heading =
      textOf(element.querySelector('header')) || (element.getAttribute('data-section-name') ?? '');
    return {
      id: sectionIdOf(element, codes),
      title: heading ? wordsIn(heading, language) : undefined,
      action: 'NONE',
      fields: fieldsOf(element, labels),
      normals: blocksOf(element, `${id}.${n + 1}`, language),
    };
  });
  if (sections.every((s) => s.fields.length === 0 && s.normals.length === 0))
    throw new FileFault(name, 'no field and no text in its sections');
  return {
    id,
    title: wordsIn(title, language),
    source: 'mrrt',
    file: name,
    publisher: meta(raw, 'dcterms.publisher') || undefined,
    modalities: [],
    parts: [],
    sections: merged(sections),
  };
}

/** Sections that are one in the report become one; the second keeps its heading before its fields. */
function merged(sections: readonly TemplateSection[]): readonly TemplateSection[] {
  const out: TemplateSection[] = [];
  for (const section of sections) {
    const at = out.findIndex((one) => one.id === section.id);
    if (at < 0) out.push(section);
    else {
      const head = section.title;
      const fields = section.fields.map((f) => ({ ...f, label: joined(head, f.label) }));
      out[at] = {
        ...out[at],
        fields: [...out[at].fields, ...fields],
        normals: [...out[at].normals, ...section.normals],
      };
    }
  }
  return out;
}

const joined = (head: Words | undefined, label: Words): Words =>
  Object.fromEntries(
    (['zh', 'en'] as const).flatMap((language) => {
      const parts = [head?.[language], label[language]].filter(Boolean);
      return parts.length > 0 ? [[language, parts.join(language === 'zh' ? '，' : ', ')]] : [];
    }),
  );
