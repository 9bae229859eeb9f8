/** Templates as JSON files, in and out. Every template that Lamplight holds can be written and read again. */
import { chestMarkKinds } from '../../domain/chest-mark';
import { z } from 'zod';
import { FileFault, readJson } from './file-fault';
import type { ReportTemplate } from './template';

const KIND = 'lamplight-report-template';

const id = z.string().trim().min(1).max(120);
const words = z
  .object({ zh: z.string().max(4000).optional(), en: z.string().max(4000).optional() })
  .refine((w) => Boolean(w.zh ?? w.en), 'no words in zh or en');
/** A label may be empty where the heading says enough. */
const label = z.object({ zh: z.string().max(400).optional(), en: z.string().max(400).optional() });
const action = z.enum(['NONE', 'ALERT', 'PROHIBIT']);
const sectionId = z.enum(['clinical', 'technique', 'comparison', 'findings', 'impression', 'recommendation']);
const merge = z.enum([
  'patientName',
  'patientId',
  'patientSex',
  'patientAge',
  'birthDate',
  'accession',
  'studyDate',
  'studyDescription',
  'institution',
]);

const field = z
  .object({
    id,
    label,
    type: z.enum(['TEXT', 'NUMBER', 'SELECTION_LIST', 'CHECKBOX', 'DATE', 'TIME', 'MERGE']),
    action: action.default('NONE'),
    unit: z.string().max(40).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    options: z
      .array(z.object({ id: z.string().max(400), words }))
      .max(400)
      .optional(),
    free: z.boolean().optional(),
    proposed: z.string().max(4000).optional(),
    merge: merge.optional(),
    code: z.object({ value: z.string(), scheme: z.string(), meaning: z.string() }).optional(),
  })
  .refine(
    (f) => f.type !== 'SELECTION_LIST' || (f.options?.length ?? 0) > 0,
    'SELECTION_LIST without options',
  )
  .refine((f) => f.min === undefined || f.max === undefined || f.min <= f.max, 'min is larger than max');

const section = z.object({
  id: sectionId,
  title: words.optional(),
  action: action.default('NONE'),
  fields: z.array(field).max(400).default([]),
  normals: z
    .array(
      z.object({
        id,
        part: words,
        text: words,
        denies: z.enum(['lungNodule', 'prior']).optional(),
        deniesOnFilm: z.array(z.enum([...chestMarkKinds, 'enlargedHeart'])).optional(),
      }),
    )
    .max(400)
    .default([]),
});

const template = z.object({
  id,
  title: words,
  publisher: z.string().max(400).optional(),
  modalities: z.array(z.string().trim().min(1).max(16)).max(40).default([]),
  parts: z.array(z.string().trim().min(1).max(80)).max(80).default([]),
  sections: z.array(section).min(1).max(6),
  forms: z.array(z.string().max(40)).max(20).optional(),
});

const file = z.object({ kind: z.literal(KIND), version: z.literal(1), template });

/**
 * @returns the template; its source is JSON and its file is named
 * @throws FileFault with the file's name and what is wrong in it
 */
export function readTemplateJson(text: string, name: string): ReportTemplate {
  const { template: read } = readJson(text, name, file);
  for (const [what, ids] of [
    ['section', read.sections.map((s) => s.id)],
    ['field', read.sections.flatMap((s) => s.fields.map((f) => f.id))],
    ['normal', read.sections.flatMap((s) => s.normals.map((n) => n.id))],
  ] as const) {
    const twice = (ids as readonly string[]).find((one, n, all) => all.indexOf(one) !== n);
    if (twice !== undefined) throw new FileFault(name, `${what} ${twice} is there twice`);
  }
  // A sentence of two hospitals may have one id; with the template's in front it has not.
  const sections = read.sections.map((s) => ({
    ...s,
    normals: s.normals.map((n) => ({
      ...n,
      id: n.id.startsWith(`${read.id}.`) ? n.id : `${read.id}.${n.id}`,
    })),
  }));
  return { ...read, sections, source: 'json', file: name };
}

export function writeTemplateJson(own: ReportTemplate): string {
  const { source: _source, file: _file, ...rest } = own;
  return `${JSON.stringify({ kind: KIND, version: 1, template: rest }, undefined, 2)}\n`;
}
