/** The models page: what is on this device, what is being tested, and how far an import has come. */
import { create } from 'zustand';
import type { Probe } from '../../inference/contract';
import type { ImportDraft, ImportFile, ImportProblem } from '../../inference/import/draft';
import type { Json } from '../../inference/import/json';
import type { ModelEntry } from '../../inference/library';
import type { ModelManifest } from '../../inference/manifest';

/** Why something did not work: a key of `models:failure.*`, and the technical text as it came. */
export interface Failure {
  readonly key: 'full' | 'blocked' | 'missing' | 'run' | 'golden' | 'memory' | 'other';
  readonly detail: string;
}

export interface Work {
  readonly stage: 'reading' | 'preparing' | 'keeping' | 'waiting' | 'testing' | 'adding';
  /** 0 to 1 when known. */
  readonly value?: number;
  /** Jobs before this one, while it waits. */
  readonly ahead?: number;
}

/** Answers by the path of the field, as completeDraft takes them. */
export type Answers = Readonly<Record<string, Json | undefined>>;

export type ImportState =
  | { readonly kind: 'working'; readonly work: Work }
  | { readonly kind: 'refused'; readonly problems: readonly ImportProblem[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'choose';
      readonly what: 'onnx' | 'configuration';
      readonly options: readonly string[];
      readonly files: readonly ImportFile[];
      /** What was chosen before. */
      readonly onnx?: string;
    }
  | {
      readonly kind: 'draft';
      readonly draft: ImportDraft;
      readonly answers: Answers;
      readonly faults: readonly { readonly field: string; readonly message: string }[];
    }
  | {
      readonly kind: 'verdict';
      readonly manifest: ModelManifest;
      readonly probe?: Probe;
      /** Why the test itself failed. */
      readonly failure?: Failure;
      /** Version of the imported model of the same id, which would be replaced. */
      readonly replaces?: string;
    };

export interface ModelsState {
  readonly models: readonly ModelEntry[];
  readonly loaded: boolean;
  readonly open: boolean;
  /** Folder of the model that is shown. */
  readonly shown?: string;
  /** The model that is being tested, by folder. */
  readonly testing?: { readonly folder: string; readonly work: Work };
  readonly failure?: Failure & { readonly folder: string };
  readonly importing?: ImportState;
  /** What was added or removed last, until the next thing happens. */
  readonly said?: { readonly key: 'added' | 'removed' | 'dropped'; readonly name: string };
}

export const useModels = create<ModelsState>(() => ({ models: [], loaded: false, open: false }));
