/**
 * The model format "lamplight-model/1": what a manifest.json says. Fields are named as in
 * bioimage.io's model description 0.5 (axes, preprocessing ops, config, license) and MONAI's metadata.json
 * (version, intended use, modality, metrics) where those have one. docs/model-format.md explains it to people;
 * docs/lamplight-model-1.schema.json is made from this file.
 */
import { z } from 'zod';

// The page's content security policy forbids eval; zod would try it otherwise.
z.config({ jitless: true });

const text = z.string().trim().min(1);
/** A plain file name in the model's folder: no path that could leave it. */
const fileName = z.string().regex(/^(?!\.)[\w.-]+$/, 'a plain file name expected');
const sha256 = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, '64 hex digits expected');
const count = z.number().int().positive();

const code = z
  .strictObject({ value: text, scheme: text, meaning: text.optional() })
  .describe('A coded concept: code value, coding scheme designator (SCT, DCM, ...), meaning in English');

const weights = z
  .strictObject({
    ep: z.enum(['webgpu', 'wasm', 'any']).describe('Execution provider the file is for'),
    file: fileName,
    sha256,
    bytes: count,
    precision: z.enum(['fp32', 'fp16']).default('fp32').describe('What the graph computes in'),
    cpuNodes: z.array(text).optional().describe('Nodes that WebGPU cannot run and WASM runs for it, by name'),
    parity: z
      .strictObject({ maxAbsErr: z.number().nonnegative(), dataset: text })
      .optional()
      .describe('Proof that an fp16 graph agrees with fp32; without it fp16 is not run on WebGPU'),
  })
  .refine((w) => w.precision === 'fp32' || w.ep === 'wasm' || w.parity !== undefined, {
    path: ['parity'],
    message: 'fp16 on WebGPU needs a proof of parity with fp32',
  });

const preprocessing = z
  .discriminatedUnion('id', [
    z.strictObject({
      id: z.literal('clip'),
      kwargs: z.strictObject({ min: z.number().optional(), max: z.number().optional() }),
    }),
    z.strictObject({
      id: z.literal('scale_linear'),
      kwargs: z.strictObject({ gain: z.number().default(1), offset: z.number().default(0) }),
    }),
    z.strictObject({
      id: z.literal('fixed_zero_mean_unit_variance'),
      kwargs: z.strictObject({ mean: z.number(), std: z.number().positive() }),
    }),
    z.strictObject({
      id: z.literal('zero_mean_unit_variance'),
      kwargs: z.strictObject({
        eps: z.number().positive().default(1e-6),
        mask: z.enum(['all', 'nonzero']).default('all'),
      }),
    }),
    z.strictObject({
      id: z.literal('scale_range'),
      kwargs: z.strictObject({
        min_percentile: z.number().min(0).max(100).default(0),
        max_percentile: z.number().min(0).max(100).default(100),
        eps: z.number().positive().default(1e-6),
      }),
    }),
  ])
  .describe(
    'clip: into [min, max]. scale_linear: x * gain + offset. fixed_zero_mean_unit_variance: (x - mean) / std. ' +
      'zero_mean_unit_variance: with mean and standard deviation of the whole image, or of what is not 0. ' +
      'scale_range: the two percentiles of the whole image become 0 and 1 (nothing is clipped)',
  );

const orientation = z
  .string()
  .regex(/^(?:native|[LRAPSI]{3})$/, '"native" or three letters of L R A P S I expected')
  .refine(
    (o) => o === 'native' || new Set([...o].map((c) => 'LRAPSI'.indexOf(c) >> 1)).size === 3,
    'one letter each of L/R, A/P and S/I expected',
  )
  .describe(
    'Where the axes D, H, W of the tensor grow to, in this order: SPL is an axial model, slices to the head, ' +
      'rows to the back, columns to the left. A 2-D model says with the first letter how slices follow each ' +
      "other. native: the scan's own slices (along the normal, as ITK sorts them), rows and columns",
  );

const perAxis = z.tuple([
  z.number().positive().nullable(),
  z.number().positive().nullable(),
  z.number().positive().nullable(),
]);

const slices = z
  .union([
    z.strictObject({ offsetsMm: z.array(z.number()).min(1) }),
    z.strictObject({ offsets: z.array(z.number().int()).min(1) }),
  ])
  .describe(
    'Neighbouring slices as channels of a 2-D model: distances along D in mm (the nearest slice, of two equally ' +
      'near the farther) or in slices; the end slices repeat. [0, 0, 0] repeats a grey image as three channels',
  );

const input = z
  .strictObject({
    name: text.describe("The graph input's name"),
    axes: z.enum(['NCHW', 'NHWC', 'NCDHW', 'NDHWC']),
    dataType: z.enum(['float32', 'float16', 'uint8', 'int32']).default('float32'),
    modality: z.array(text).min(1).describe('DICOM modalities (0008,0060) that the model reads'),
    channels: z
      .array(z.strictObject({ name: text, modality: text.optional() }))
      .min(1)
      .optional()
      .describe('One registered series a channel; one channel when absent'),
    orientation: orientation.default('native'),
    spacing: z
      .union([z.literal('native'), perAxis])
      .default('native')
      .describe('mm along D, H, W; null keeps the spacing of the scan along that axis'),
    interp: z.enum(['linear', 'nearest']).default('linear'),
    slices: slices.optional(),
    preprocessing: z.array(preprocessing).default([]).describe('In this order, after resampling'),
  })
  .refine((i) => i.slices === undefined || i.axes.length === 4, {
    path: ['slices'],
    message: 'only a 2-D model takes neighbouring slices as channels',
  })
  .refine((i) => i.slices === undefined || (i.channels?.length ?? 1) === 1, {
    path: ['channels'],
    message: 'neighbouring slices and several series cannot be channels together',
  });

const suitability = z
  .strictObject({
    bodyPart: z.array(text).optional(),
    sliceThicknessMax: z.number().positive().optional().describe('mm'),
    spacingRange: z
      .tuple([z.number().positive(), z.number().positive()])
      .optional()
      .describe('Pixel spacing in the plane, mm'),
    minSlices: count.optional(),
    contrast: z.enum(['any', 'with', 'without']).optional(),
    ageMin: z.number().nonnegative().optional().describe('years'),
    reject: z.array(text).optional().describe('Values of ImageType (0008,0008) that do not suit'),
  })
  .describe('What series the model was made for');

const size = z.union([
  z.tuple([count, count]).describe('[H, W]'),
  z.tuple([count, count, count]).describe('[D, H, W]'),
]);

const window = z.strictObject({
  patch: size.describe(
    'Window of the network, [H, W] or [D, H, W] in voxels; the largest one with size "fit"',
  ),
  size: z
    .enum(['fixed', 'fit'])
    .default('fixed')
    .describe(
      'fixed: every window has the size of patch. fit: any multiple of multipleOf up to patch will do',
    ),
  multipleOf: z.union([count, size]).default(1).describe('What the sides of a window must be multiples of'),
  overlap: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.5)
    .describe('Share of a window that neighbours have in common'),
  convention: z
    .enum(['nnunet', 'monai'])
    .default('nnunet')
    .describe(
      'nnunet: windows spread evenly, Gaussian centred on voxel P/2, zeros raised to its smallest value. ' +
        'monai: fixed interval, the last window moved back; Gaussian centred on (P - 1)/2, floor 0.001',
    ),
  blend: z.enum(['gaussian', 'constant']).default('gaussian'),
  sigma: z
    .number()
    .positive()
    .default(0.125)
    .describe('Standard deviation of the Gaussian as a share of the patch'),
  pad: z
    .strictObject({ mode: z.enum(['constant', 'edge']).default('constant'), value: z.number().default(0) })
    .prefault({})
    .describe('Around an image smaller than the window, equally on both sides; value after preprocessing'),
  mirror: z
    .array(z.number().int().min(0).max(2))
    .default([])
    .describe('Spatial axes to average flips over; 0 is D'),
  marginPx: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('Voxels of context around a region of interest'),
});

const label = z.strictObject({
  id: z.number().int().min(1).max(255).describe('Value in the labelmap; 0 is background'),
  name: text,
  channel: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe(
      'Channel of the output. When absent: the id, with channel 0 for the background, in a labelmap or heatmap of ' +
        'classes that exclude each other (softmax, argmax, none in a labelmap); the place in this list otherwise',
    ),
  category: code.optional().describe('Segmented property category (0062,0003)'),
  type: code.optional().describe('Segmented property type (0062,000F)'),
  rgb: z
    .tuple([
      z.number().int().min(0).max(255),
      z.number().int().min(0).max(255),
      z.number().int().min(0).max(255),
    ])
    .optional(),
  threshold: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('With sigmoid; the default operating point otherwise'),
});

const output = z
  .strictObject({
    name: text.describe("The graph output's name"),
    kind: z.enum(['labelmap', 'heatmap', 'scores', 'boxes']),
    activation: z
      .enum(['softmax', 'sigmoid', 'none', 'argmax'])
      .describe('What is still to be done to the output; argmax: it holds label numbers already'),
    interp: z
      .enum(['nearest', 'linear'])
      .optional()
      .describe(
        "Back to the scan's grid; linear blends the logits of a labelmap and decides there, as nnU-Net does " +
          '(neighbouring labels vote where memory is short). nearest unless said, linear for a heatmap',
      ),
    labels: z.array(label).min(1),
    aggregate: z.enum(['mean', 'max']).default('mean').describe('Scores of several windows become one'),
    boxes: z
      .strictObject({
        scores: text.describe('Graph output with a score a box'),
        classes: text.optional().describe('Graph output with a label number a box'),
        coordinates: z
          .enum(['xyxy', 'xyzxyz', 'yxyx', 'zyxzyx'])
          .describe('Corners in voxels of the window: x along W, y along H, z along D'),
        minScore: z.number().min(0).max(1).default(0.5),
        nmsIoU: z
          .number()
          .min(0)
          .max(1)
          .default(0.3)
          .describe('Of two boxes that overlap more the better stays'),
      })
      .optional(),
  })
  .refine((o) => (o.kind === 'boxes') === (o.boxes !== undefined), {
    path: ['boxes'],
    message: 'belongs to kind "boxes", and only there',
  })
  .refine((o) => new Set(o.labels.map((l) => l.id)).size === o.labels.length, {
    path: ['labels'],
    message: 'every label needs its own id',
  });

const post = z
  .discriminatedUnion('op', [
    z.strictObject({ op: z.literal('keepLargest'), label: count.optional() }),
    z.strictObject({ op: z.literal('minVolumeMl'), label: count.optional(), v: z.number().positive() }),
    z.strictObject({ op: z.literal('fillHoles'), label: count.optional() }),
  ])
  .describe('What is done to a labelmap on the scan: to one label, or to each');

const operatingPoint = z.looseObject({
  name: text,
  threshold: z.number().min(0).max(1),
  default: z.boolean().default(false).describe('The one to use unless the user chooses; at most one'),
});

const metric = z.looseObject({
  name: text,
  value: z.number(),
  n: count.describe('How many cases or lesions'),
  ci: z.tuple([z.number(), z.number()]).optional().describe('95 % confidence interval'),
  dataset: text,
  external: z.boolean().optional().describe('Data of other sites than the training data'),
});

const test = z
  .strictObject({
    input: fileName,
    shape: z.array(count).min(3).max(5),
    output: fileName,
    outputShape: z.array(count).min(1).max(6),
    outputName: text.optional().describe('The first output when absent'),
    maxAbsErr: z.number().positive(),
    madeOn: z
      .literal('wasm')
      .optional()
      .describe('The answer was made here, on WASM, when the model was imported: for WebGPU to agree with'),
    inputSha256: sha256.optional(),
    outputSha256: sha256.optional(),
  })
  .describe('A stored input and what the network must answer: float32, little endian');

const stage = z
  .strictObject({
    file: fileName,
    sha256,
    bytes: count,
    input: z
      .looseObject({
        name: text.describe("The graph input's name"),
        shape: z
          .array(count.nullable())
          .min(1)
          .max(4)
          .describe('Of one item; the batch stands in front of it. Null: as long as the analysis makes it'),
      })
      .describe('float32; what goes in is made by the analysis that the stage belongs to'),
    outputs: z
      .array(z.strictObject({ name: text, labels: z.array(text).min(1).optional() }))
      .min(1)
      .describe(
        'Graph outputs before activation: [batch, labels], or a map of any shape where labels are missing',
      ),
    views: count.optional().describe('Turned and mirrored views of an item whose answers are averaged'),
    combine: z.record(text, z.number()).optional().describe('Weights of the score that several stages make'),
    test: test.optional(),
  })
  .describe('A further network: it looks at what the first one found, or says where that has to look');

/** Of two points of an FROC the one with the higher threshold marks no more. */
const falling = (points: readonly { readonly threshold: number; readonly falsePerScan: number }[]): boolean =>
  points.every(
    (p, n) =>
      n === 0 || (p.threshold >= points[n - 1].threshold && p.falsePerScan <= points[n - 1].falsePerScan),
  );

const froc = z
  .array(
    z.looseObject({
      threshold: z.number().min(0).max(1).describe('Smallest score that is shown'),
      falsePerScan: z.number().nonnegative(),
      sensitivity: z.number().min(0).max(1),
      ci: z.tuple([z.number(), z.number()]).describe('95 % confidence interval of the sensitivity'),
    }),
  )
  .refine(falling, { message: 'from the lowest threshold up, false marks a scan falling' })
  .describe('What a threshold costs and finds; the first is the lowest that candidates are kept for');

const share = z.number().positive();
const volumeRange = z
  .looseObject({
    byDiameterMm: z
      .array(z.tuple([share, share, share]).refine(([, low, high]) => low <= high, 'low <= high expected'))
      .min(1)
      .describe(
        'Mean diameter in mm, and what to multiply a volume with for its 2.5th and 97.5th percentile',
      ),
  })
  .describe("Where other readers' volumes of the same nodule would lie; linear between diameters");

const peakMiB = z.number().positive().describe('Memory of the engine during a run, at most, MiB');

export const manifestSchema = z
  .strictObject({
    $schema: z.string().optional(),
    schema: z.literal('lamplight-model/1'),
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dots and dashes expected'),
    name: text.optional(),
    version: text,
    description: z.string().optional(),
    authors: z.array(z.looseObject({ name: text })).optional(),
    cite: z.array(z.looseObject({ text })).optional(),
    license: text.describe('Of the code'),
    weightsLicense: text.describe('Of the weights'),
    intendedUse: text,
    notFor: text,
    status: z.enum(['research', 'clinical']),
    weights: z.array(weights).min(1),
    inputs: z.tuple([input]).describe('One image input; other inputs are not supported'),
    suitability: suitability.prefault({}),
    window,
    outputs: z.array(output).min(1),
    post: z.array(post).default([]),
    operatingPoints: z.array(operatingPoint).default([]),
    metrics: z.array(metric).default([]),
    froc: froc.default([]),
    stages: z.record(text, stage).default({}).describe('Further networks by name'),
    volumeRange: volumeRange.optional(),
    test: test.optional(),
    card: fileName.optional(),
    peakMiB: peakMiB.optional(),
    config: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('For one analysis or tool alone, under its own name, as in bioimage.io'),
  })
  .refine((m) => m.weights.some((w) => w.ep !== 'webgpu'), {
    path: ['weights'],
    message: 'a file for wasm or any is needed: not every computer has WebGPU',
  })
  .refine((m) => m.window.patch.length === m.inputs[0].axes.length - 2, {
    path: ['window', 'patch'],
    message: 'one length for each spatial axis of the input expected',
  })
  .refine((m) => m.operatingPoints.filter((p) => p.default).length <= 1, {
    path: ['operatingPoints'],
    message: 'at most one can be the default',
  });
