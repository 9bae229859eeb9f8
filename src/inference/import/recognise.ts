/** From what was dropped to a draft of a model, or to what must be chosen, or to why not. */
import { bareDraft } from './bare';
import {
  ImportQuestion,
  ImportRefusal,
  refuse,
  type ImportChoices,
  type ImportDraft,
  type ImportFile,
  type Recognition,
} from './draft';
import { baseName, bytesOf, expand, findEnding, folderOf, isOnnx, readJson } from './files';
import { manifestSchema } from '../manifest-schema';
import { getAt, isObject, type Json, type JsonObject } from './json';
import { inspectFile, isLamplightManifest, lamplightDraft } from './lamplight';
import { isMonaiMetadata, monaiDraft } from './monai';
import { isPlans, nnunetDraft } from './nnunet';

/**
 * Says what the files are: a model of ours, a MONAI bundle, an nnU-Net export or a network alone. Rejects only
 * when aborted. A question is answered by calling again with the choice and the files that it gives back.
 */
export async function recognise(
  dropped: readonly ImportFile[],
  choices: ImportChoices = {},
  signal?: AbortSignal,
): Promise<Recognition> {
  let files: readonly ImportFile[] = dropped;
  try {
    files = await expand(dropped, signal);
    return { kind: 'draft', draft: await draftOf(files, choices) };
  } catch (error) {
    if (error instanceof ImportRefusal) return { kind: 'refused', problems: error.problems };
    if (error instanceof ImportQuestion)
      return { kind: 'choose', what: error.what, options: error.options, files };
    throw error;
  }
}

interface Known {
  readonly lamplight?: Found;
  readonly monai?: Found;
  readonly plans?: Found;
  /** A manifest.json that is none of ours by itself: what its owner adds to the other files. */
  readonly answers?: JsonObject;
}
interface Found {
  readonly file: ImportFile;
  readonly json: JsonObject;
}

async function draftOf(files: readonly ImportFile[], choices: ImportChoices): Promise<ImportDraft> {
  if (files.length === 0) return refuse({ key: 'noFiles', file: '' });
  const known = await knownFiles(files);
  if (known.lamplight) return lamplightDraft(known.lamplight.file, known.lamplight.json, files);
  return answered(await converted(files, known, choices), known.answers);
}

async function converted(
  files: readonly ImportFile[],
  known: Known,
  choices: ImportChoices,
): Promise<ImportDraft> {
  if (!known.monai && !known.plans) {
    const yaml = findEnding(files, 'metadata.yaml') ?? findEnding(files, 'metadata.yml');
    if (yaml) return refuse({ key: 'yamlOnly', file: yaml.path });
  }
  const network = chooseNetwork(files, known, choices);
  const bytes = await bytesOf(network);
  const facts = inspectFile(
    network,
    bytes,
    files.map((f) => baseName(f.path)),
  );
  const onnx = { name: 'weights.onnx', path: network.path, blob: network.blob };
  if (known.monai) return monaiDraft(known.monai.file, known.monai.json, files, onnx, facts);
  if (known.plans) {
    const beside = files.filter((f) => f.path.startsWith(folderOf(known.plans!.file.path)));
    const dataset = findEnding(beside, 'dataset.json') ?? findEnding(files, 'dataset.json');
    return nnunetDraft({
      plansFile: known.plans.file,
      plans: known.plans.json,
      dataset: dataset ? await readJson(dataset) : {},
      onnx,
      facts,
      configuration: choices.configuration,
    });
  }
  return bareDraft(onnx, network.path, facts);
}

/** The fields of a manifest.json without a schema, over what the other files say. */
function answered(draft: ImportDraft, answers: JsonObject | undefined): ImportDraft {
  if (!answers) return draft;
  const manifest = merged(draft.manifest, answers) as JsonObject;
  const told = (field: string): boolean =>
    getAt(manifest, field) !== undefined ||
    (field === 'inputs[0].channels' && getAt(manifest, 'inputs[0].slices') !== undefined);
  const turned = getAt(answers, 'inputs[0].orientation') !== undefined;
  const notes = draft.notes.filter((n) => !(turned && /^(?:nativeAxes|transposedAxial)$/.test(n.key)));
  return { ...draft, manifest, notes, missing: draft.missing.filter((field) => !told(field)) };
}

/** Objects field by field, the entries of inputs and outputs too; other lists and values as they stand. */
function merged(base: Json | undefined, over: Json, key = ''): Json {
  if (isObject(base) && isObject(over))
    return {
      ...base,
      ...Object.fromEntries(Object.entries(over).map(([k, v]) => [k, merged(base[k], v, k)])),
    };
  if (Array.isArray(base) && Array.isArray(over) && /^(?:inputs|outputs)$/.test(key))
    return over.map((one, n) => merged(base[n], one));
  return over;
}

/** Something in it is a field of ours; those that are not are named as faults later. */
const isAnswers = (json: JsonObject): boolean => Object.keys(json).some((key) => key in manifestSchema.shape);

/** Files by which a format is known; a file of that name that says nothing of it is somebody else's. */
async function knownFiles(files: readonly ImportFile[]): Promise<Known> {
  const find = async (name: string, fits: (json: JsonObject) => boolean): Promise<Found | undefined> => {
    const file = findEnding(files, name);
    if (!file) return undefined;
    const json = await readJson(file);
    return fits(json) ? { file, json } : undefined;
  };
  const answers = await find('manifest.json', (json) => !('schema' in json) && isAnswers(json));
  return {
    answers: answers?.json,
    lamplight: await find('manifest.json', isLamplightManifest),
    monai: await find('metadata.json', isMonaiMetadata),
    plans: (await find('plans.json', isPlans)) ?? (await find('nnunetplans.json', isPlans)),
  };
}

function chooseNetwork(files: readonly ImportFile[], known: Known, choices: ImportChoices): ImportFile {
  const networks = files.filter((f) => isOnnx(f.path));
  if (networks.length === 0)
    return refuse({
      key: 'noOnnx',
      file: folderOf(files[0].path) || files[0].path,
      kind: known.monai ? 'monai' : known.plans ? 'nnunet' : 'none',
    });
  if (networks.length === 1) return networks[0];
  const chosen = networks.find((f) => f.path === choices.onnx);
  if (chosen) return chosen;
  throw new ImportQuestion(
    'onnx',
    networks.map((f) => f.path),
  );
}
