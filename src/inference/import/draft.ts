/** What an import passes on from step to step: plain facts, keys instead of sentences. */
import type { ImportSource } from '../library/entry';
import type { OnnxErrorReason } from '../onnx/codec';
import type { GraphFacts, Remedy } from '../onnx/inspect';
import type { JsonObject } from './json';

/** A file of a drop or a folder; `path` with slashes, as it lay there. */
export interface ImportFile {
  readonly path: string;
  readonly blob: Blob;
}

/** What nobody but the user can say. The key is the field's path in the manifest. */
export type AskedField =
  | 'name'
  | 'intendedUse'
  | 'license'
  | 'weightsLicense'
  | 'inputs[0].modality'
  | 'inputs[0].orientation'
  | 'inputs[0].spacing'
  | 'inputs[0].channels'
  | 'inputs[0].preprocessing'
  | 'window.patch'
  | 'outputs[0].kind'
  | 'outputs[0].activation'
  | 'outputs[0].labels';

export type NoteKey =
  | 'assumedVersion'
  | 'assumedNotFor'
  | 'otherOutputs'
  | 'transformSkipped'
  | 'foregroundCrop'
  | 'resampledBeforeIntensity'
  | 'expression'
  | 'metricsWithoutCount'
  | 'noInferer'
  | 'yamlIgnored'
  | 'configuration'
  | 'linearResampling'
  | 'noMirror'
  | 'transposedAxial'
  | 'nativeAxes'
  | 'regionOrder'
  | 'halfPrecision'
  | 'webgpuCpu'
  | 'webgpuRewrite';

/** What was assumed (info) or could not be taken over (warn): a key of `models:note.*` and its values. */
export interface ImportNote {
  readonly key: NoteKey;
  readonly tone: 'info' | 'warn';
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Why there is nothing to import; each names its file. Keys of `models:problem.*`. */
export type ImportProblem =
  | { readonly key: 'noFiles'; readonly file: string }
  /** `kind`: what was there instead: a bundle or a training folder without its exported network. */
  | { readonly key: 'noOnnx'; readonly file: string; readonly kind: 'monai' | 'nnunet' | 'none' }
  | {
      readonly key: 'onnxBad';
      readonly file: string;
      readonly reason: OnnxErrorReason;
      readonly detail: string;
    }
  | {
      readonly key: 'unsupported';
      readonly file: string;
      readonly remedy: Remedy;
      readonly operator: string;
      readonly node: string;
    }
  | { readonly key: 'externalData'; readonly file: string; readonly data: string }
  | { readonly key: 'weightsMissing'; readonly file: string; readonly named: string }
  | {
      readonly key: 'shaMismatch';
      readonly file: string;
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly key: 'manifestInvalid';
      readonly file: string;
      readonly field: string;
      readonly message: string;
    }
  | {
      readonly key: 'graphMismatch';
      readonly file: string;
      readonly field: string;
      readonly message: string;
    }
  | { readonly key: 'notJson'; readonly file: string; readonly detail: string }
  | { readonly key: 'yamlOnly'; readonly file: string }
  | { readonly key: 'severalInputs'; readonly file: string; readonly names: string }
  | { readonly key: 'shape'; readonly file: string; readonly name: string; readonly dims: string }
  | { readonly key: 'notConvertible'; readonly file: string; readonly field: string; readonly detail: string }
  | { readonly key: 'zipDamaged'; readonly file: string; readonly detail: string }
  | { readonly key: 'zipLocked'; readonly file: string }
  | { readonly key: 'unreadable'; readonly file: string; readonly detail: string };

/** A model as far as it is known before the user has said the rest. */
export interface ImportDraft {
  readonly source: ImportSource;
  readonly onnx: { readonly name: string; readonly blob: Blob };
  /** Whatever else the manifest names, by file name: further weights, card, test tensors. */
  readonly files: ReadonlyMap<string, Blob>;
  /** Incomplete JSON of a manifest. */
  readonly manifest: JsonObject;
  readonly missing: readonly AskedField[];
  readonly notes: readonly ImportNote[];
  readonly facts: GraphFacts;
}

/** What the user has chosen where the files leave it open. */
export interface ImportChoices {
  readonly onnx?: string;
  readonly configuration?: string;
}

export type Recognition =
  | { readonly kind: 'draft'; readonly draft: ImportDraft }
  | {
      readonly kind: 'choose';
      readonly what: 'onnx' | 'configuration';
      readonly options: readonly string[];
      readonly files: readonly ImportFile[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly ImportProblem[] };

/** Ends a recognition with reasons that the page can say. */
export class ImportRefusal extends Error {
  override readonly name = 'ImportRefusal';
  readonly problems: readonly ImportProblem[];
  constructor(problems: readonly ImportProblem[]) {
    super(problems.map((p) => `${p.file}: ${p.key}`).join('; '));
    this.problems = problems;
  }
}

/** The user must choose before it can go on. */
export class ImportQuestion extends Error {
  override readonly name = 'ImportQuestion';
  readonly what: 'onnx' | 'configuration';
  readonly options: readonly string[];
  constructor(what: 'onnx' | 'configuration', options: readonly string[]) {
    super(what);
    this.what = what;
    this.options = options;
  }
}

export const refuse = (problem: ImportProblem): never => {
  throw new ImportRefusal([problem]);
};
