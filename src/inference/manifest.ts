/**
 * The model format "lamplight-model/1": what a manifest.json says, and its validation. Names follow
 * bioimage.io's model description and MONAI's metadata where they have a field.
 */
export interface ModelWeights {
  /** Execution provider the file is for; 'any' serves all. */
  readonly ep: 'webgpu' | 'wasm' | 'any';
  readonly file: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface ModelInput {
  readonly name: string;
  readonly axes: 'NCHW';
  readonly modality: string;
  /** Slices that make the channels, as distances from the centre slice along ascending z, in mm. */
  readonly slices: { readonly offsetsMm: readonly number[] };
  /** x = (clip(value, lo, hi) - lo) / (hi - lo). */
  readonly normalise: { readonly type: 'clip_linear'; readonly lo: number; readonly hi: number };
}

export interface ModelWindow {
  /** Largest window, [height, width] in pixels. */
  readonly patch: readonly [number, number];
  /** Height and width must be multiples of this. */
  readonly multipleOf: number;
  /** Pixels of context to keep around what matters. */
  readonly marginPx: number;
}

export interface ModelOutput {
  readonly name: string;
  readonly kind: 'heatmap';
  readonly activation: 'sigmoid' | 'none';
}

export interface OperatingPoint {
  readonly name: string;
  readonly threshold: number;
  /** The one to use unless the user chooses; at most one. */
  readonly default: boolean;
}

/** A stored input with its expected output, float32 little-endian. */
export interface ModelTest {
  readonly input: string;
  readonly output: string;
  /** [N, C, H, W] of the input. */
  readonly shape: readonly [number, number, number, number];
  readonly maxAbsErr: number;
}

export interface ModelManifest {
  readonly schema: 'lamplight-model/1';
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly weights: readonly ModelWeights[];
  readonly inputs: readonly [ModelInput];
  readonly window: ModelWindow;
  readonly outputs: readonly [ModelOutput];
  readonly post: readonly Readonly<Record<string, unknown>>[];
  readonly operatingPoints: readonly OperatingPoint[];
  readonly test: ModelTest;
}

/** Names the field that is wrong, for example "inputs[0].normalise.lo: number expected, found text". */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly field: string;
  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
  }
}

const kindOf = (v: unknown): string =>
  v === undefined ? 'nothing' : v === null ? 'null' : Array.isArray(v) ? 'a list' : `a ${typeof v}`;

/** One value of the JSON tree together with its place in it. */
class Field {
  readonly value: unknown;
  readonly path: string;
  constructor(value: unknown, path: string) {
    this.value = value;
    this.path = path;
  }
  fail(wanted: string): never {
    throw new ManifestError(this.path || 'manifest', `${wanted} expected, found ${kindOf(this.value)}`);
  }
  get(name: string): Field {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value))
      this.fail('an object');
    const inner = (this.value as Record<string, unknown>)[name];
    return new Field(inner, this.path === '' ? name : `${this.path}.${name}`);
  }
  text(): string {
    return typeof this.value === 'string' && this.value !== '' ? this.value : this.fail('text');
  }
  number(): number {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : this.fail('a number');
  }
  whole(): number {
    const n = this.number();
    return Number.isInteger(n) && n > 0 ? n : this.fail('a whole number above 0');
  }
  list(): Field[] {
    if (!Array.isArray(this.value)) this.fail('a list');
    return this.value.map((v: unknown, n) => new Field(v, `${this.path}[${n}]`));
  }
  oneOf<T extends string>(...allowed: readonly T[]): T {
    const found = allowed.find((a) => a === this.value);
    return found ?? this.fail(allowed.map((a) => `"${a}"`).join(' or '));
  }
  record(): Readonly<Record<string, unknown>> {
    this.get('');
    return this.value as Readonly<Record<string, unknown>>;
  }
}

/** A plain file name in the model's folder: no path that could leave it. */
function fileName(field: Field): string {
  const name = field.text();
  return /^[\w.-]+$/.test(name) && !name.startsWith('.') ? name : field.fail('a plain file name');
}

function single(field: Field): Field {
  const items = field.list();
  return items.length === 1 ? items[0] : field.fail('a list of one');
}

/**
 * Checks a parsed manifest.json.
 * @throws ManifestError that names the first field that is missing or wrong
 */
export function readManifest(json: unknown): ModelManifest {
  const root = new Field(json, '');
  const weights = root.get('weights').list();
  if (weights.length === 0) root.get('weights').fail('at least one file');
  if (root.get('operatingPoints').list().length === 0) root.get('operatingPoints').fail('at least one');
  const input = single(root.get('inputs'));
  const output = single(root.get('outputs'));
  const normalise = input.get('normalise');
  const lo = normalise.get('lo').number();
  const hi = normalise.get('hi').number();
  if (hi <= lo) normalise.get('hi').fail('a number above lo');
  const offsets = input.get('slices').get('offsetsMm').list();
  if (offsets.length === 0) input.get('slices').get('offsetsMm').fail('at least one slice');
  const patch = root.get('window').get('patch').list();
  if (patch.length !== 2) root.get('window').get('patch').fail('[height, width]');
  const shape = root.get('test').get('shape').list();
  if (shape.length !== 4) root.get('test').get('shape').fail('[N, C, H, W]');
  return {
    schema: root.get('schema').oneOf('lamplight-model/1'),
    id: root.get('id').text(),
    version: root.get('version').text(),
    status: root.get('status').text(),
    weights: weights.map((w) => {
      const sha256 = w.get('sha256').text().toLowerCase();
      if (!/^[0-9a-f]{64}$/.test(sha256)) w.get('sha256').fail('64 hex digits');
      return {
        ep: w.get('ep').oneOf('webgpu', 'wasm', 'any'),
        file: fileName(w.get('file')),
        sha256,
        bytes: w.get('bytes').whole(),
      };
    }),
    inputs: [
      {
        name: input.get('name').text(),
        axes: input.get('axes').oneOf('NCHW'),
        modality: input.get('modality').text(),
        slices: { offsetsMm: offsets.map((o) => o.number()) },
        normalise: { type: normalise.get('type').oneOf('clip_linear'), lo, hi },
      },
    ],
    window: {
      patch: [patch[0].whole(), patch[1].whole()],
      multipleOf: root.get('window').get('multipleOf').whole(),
      marginPx: root.get('window').get('marginPx').whole(),
    },
    outputs: [
      {
        name: output.get('name').text(),
        kind: output.get('kind').oneOf('heatmap'),
        activation: output.get('activation').oneOf('sigmoid', 'none'),
      },
    ],
    post: root
      .get('post')
      .list()
      .map((p) => p.record()),
    operatingPoints: root
      .get('operatingPoints')
      .list()
      .map((p) => ({
        name: p.get('name').text(),
        threshold: p.get('threshold').number(),
        default: p.get('default').value === true,
      })),
    test: {
      input: fileName(root.get('test').get('input')),
      output: fileName(root.get('test').get('output')),
      shape: [shape[0].whole(), shape[1].whole(), shape[2].whole(), shape[3].whole()],
      maxAbsErr: root.get('test').get('maxAbsErr').number(),
    },
  };
}

/** The weights for a provider: its own file when there is one, else the one for all. */
export function weightsFor(manifest: ModelManifest, provider: 'webgpu' | 'wasm'): ModelWeights {
  const found =
    manifest.weights.find((w) => w.ep === provider) ?? manifest.weights.find((w) => w.ep === 'any');
  if (!found) throw new ManifestError('weights', `no file for ${provider}`);
  return found;
}
