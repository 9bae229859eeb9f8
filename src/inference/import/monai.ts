/** A MONAI bundle with its exported network: metadata.json and inference.json as a manifest. */
import type { GraphFacts } from '../onnx/inspect';
import { assume, graphNotes, missingIn } from './bare';
import type { ImportDraft, ImportFile, ImportNote } from './draft';
import { findEnding, folderOf, readJson } from './files';
import { idOf, manifestOf, planOf, type GraphPlan } from './graph';
import { byNumber, numberOf, numbersOf, objectOf, textOf, type Json, type JsonObject } from './json';
import { modalityOf } from './modality';
import { MonaiConfig, transformsOf } from './monaiConfig';
import { readAfter, readBefore, type After } from './monaiTransforms';

/** Is this metadata.json MONAI's? */
export const isMonaiMetadata = (metadata: JsonObject): boolean =>
  'monai_version' in metadata || 'network_data_format' in metadata;

/** @throws ImportRefusal */
export async function monaiDraft(
  metadataFile: ImportFile,
  metadata: JsonObject,
  files: readonly ImportFile[],
  onnx: { name: string; blob: Blob },
  facts: GraphFacts,
): Promise<ImportDraft> {
  const plan = planOf(facts, onnx.name);
  const notes = graphNotes(facts, plan);
  const manifest = manifestOf(plan);
  describe(manifest, metadata, metadataFile, notes);

  const configs = folderOf(metadataFile.path);
  const beside = files.filter((f) => f.path.startsWith(configs));
  const inference = findEnding(beside, 'inference.json');
  const config = new MonaiConfig(inference ? await readJson(inference) : {});
  if (!inference) {
    const yaml = findEnding(beside, 'inference.yaml') ?? findEnding(beside, 'inference.yml');
    if (yaml) notes.push({ key: 'yamlIgnored', tone: 'warn', values: { file: yaml.path } });
  }

  const [input] = manifest.inputs as JsonObject[];
  describeInput(input, metadata, plan);
  if (inference) applyBefore(input, config, plan, notes);
  manifest.window = { ...objectOf(manifest.window), ...readWindow(config, metadata, plan, notes) };
  const after = readAfter(transformsOf(config.get('postprocessing')));
  notes.push(...after.notes);
  describeOutput((manifest.outputs as JsonObject[])[0], metadata, plan, after);
  if (after.post.length > 0) manifest.post = after.post;
  for (const key of config.expressions) notes.push({ key: 'expression', tone: 'warn', values: { key } });

  const attached = new Map<string, Blob>();
  const readme = files.find((f) => /(^|\/)docs\/readme\.md$/i.test(f.path));
  if (readme) {
    attached.set('card.md', readme.blob);
    manifest.card = 'card.md';
  }
  assume(manifest, notes);
  return {
    source: 'monai',
    onnx,
    files: attached,
    manifest,
    missing: missingIn(manifest, plan.channels),
    notes,
    facts,
  };
}

function describe(manifest: JsonObject, metadata: JsonObject, file: ImportFile, notes: ImportNote[]): void {
  const folder = file.path
    .split('/')
    .slice(0, -2)
    .at(-1)
    ?.replace(/\.zip$/i, '');
  const name = textOf(metadata.name) ?? folder;
  manifest.id = idOf(folder ?? name ?? 'monai');
  const set = (key: string, value: Json | undefined): void => {
    if (value !== undefined) manifest[key] = value;
  };
  set('name', name);
  set('version', textOf(metadata.version));
  set('description', textOf(metadata.description) ?? textOf(metadata.task));
  set('intendedUse', textOf(metadata.intended_use));
  set('license', textOf(metadata.license));
  set('weightsLicense', textOf(metadata.weights_license) ?? textOf(metadata.license));
  const authors = textOf(metadata.authors);
  set('authors', authors === undefined ? undefined : [{ name: authors }]);
  const references = Array.isArray(metadata.references) ? metadata.references : [];
  const cite = references.filter((r) => typeof r === 'string').map((text) => ({ text }));
  set('cite', cite.length > 0 ? cite : undefined);
  // Kept as it was said: a metric of ours needs a number of cases, and MONAI's has none.
  const said: JsonObject = {};
  for (const key of ['task', 'copyright', 'data_source', 'data_type', 'eval_metrics', 'monai_version'])
    if (metadata[key] !== undefined) said[key] = metadata[key];
  manifest.config = { monai: said };
  const metrics = Object.entries(objectOf(metadata.eval_metrics));
  if (metrics.length > 0)
    notes.push({
      key: 'metricsWithoutCount',
      tone: 'info',
      values: { metrics: metrics.map(([k, v]) => `${k} ${JSON.stringify(v)}`).join(', ') },
    });
}

const imageFormat = (metadata: JsonObject): JsonObject =>
  objectOf(Object.values(objectOf(objectOf(metadata.network_data_format).inputs))[0]);

function describeInput(input: JsonObject, metadata: JsonObject, plan: GraphPlan): void {
  const format = imageFormat(metadata);
  const modality =
    modalityOf(textOf(format.modality)) ??
    modalityOf(textOf(format.format)) ??
    modalityOf(textOf(metadata.modality));
  if (modality) input.modality = modality;
  const channels = byNumber(format.channel_def).map(([, name]) => textOf(name) ?? '');
  if ((plan.channels ?? 1) > 1 && channels.length === plan.channels && channels.every(Boolean))
    input.channels = channels.map((name) => {
      const own = modalityOf(name) ?? modality;
      return { name, ...(own && { modality: own[0] }) };
    });
}

function applyBefore(input: JsonObject, config: MonaiConfig, plan: GraphPlan, notes: ImportNote[]): void {
  const part = config.get('preprocessing') ?? config.find('Compose');
  if (part === undefined) return;
  const before = readBefore(transformsOf(part));
  notes.push(...before.notes);
  // Tensors are (channel, X, Y, Z): D, H, W of the graph are X, Y, Z, and the letters stand in that order.
  const three = plan.spatial.length === 3;
  if (three && before.orientation && /^[LRAPSI]{3}$/.test(before.orientation))
    input.orientation = before.orientation;
  if (three && before.spacing?.length === 3) input.spacing = before.spacing;
  if (three && !before.spacing) input.spacing = 'native';
  if (before.interp) input.interp = before.interp;
  // A transform that could not be taken over leaves the question open.
  if (!before.notes.some((n) => n.key === 'transformSkipped')) input.preprocessing = before.preprocessing;
}

function readWindow(
  config: MonaiConfig,
  metadata: JsonObject,
  plan: GraphPlan,
  notes: ImportNote[],
): JsonObject {
  const inferer = config.find('SlidingWindowInferer') ?? config.find('SlidingWindowInfererAdapt');
  const sides = (value: Json | undefined): number[] | undefined => {
    const list = numbersOf(value);
    return list?.length === plan.spatial.length && list.every((n) => Number.isInteger(n) && n > 0)
      ? list
      : undefined;
  };
  const fixed = plan.spatial.every((s) => s !== undefined) ? (plan.spatial as number[]) : undefined;
  const patch = fixed ?? sides(inferer?.roi_size) ?? sides(imageFormat(metadata).spatial_shape);
  if (!inferer) notes.push({ key: 'noInferer', tone: 'info' });
  const overlap = numberOf(inferer?.overlap) ?? (Array.isArray(inferer?.overlap) ? undefined : 0.25);
  const sigma = numberOf(inferer?.sigma_scale);
  return {
    ...(patch && { patch }),
    convention: 'monai',
    overlap: Math.min(overlap ?? 0.25, 0.9),
    blend: inferer?.mode === 'gaussian' ? 'gaussian' : 'constant',
    ...(sigma !== undefined && sigma > 0 && { sigma }),
    pad: {
      mode: inferer?.padding_mode === 'replicate' ? 'edge' : 'constant',
      value: numberOf(inferer?.cval) ?? 0,
    },
  };
}

function describeOutput(output: JsonObject, metadata: JsonObject, plan: GraphPlan, after: After): void {
  const format = objectOf(Object.values(objectOf(objectOf(metadata.network_data_format).outputs))[0]);
  const names = byNumber(format.channel_def);
  const background = /^(background|bg)$/i;
  const first = names[0]?.[1];
  const hasBackground = typeof first === 'string' && background.test(first.trim());
  // One channel beside a background of its own can only be softmax; several without one only sigmoid.
  const activation =
    after.activation ?? (names.length > 1 ? (hasBackground ? 'softmax' : 'sigmoid') : undefined);
  if (activation) output.activation = activation;
  const labels = names
    .filter(([, name]) => !(typeof name === 'string' && background.test(name.trim())))
    .map(([channel, name], n): JsonObject & { id: number } => {
      const text = textOf(name) ?? `label ${channel}`;
      return activation === 'sigmoid' || activation === 'none'
        ? { id: n + 1, name: text, channel, threshold: after.threshold ?? 0.5 }
        : { id: channel, name: text };
    });
  if (labels.length > 0 && labels.every((l) => l.id >= 1 && l.id <= 255)) output.labels = labels;
  if (plan.kind !== 'image') return;
  // Channels of a sigmoid may overlap: a map of one number a voxel could not hold them all. But post steps want one.
  const overlap = activation === 'sigmoid' && labels.length > 1 && after.post.length === 0;
  output.kind = overlap ? 'heatmap' : 'labelmap';
  output.interp = 'linear';
}
