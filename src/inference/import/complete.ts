/** From a draft and the user's answers to a model that can be kept. */
import type { ModelFiles } from '../library';
import { ManifestError, readManifest, type ModelManifest } from '../manifest';
import type { GraphFacts } from '../onnx/inspect';
import { rewriteForWebGpu } from '../onnx/rewrite';
import { sha256 } from '../store';
import { contradictions } from './consistency';
import type { ImportDraft } from './draft';
import { idOf } from './graph';
import { objectOf, setAt, textOf, type Json, type JsonObject } from './json';

/** Name of the file that is made here for WebGPU. */
const FOR_WEBGPU = 'weights.webgpu.onnx';

/** Answers by the path of the field that they fill. */
export type Answers = Readonly<Record<string, Json | undefined>>;

/**
 * Fills in the answers, the hashes and sizes, and a second file where WebGPU needs the network written
 * differently. Facts of the graph that contradict the manifest are faults of the manifest.
 * @throws ManifestError that names every field that is missing or wrong
 */
export async function completeDraft(draft: ImportDraft, answers: Answers = {}): Promise<ModelFiles> {
  const json = structuredClone(draft.manifest);
  for (const [path, value] of Object.entries(answers)) if (value !== undefined) setAt(json, path, value);
  if (draft.source === 'onnx') nameAfter(json, answers.name);

  const files = new Map(draft.files);
  const bytes = new Uint8Array(await draft.onnx.blob.arrayBuffer());
  files.set(draft.onnx.name, draft.onnx.blob);
  if (draft.source !== 'lamplight')
    json.weights = [await weightsEntry(draft.onnx.name, 'any', bytes, draft.facts)];
  await addWebGpu(json, draft, bytes, files);

  const manifest = checked(json, draft.facts);
  return { manifest, files, record: { source: draft.source, facts: draft.facts } };
}

/** Fields that are still missing or wrong, without hashing anything: for a form while it is filled in. */
export function faultsOf(draft: ImportDraft, answers: Answers): ManifestError['faults'] {
  const json = structuredClone(draft.manifest);
  for (const [path, value] of Object.entries(answers)) if (value !== undefined) setAt(json, path, value);
  if (draft.source !== 'lamplight')
    json.weights = [{ ep: 'any', file: draft.onnx.name, sha256: '0'.repeat(64), bytes: 1 }];
  try {
    checked(json, draft.facts);
    return [];
  } catch (error) {
    if (error instanceof ManifestError) return error.faults;
    throw error;
  }
}

function checked(json: JsonObject, facts: GraphFacts): ModelManifest {
  const manifest = readManifest(json);
  const faults = contradictions(manifest, facts);
  if (faults.length > 0) throw new ManifestError(faults);
  return manifest;
}

/** A name in Latin letters is a better id than a file called model.onnx. */
function nameAfter(json: JsonObject, name: Json | undefined): void {
  const id = idOf(textOf(name) ?? '');
  if (id !== 'model') json.id = id;
}

async function weightsEntry(
  file: string,
  ep: 'any' | 'wasm' | 'webgpu',
  bytes: Uint8Array<ArrayBuffer>,
  facts: GraphFacts,
): Promise<JsonObject> {
  return {
    // Half precision is not run on WebGPU without a proof that it agrees with fp32.
    ep: facts.fp16 ? 'wasm' : ep,
    file,
    sha256: await sha256(bytes),
    bytes: bytes.length,
    precision: facts.fp16 ? 'fp16' : 'fp32',
  };
}

async function addWebGpu(
  json: JsonObject,
  draft: ImportDraft,
  bytes: Uint8Array<ArrayBuffer>,
  files: Map<string, Blob>,
): Promise<void> {
  const entries = Array.isArray(json.weights) ? json.weights.map(objectOf) : [];
  const any = entries.find((w) => w.file === draft.onnx.name && w.ep === 'any');
  if (draft.facts.fp16 || !any || entries.some((w) => w.ep === 'webgpu')) return;
  const made = rewriteForWebGpu(bytes);
  if (made.rewritten.length === 0) {
    if (made.cpuNodes.length > 0 && any.cpuNodes === undefined) any.cpuNodes = [...made.cpuNodes];
    json.weights = entries;
    return;
  }
  const own = new Uint8Array(made.bytes);
  files.set(FOR_WEBGPU, new Blob([own]));
  any.ep = 'wasm';
  const entry = await weightsEntry(FOR_WEBGPU, 'webgpu', own, draft.facts);
  if (made.cpuNodes.length > 0) entry.cpuNodes = [...made.cpuNodes];
  json.weights = [...entries, entry];
}
