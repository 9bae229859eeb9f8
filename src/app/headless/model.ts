import { allAnalyses, modelAnalysisId, type Analysis } from '../../analyses';
import { completeDraft } from '../../inference/import/complete';
import type { ImportFile } from '../../inference/import/draft';
import { recognise } from '../../inference/import/recognise';
import { installModel, LibraryError, listModels } from '../../inference/library';
import { ManifestError } from '../../inference/manifest';
import { HeadlessStop } from './contract';
import { noteWords, problemWords } from './words';

export interface ModelHooks {
  readonly language: 'zh' | 'en';
  /** A line for standard error. */
  readonly say: (line: string) => void;
}

const faultLines = (faults: ManifestError['faults']): string =>
  faults.map((f) => `  ${f.field}: ${f.message}`).join('\n');

/**
 * Imports a model as the models page does, into the profile of this run.
 * @throws HeadlessStop 2 with every field that is missing or wrong, by name
 */
async function imported(files: readonly ImportFile[], { language, say }: ModelHooks): Promise<string> {
  const found = await recognise(files);
  if (found.kind === 'refused')
    throw new HeadlessStop(
      2,
      `no model:\n${found.problems.map((p) => `  ${problemWords(p, language)}`).join('\n')}`,
    );
  if (found.kind === 'choose')
    throw new HeadlessStop(
      2,
      found.what === 'onnx'
        ? `several networks; give one alone: ${found.options.join(', ')}`
        : `the network fits several configurations; name its file or folder after the one it was trained with: ${found.options.join(', ')}`,
    );
  const { draft } = found;
  for (const note of draft.notes)
    say(`${note.tone === 'warn' ? 'warning' : 'note'}: ${noteWords(note, language)}`);
  try {
    const model = await completeDraft(draft);
    await installModel(model);
    return model.manifest.id;
  } catch (error) {
    if (error instanceof LibraryError)
      throw new HeadlessStop(1, `the model cannot be kept: ${error.message}`);
    if (!(error instanceof ManifestError)) throw error;
    const named = new Set(error.faults.map((f) => f.field));
    const asked = draft.missing.filter((field) => !named.has(field)).map((field) => `  ${field}: missing`);
    throw new HeadlessStop(
      2,
      [
        draft.source === 'lamplight'
          ? 'the manifest does not describe the model:'
          : 'the model is not described completely; write these fields into a manifest.json beside its files (no others are needed):',
        faultLines(error.faults),
        ...asked,
      ].join('\n'),
    );
  }
}

/**
 * The analysis that is meant by an id (of an analysis, of a shipped model), or by a model's files.
 * @throws HeadlessStop 2
 */
export async function analysisFor(
  id: string | undefined,
  files: readonly ImportFile[],
  hooks: ModelHooks,
): Promise<{ readonly analysis: Analysis; readonly all: readonly Analysis[] }> {
  const wanted = files.length > 0 ? modelAnalysisId(await imported(files, hooks)) : id;
  const models = await listModels();
  const all = allAnalyses(models);
  const analysis =
    all.find((a) => a.id === wanted && (files.length === 0 || a.imported)) ??
    all.find((a) => wanted !== undefined && a.id === modelAnalysisId(wanted));
  if (!analysis)
    throw new HeadlessStop(
      2,
      `no analysis or model "${id ?? ''}"; known: ${all.map((a) => a.id).join(', ')}`,
    );
  return { analysis, all };
}
