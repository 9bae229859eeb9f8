import { InferenceClient } from '../../inference/client';
import { InferenceError, type InferenceErrorCode, type Probe } from '../../inference/contract';
import { completeDraft, faultsOf } from '../../inference/import/complete';
import type { ImportChoices, ImportFile } from '../../inference/import/draft';
import { recognise } from '../../inference/import/recognise';
import {
  acceptPending,
  discardPending,
  installPending,
  keepProbe,
  LibraryError,
  listModels,
  pendingFolder,
  removeModel,
  type ModelEntry,
  type ModelFiles,
} from '../../inference/library';
import { ManifestError } from '../../inference/manifest';
import { engineQueue } from '../../inference/queue';
import { needed } from './fields';
import { useModels, type Answers, type Failure, type ImportState, type Work } from './store';

const set = useModels.setState;
const get = useModels.getState;

/** Reads anew what is on this device. Never rejects. */
export async function refreshModels(): Promise<void> {
  const models = await listModels();
  const { shown } = get();
  const still = models.some((m) => m.folder === shown);
  set({ models, loaded: true, shown: still ? shown : undefined });
}

/** Shows the models page. */
export function openModels(): void {
  set({ open: true, said: undefined });
  void refreshModels();
}

export function closeModels(): void {
  set({ open: false, said: undefined, failure: undefined });
}

export const showModel = (folder: string | undefined): void => set({ shown: folder, failure: undefined });

/** Inference errors with words of their own. */
const INFERENCE: Readonly<Partial<Record<InferenceErrorCode, Failure['key']>>> = {
  outOfMemory: 'memory',
  goldenMismatch: 'golden',
  modelMissing: 'missing',
};

function failureOf(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof LibraryError)
    return { key: error.failure === 'unknown' ? 'other' : error.failure, detail };
  if (error instanceof InferenceError) return { key: INFERENCE[error.code] ?? 'run', detail };
  return { key: 'other', detail };
}

const isAbort = (error: unknown): boolean =>
  (error instanceof InferenceError && error.code === 'aborted') ||
  (error instanceof Error && error.name === 'AbortError');

/** One window on every provider, in its turn. @throws InferenceError, AbortError */
async function probe(folder: string, onWork: (work: Work) => void, signal: AbortSignal): Promise<Probe> {
  return engineQueue.run(
    'reader',
    async () => {
      onWork({ stage: 'testing' });
      const client = new InferenceClient();
      try {
        const progress = (done: number, total: number): void =>
          onWork({ stage: 'testing', value: total > 0 ? done / total : undefined });
        return await client.probe(folder, {}, progress, signal);
      } finally {
        client.dispose();
      }
    },
    { signal, onWaiting: (ahead) => ahead > 0 && onWork({ stage: 'waiting', ahead }) },
  );
}

let testAbort: AbortController | undefined;

/** Tries a listed model on this computer and keeps what was found. */
export async function testModel(entry: ModelEntry): Promise<void> {
  testAbort?.abort();
  const abort = new AbortController();
  testAbort = abort;
  const onWork = (work: Work): void => {
    if (testAbort === abort) set({ testing: { folder: entry.folder, work } });
  };
  set({ failure: undefined, said: undefined });
  onWork({ stage: 'testing' });
  try {
    await keepProbe(entry, await probe(entry.folder, onWork, abort.signal));
  } catch (error) {
    if (!isAbort(error)) set({ failure: { ...failureOf(error), folder: entry.folder } });
  } finally {
    if (testAbort === abort) set({ testing: undefined });
    await refreshModels();
  }
}

export const cancelTest = (): void => testAbort?.abort();

/** Removes an imported model, or the kept copy of a shipped one. */
export async function dropModel(entry: ModelEntry): Promise<void> {
  if (get().testing?.folder === entry.folder) cancelTest();
  try {
    await removeModel(entry);
    set({
      said: { key: entry.origin === 'imported' ? 'removed' : 'dropped', name: entry.name },
      failure: undefined,
    });
  } catch (error) {
    set({ failure: { ...failureOf(error), folder: entry.folder } });
  }
  await refreshModels();
}

let importAbort: AbortController | undefined;
const importing = (state: ImportState | undefined): void => set({ importing: state });

/** A step of an import: shows its work, and what came of it unless it was cancelled meanwhile. */
async function step(
  first: Work,
  act: (signal: AbortSignal, onWork: (work: Work) => void) => Promise<ImportState | undefined>,
): Promise<void> {
  importAbort?.abort();
  const abort = new AbortController();
  importAbort = abort;
  const show = (state: ImportState | undefined): void => {
    if (importAbort === abort && !abort.signal.aborted) importing(state);
  };
  show({ kind: 'working', work: first });
  try {
    show(await act(abort.signal, (work) => show({ kind: 'working', work })));
  } catch (error) {
    if (!isAbort(error)) show({ kind: 'failed', failure: failureOf(error) });
  }
}

/** Takes files in as a model: opens the page and says what they are. */
export function importModel(
  files: readonly ImportFile[] | Promise<readonly ImportFile[]>,
  choices: ImportChoices = {},
): Promise<void> {
  set({ open: true, said: undefined });
  if (!get().loaded) void refreshModels();
  return step({ stage: 'reading' }, async (signal) => {
    const found = await recognise(await files, choices, signal);
    if (found.kind === 'draft') return { kind: 'draft', draft: found.draft, answers: {}, faults: [] };
    return found.kind === 'choose' ? { ...found, onnx: choices.onnx } : found;
  });
}

/** Answers which network or configuration is meant. */
export async function chooseOption(option: string): Promise<void> {
  const state = get().importing;
  if (state?.kind !== 'choose') return;
  const chosen = state.what === 'onnx' ? { onnx: option } : { onnx: state.onnx, configuration: option };
  await importModel(state.files, chosen);
}

/** Fills in fields of the form. */
export function answer(patch: Answers): void {
  const state = get().importing;
  if (state?.kind !== 'draft') return;
  const touched = (field: string): boolean =>
    Object.keys(patch).some((path) => field.startsWith(path.replace(/\.(slices|channels)$/, '')));
  importing({
    ...state,
    answers: { ...state.answers, ...patch },
    faults: state.faults.filter((fault) => !touched(fault.field)),
  });
}

/** Keeps the model out of sight and tries it, or says what is still missing. */
export async function checkDraft(): Promise<void> {
  const state = get().importing;
  if (state?.kind !== 'draft') return;
  const { draft, answers } = state;
  const open = needed(draft, answers).map((field) => ({ field, message: '' }));
  const faults = open.length > 0 ? open : faultsOf(draft, answers);
  if (faults.length > 0) {
    importing({ ...state, faults });
    return;
  }
  await step({ stage: 'preparing' }, async (signal, onWork) => {
    // Hashing and rewriting hold the page for a moment: let the message be painted before.
    await new Promise((resolve) => setTimeout(resolve, 30));
    let model: ModelFiles;
    try {
      model = await completeDraft(draft, answers);
    } catch (error) {
      if (error instanceof ManifestError) return { ...state, faults: error.faults };
      throw error;
    }
    // A model that came with the page keeps its name for itself.
    if (get().models.some((m) => m.origin === 'shipped' && m.id === model.manifest.id))
      model = { ...model, manifest: { ...model.manifest, id: `${model.manifest.id}-imported` } };
    onWork({ stage: 'keeping' });
    const folder = await installPending(model);
    const { manifest } = model;
    const replaces = get().models.find((m) => m.origin === 'imported' && m.id === manifest.id)?.version;
    try {
      signal.throwIfAborted();
      return {
        kind: 'verdict',
        manifest,
        replaces,
        probe: await probe(folder, onWork, signal),
      };
    } catch (error) {
      if (isAbort(error)) {
        await discardPending();
        throw error;
      }
      return { kind: 'verdict', manifest, replaces, failure: failureOf(error) };
    }
  });
}

/** Lists the model that was tried. */
export async function addModel(): Promise<void> {
  const state = get().importing;
  if (state?.kind !== 'verdict') return;
  await step({ stage: 'adding' }, async () => {
    const folder = await acceptPending(state.probe);
    await refreshModels();
    set({ shown: folder, said: { key: 'added', name: state.manifest.name ?? state.manifest.id } });
    return undefined;
  });
}

/** Gives an import up, wherever it is; nothing of it stays. */
export function endImport(): void {
  const state = get().importing;
  // Half a move would leave half a model.
  if (state?.kind === 'working' && state.work.stage === 'adding') return;
  importAbort?.abort();
  importAbort = undefined;
  importing(undefined);
  void discardPending().catch((error: unknown) => console.warn(pendingFolder(), error));
}
