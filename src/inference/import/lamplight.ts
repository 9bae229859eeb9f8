/** Lamplight's own format: manifest.json beside the files that it names. */
import { ManifestError, readManifest, type ModelManifest } from '../manifest';
import { inspectModel, type GraphFacts } from '../onnx/inspect';
import { OnnxError } from '../onnx/codec';
import { sha256 } from '../store';
import { contradictions } from './consistency';
import { ImportRefusal, refuse, type ImportDraft, type ImportFile, type ImportProblem } from './draft';
import { baseName, bytesOf, folderOf } from './files';
import { engineNotes } from './bare';
import type { JsonObject } from './json';

export const isLamplightManifest = (json: JsonObject): boolean =>
  typeof json.schema === 'string' && json.schema.startsWith('lamplight-model');

/** @throws ImportRefusal naming every fault */
export async function lamplightDraft(
  manifestFile: ImportFile,
  json: JsonObject,
  files: readonly ImportFile[],
): Promise<ImportDraft> {
  const path = manifestFile.path;
  const manifest = validated(json, path);
  const found = (name: string): ImportFile | undefined =>
    files.find((f) => f.path === folderOf(path) + name) ?? files.find((f) => baseName(f.path) === name);
  const problems: ImportProblem[] = [];
  const attached = new Map<string, Blob>();
  const named = [manifest.test?.input, manifest.test?.output, manifest.card].filter((n) => n !== undefined);
  for (const name of named) {
    const file = found(name);
    if (file) attached.set(name, file.blob);
    else problems.push({ key: 'weightsMissing', file: path, named: name });
  }

  let facts: GraphFacts | undefined;
  let main: { name: string; blob: Blob } | undefined;
  // The file for WebAssembly comes first: it is the network as its maker exported it.
  const weights = [...manifest.weights].sort((a, b) => Number(a.ep === 'webgpu') - Number(b.ep === 'webgpu'));
  for (const entry of weights) {
    const file = found(entry.file);
    if (!file) {
      problems.push({ key: 'weightsMissing', file: path, named: entry.file });
      continue;
    }
    const bytes = await bytesOf(file);
    const digest = await sha256(bytes);
    if (digest !== entry.sha256) {
      problems.push({ key: 'shaMismatch', file: file.path, expected: entry.sha256, found: digest });
      continue;
    }
    attached.set(entry.file, file.blob);
    const inspected = inspectFile(
      file,
      bytes,
      files.map((f) => baseName(f.path)),
    );
    if (!main) {
      main = { name: entry.file, blob: file.blob };
      facts = inspected;
    }
    for (const fault of contradictions(manifest, inspected))
      problems.push({ key: 'graphMismatch', file: file.path, ...fault });
  }
  if (problems.length > 0 || !main || !facts) throw new ImportRefusal(problems);
  return {
    source: 'lamplight',
    onnx: main,
    files: attached,
    manifest: json,
    missing: [],
    notes: engineNotes(facts),
    facts,
  };
}

function validated(json: JsonObject, file: string): ModelManifest {
  try {
    return readManifest(json);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw new ImportRefusal(error.faults.map((fault) => ({ key: 'manifestInvalid', file, ...fault })));
  }
}

/** Facts of a network file. @throws ImportRefusal when it is none, or when it cannot run here */
export function inspectFile(
  file: ImportFile,
  bytes: Uint8Array<ArrayBuffer>,
  names: readonly string[],
): GraphFacts {
  let facts: GraphFacts;
  try {
    facts = inspectModel(bytes, names);
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    return refuse({ key: 'onnxBad', file: file.path, reason: error.reason, detail: error.message });
  }
  const problems: ImportProblem[] = facts.problems
    .filter((p) => p.kind === 'unsupported')
    .map((p) =>
      p.remedy === 'addExternalFile'
        ? { key: 'externalData', file: file.path, data: p.node }
        : { key: 'unsupported', file: file.path, remedy: p.remedy, operator: p.operator, node: p.node },
    );
  // A manifest names no file beside the network for its weights, and the engine opens none.
  for (const data of facts.externalFiles)
    if (!problems.some((p) => p.key === 'externalData' && p.data === data))
      problems.push({ key: 'externalData', file: file.path, data });
  if (problems.length > 0) throw new ImportRefusal(problems);
  return facts;
}
