/**
 * What the parts of a study's work look like, for work that comes out of a file: a file may be damaged, of another
 * version, or made to harm. What a feature's own reading checks anyway is left to it.
 */
import { z } from 'zod';
import { shapes } from '../../domain/annotation/shapes';
import { chestLevels, chestMarkKinds } from '../../domain/chest-mark';

const text = z.string().max(100_000);
const uid = z.string().regex(/^[0-9]+(\.[0-9]+)*(#\d+)?$/);
const number = z.number();
/** Some numbers have no value (a statistic of no pixel). */
const figure = z.custom<number>((value) => typeof value === 'number');
const vec3 = z.tuple([number, number, number]);
const count = z.number().int().min(0);
const counts3 = z.tuple([count, count, count]);
const code = z.looseObject({ value: text, scheme: text, meaning: text });
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const rgb = z.tuple([count.max(255), count.max(255), count.max(255)]);
/** A colour goes into the page's own style, and must not name an address. */
const css = z.string().regex(/^(#[0-9a-f]{3,8}|rgb\([\d ,.%]{1,30}\)|[a-z]{1,30})$/i);

const voxels = ([i, j, k]: readonly number[]): number => i * j * k;
const box = z.looseObject({ start: counts3, size: counts3 });
const mask = box
  .extend({ data: bytes })
  .refine(({ size, data }) => data.length === voxels(size) && data.every((one) => one <= 1), 'no mask');
/** The same in runs: they must add up to the box. */
const packed = box
  .extend({ runs: bytes })
  .refine(({ size, runs }) => runLengths(runs) === voxels(size), 'no mask');

function runLengths(runs: Uint8Array): number {
  let sum = 0;
  let run = 0;
  let shift = 0;
  for (const byte of runs) {
    run += (byte & 127) * 2 ** shift;
    shift = byte > 127 ? shift + 7 : 0;
    if (byte > 127) continue;
    sum += run;
    run = 0;
  }
  return sum;
}

const grid = z
  .looseObject({
    dims: counts3,
    spacing: z.tuple([number.positive(), number.positive(), number.positive()]),
    origin: vec3,
    axes: z.tuple([vec3, vec3, vec3]),
  })
  .refine(({ dims }) => voxels(dims) < 2 ** 32, 'too large');

const measurement = z.looseObject({
  concept: code,
  value: figure,
  unit: text,
  method: text,
  calibration: text,
});
const line = z.tuple([vec3, vec3]);
const madeByAnalysis = z.looseObject({
  kind: z.literal('analysis'),
  analysisId: text,
  analysisVersion: text,
  modelId: text,
  modelVersion: text,
  modelSha256: text,
  provider: z.enum(['webgpu', 'wasm']),
});
const origin = z.union([z.looseObject({ kind: z.literal('reader') }), madeByAnalysis]);
const reviewState = z.enum(['pending', 'accepted', 'edited', 'rejected']);

const lieToSkin = { width: measurement, depth: measurement, depthToWidth: measurement, angle: measurement };

const finding = z.looseObject({
  trackingUid: uid,
  number: count,
  origin,
  studyUid: uid,
  seriesUid: uid,
  frameOfReferenceUid: z.union([uid, z.literal('')]),
  kind: code,
  category: code.optional(),
  name: text.optional(),
  rgb: rgb.optional(),
  laterality: z.enum(['left', 'right']).optional(),
  lobe: z.enum(['RUL', 'RML', 'RLL', 'LUL', 'LLL']).optional(),
  type: z.enum(['solid', 'partSolid', 'nonSolid', 'calcified']).optional(),
  onFrame: z.looseObject({ grid }).optional(),
  ultrasound: z.looseObject(lieToSkin).optional(),
  /** Of earlier versions, for what an analysis had found: `withUltrasoundFacts` takes it over. */
  breast: z.looseObject({ measures: z.looseObject(lieToSkin) }).optional(),
  thyroid: z
    .looseObject({
      site: z.enum(['right', 'left', 'isthmus']).optional(),
      level: z.enum(['upper', 'middle', 'lower']).optional(),
    })
    .optional(),
  point: vec3,
  keyImage: z.looseObject({ sopInstanceUid: uid, frame: count.min(1), slice: count }),
  mask,
  axes: z.looseObject({ long: line, short: line, sopInstanceUid: uid, slice: count }),
  measurements: z.looseObject({
    longAxis: measurement,
    shortAxis: measurement,
    meanDiameter: measurement,
    volume: measurement,
    meanHu: measurement,
    sdHu: measurement,
    minHu: measurement,
    maxHu: measurement,
  }),
  score: z.looseObject({ value: figure, meaning: text }).optional(),
  review: reviewState,
  rejectReason: text.optional(),
  note: text.optional(),
});

const findings = z.looseObject({
  version: z.literal(1),
  findings: z.array(finding),
  originals: z.record(z.string(), finding),
  grids: z.record(z.string(), grid),
  nextNumber: count.min(1),
  imported: z.array(uid),
  ownFirst: z.array(uid).optional(),
  joined: z.record(z.string(), z.string()).optional(),
  history: z.record(z.string(), z.array(z.looseObject({ at: text, what: text }))).optional(),
  slices: z
    .record(z.string(), z.looseObject({ sopInstanceUids: z.array(uid), frameNumbers: z.array(count) }))
    .optional(),
});

const run = z.looseObject({
  analysisId: text,
  analysisVersion: text,
  seriesUid: uid,
  startedAt: text,
  provider: z.enum(['webgpu', 'wasm']),
  threads: number,
  adapter: text,
  modelId: text,
  modelVersion: text,
  modelSha256: text,
  timings: z.record(z.string(), number),
  networkMs: number,
  warnings: z.array(z.looseObject({ key: text })),
  notes: z.array(text),
  findings: z.array(finding),
  withheld: count,
});

const point = z.tuple([number, number]);
const place = z.union([
  z.looseObject({ on: z.literal('image'), sopInstanceUid: uid, frame: count.min(1) }),
  z.looseObject({ on: z.literal('plane'), frameOfReferenceUid: uid, origin: vec3, right: vec3, down: vec3 }),
]);
const annotation = z.looseObject({
  uid,
  kind: z.string().refine((kind) => Object.hasOwn(shapes, kind), 'unknown kind'),
  studyUid: uid,
  seriesUid: uid,
  place,
  points: z.array(point).min(1),
  label: text,
  colour: css.optional(),
  values: z.array(z.looseObject({ name: text, value: figure, unit: text })),
  histogram: z.looseObject({ from: number, width: number, counts: z.array(number), unit: text }).optional(),
  mark: z
    .looseObject({
      kind: z.enum(chestMarkKinds),
      zone: z.looseObject({
        side: z.enum(['left', 'right']),
        level: z.enum(chestLevels),
        from: z.enum(['lungs', 'image', 'reader']),
      }),
    })
    .optional(),
  origin: madeByAnalysis.optional(),
  review: reviewState.optional(),
  madeAt: text,
});

const segment = z.looseObject({
  uid,
  number: count,
  studyUid: uid,
  seriesUid: uid,
  frameOfReferenceUid: z.union([uid, z.literal('')]),
  name: text,
  rgb,
  category: code,
  type: code,
  grid,
  packed,
  visible: z.boolean(),
  locked: z.boolean(),
});

const keyImage = z.looseObject({ seriesUid: uid, sopInstanceUid: uid, frame: count.min(1) });

const language = z.enum(['zh', 'en']);
const sentence = z.looseObject({
  key: text,
  text,
  generated: text,
  findingUids: z.array(text),
  edited: z.boolean(),
  stale: z.boolean(),
  aiNote: text.optional(),
});
const section = z.looseObject({ id: text, title: text, numbered: z.boolean(), sentences: z.array(sentence) });
const edit = z.union([
  z.looseObject({ kind: z.literal('text'), key: text, language, text, basis: text }),
  z.looseObject({ kind: z.literal('added'), key: text, language, section: text, text }),
  z.looseObject({ kind: z.literal('removed'), key: text }),
]);
const signature = z.looseObject({ name: text.min(1), at: text });
const status = z.enum(['draft', 'preliminary', 'final', 'addendum']);
const version = z.looseObject({
  number: count.min(1),
  status,
  signature,
  language,
  sections: z.array(section),
  pending: count,
  findings: z.array(finding),
  runs: z.array(run),
  document: z.looseObject({
    language,
    studyUid: uid,
    seriesUid: uid,
    status,
    signature: signature.optional(),
    sections: z.array(section),
    built: z.array(section),
    edits: z.array(edit),
    header: z.looseObject({ hospital: text, department: text, physician: text, reviewer: text }),
  }),
});
const report = z.looseObject({
  edits: z.array(edit),
  withoutImage: z.array(text),
  language: language.optional(),
  versions: z.array(version).optional(),
  normals: z.array(text).optional(),
  addendum: z.array(text).optional(),
});

/** By part; a part that is not here is its feature's to judge. */
const parts: Readonly<Record<string, z.ZodType>> = {
  findings,
  runs: z.array(run),
  annotations: z.looseObject({ version: z.literal(1), annotations: z.array(annotation) }),
  segments: z.looseObject({ version: z.literal(1), segments: z.array(segment), nextNumber: count.min(1) }),
  keyImages: z.looseObject({ images: z.array(keyImage) }),
  report,
};

/** @throws TypeError that names the part and the place in it, when a part is not what it must be */
export function checkPart(part: string, saved: unknown): void {
  const shape = parts[part];
  if (!shape) return;
  const result = shape.safeParse(saved);
  if (result.success) return;
  const [issue] = result.error.issues;
  throw new TypeError(`${part}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
