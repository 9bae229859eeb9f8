/** An nnU-Net v2 export: plans.json and dataset.json beside the exported network, as a manifest. */
import type { GraphFacts } from '../onnx/inspect';
import { assume, graphNotes, missingIn } from './bare';
import { ImportQuestion, refuse, type ImportDraft, type ImportFile, type ImportNote } from './draft';
import { folderOf } from './files';
import { idOf, manifestOf, planOf, type GraphPlan } from './graph';
import { byNumber, numberOf, numbersOf, objectOf, textOf, type Json, type JsonObject } from './json';
import { modalityOf } from './modality';

export const isPlans = (plans: JsonObject): boolean =>
  'configurations' in plans && 'transpose_forward' in plans;

interface Parts {
  readonly plansFile: ImportFile;
  readonly plans: JsonObject;
  readonly dataset: JsonObject;
  readonly onnx: { readonly name: string; readonly path: string; readonly blob: Blob };
  readonly facts: GraphFacts;
  readonly configuration?: string;
}

/** @throws ImportRefusal, ImportQuestion */
export function nnunetDraft({ plansFile, plans, dataset, onnx, facts, configuration }: Parts): ImportDraft {
  const plan = planOf(facts, onnx.path);
  const notes = graphNotes(facts, plan);
  const manifest = manifestOf(plan);
  const name = chooseConfiguration(plans, plan, plansFile, onnx.path, configuration);
  const settings = configurationOf(plans, name);
  notes.push({ key: 'configuration', tone: 'info', values: { name } });
  describe(manifest, plans, dataset, name);

  const [input] = manifest.inputs as JsonObject[];
  geometry(input, plans, settings, plan, notes);
  // Converters seldom keep DICOM's axes: LAS or RAS files grow to the front, RAS files to the right too.
  if (/nii/i.test(textOf(dataset.file_ending) ?? '')) notes.push({ key: 'nativeAxes', tone: 'warn' });
  channels(input, dataset, plan);
  input.preprocessing = normalisation(plans, settings, plansFile);
  const patch = numbersOf(settings.patch_size);
  manifest.window = {
    ...(patch && { patch }),
    convention: 'nnunet',
    overlap: 0.5,
    blend: 'gaussian',
    sigma: 0.125,
    mirror: [],
  };
  notes.push({ key: 'noMirror', tone: 'info' }, { key: 'linearResampling', tone: 'info' });
  (manifest.outputs as JsonObject[])[0] = {
    name: plan.output,
    kind: 'labelmap',
    // nnU-Net brings probabilities back to the scan linearly, before it decides.
    interp: 'linear',
    ...readLabels(dataset, notes),
  };
  assume(manifest, notes);
  return {
    source: 'nnunet',
    onnx,
    files: new Map(),
    manifest,
    missing: missingIn(manifest, plan.channels),
    notes,
    facts,
  };
}

/** A configuration with what it inherits; one that a cascade feeds cannot stand alone. */
function configurationOf(plans: JsonObject, name: string, depth = 0): JsonObject {
  const own = objectOf(objectOf(plans.configurations)[name]);
  const parent = textOf(own.inherits_from);
  return parent && depth < 8 ? { ...configurationOf(plans, parent, depth + 1), ...own } : own;
}

/** The configuration that the network was exported from: by its rank, its size, its folder's name; else asked. */
function chooseConfiguration(
  plans: JsonObject,
  plan: GraphPlan,
  file: ImportFile,
  onnxPath: string,
  chosen: string | undefined,
): string {
  const all = Object.keys(objectOf(plans.configurations));
  const fits = all.filter((name) => {
    const settings = configurationOf(plans, name);
    const patch = numbersOf(settings.patch_size);
    return (
      patch?.length === plan.spatial.length &&
      settings.previous_stage === undefined &&
      plan.spatial.every((side, axis) => side === undefined || side === patch[axis])
    );
  });
  if (fits.length === 0)
    return refuse({
      key: 'notConvertible',
      file: file.path,
      field: 'configurations',
      detail: `${all.join(', ')}: [${plan.spatial.map((s) => s ?? '?').join(', ')}]`,
    });
  if (chosen !== undefined && fits.includes(chosen)) return chosen;
  if (fits.length === 1) return fits[0];
  const named = fits.filter((name) => onnxPath.includes(name));
  if (named.length === 1) return named[0];
  throw new ImportQuestion('configuration', fits);
}

function describe(manifest: JsonObject, plans: JsonObject, dataset: JsonObject, configuration: string): void {
  const name = textOf(dataset.name) ?? textOf(plans.dataset_name);
  manifest.id = idOf(name ?? 'nnunet');
  const set = (key: string, value: Json | undefined): void => {
    if (value !== undefined) manifest[key] = value;
  };
  set('name', name);
  set('version', textOf(dataset.release));
  set('description', textOf(dataset.description));
  const license = textOf(dataset.licence) ?? textOf(dataset.license);
  set('weightsLicense', license);
  const reference = textOf(dataset.reference);
  set('cite', reference === undefined ? undefined : [{ text: reference }]);
  const trained = numberOf(dataset.numTraining);
  manifest.config = {
    nnunet: {
      configuration,
      ...(textOf(plans.plans_name) && { plans: String(plans.plans_name) }),
      ...(trained !== undefined && { numTraining: trained }),
    },
  };
}

function geometry(
  input: JsonObject,
  plans: JsonObject,
  settings: JsonObject,
  plan: GraphPlan,
  notes: ImportNote[],
): void {
  // nnU-Net reads with ITK: axes z, y, x; transpose_forward says which of them comes first.
  const order = numbersOf(plans.transpose_forward) ?? [0, 1, 2];
  if (order.every((axis, n) => axis === n)) input.orientation = 'native';
  else {
    input.orientation = order.map((axis) => 'SPL'[axis]).join('');
    notes.push({ key: 'transposedAxial', tone: 'warn', values: { order: order.join(', ') } });
  }
  const spacing = numbersOf(settings.spacing);
  if (!spacing || spacing.some((mm) => mm <= 0)) return;
  if (spacing.length === 3) input.spacing = spacing;
  // A 2-D network sees slices as they are.
  if (spacing.length === 2 && plan.spatial.length === 2) input.spacing = [null, ...spacing];
}

function channels(input: JsonObject, dataset: JsonObject, plan: GraphPlan): void {
  const names = byNumber(dataset.channel_names ?? dataset.modality).map(([, name]) => textOf(name) ?? '');
  const modalities = names.map((name) => modalityOf(name)?.[0]);
  const known = [...new Set(modalities.filter((m) => m !== undefined))];
  if (known.length > 0 && modalities.every((m) => m !== undefined)) {
    // A single channel may be any modality of its kind; for several each has its own.
    input.modality = names.length === 1 ? (modalityOf(names[0]) ?? known) : known;
  }
  if (names.length > 1 && names.length === (plan.channels ?? names.length))
    input.channels = names.map((name, n) => ({
      name: name || `channel ${n}`,
      ...(modalities[n] !== undefined && { modality: modalities[n] }),
    }));
}

const op = (id: string, kwargs: Record<string, Json>): JsonObject => ({ id, kwargs });

function normalisation(plans: JsonObject, settings: JsonObject, file: ImportFile): JsonObject[] {
  const schemes = Array.isArray(settings.normalization_schemes) ? settings.normalization_schemes : [];
  const masks = Array.isArray(settings.use_mask_for_norm) ? settings.use_mask_for_norm : [];
  const fault = (detail: string): never =>
    refuse({ key: 'notConvertible', file: file.path, field: 'normalization_schemes', detail });
  const each = schemes.map((scheme, channel): JsonObject[] => {
    switch (scheme) {
      case 'CTNormalization': {
        const p = objectOf(objectOf(plans.foreground_intensity_properties_per_channel)[String(channel)]);
        const [min, max] = [numberOf(p.percentile_00_5), numberOf(p.percentile_99_5)];
        const [mean, std] = [numberOf(p.mean), numberOf(p.std)];
        if (min === undefined || max === undefined || mean === undefined || std === undefined)
          return fault(`CTNormalization: foreground_intensity_properties_per_channel["${channel}"]`);
        return [
          op('clip', { min, max }),
          op('fixed_zero_mean_unit_variance', { mean, std: Math.max(std, 1e-8) }),
        ];
      }
      case 'ZScoreNormalization':
        return [
          op('zero_mean_unit_variance', { eps: 1e-8, mask: masks[channel] === true ? 'nonzero' : 'all' }),
        ];
      case 'RescaleTo01Normalization':
        return [op('scale_range', { min_percentile: 0, max_percentile: 100, eps: 1e-8 })];
      case 'RGBTo01Normalization':
        return [op('scale_linear', { gain: 1 / 255, offset: 0 })];
      case 'NoNormalization':
        return [];
      default:
        return fault(String(scheme));
    }
  });
  // A manifest prepares all channels alike.
  if (new Set(each.map((ops) => JSON.stringify(ops))).size > 1) fault(schemes.join(', '));
  return each[0] ?? fault('[]');
}

/** Labels are classes of a softmax; with regions (lists of labels) every region is a sigmoid channel of its own. */
function readLabels(dataset: JsonObject, notes: ImportNote[]): JsonObject {
  const all = Object.entries(objectOf(dataset.labels)).filter(([name]) => name !== 'ignore');
  const order = numbersOf(dataset.regions_class_order);
  const own = all.filter(([, value]) => value !== 0 && !(Array.isArray(value) && value.length === 0));
  if (own.length === 0) return {};
  if (own.some(([, value]) => Array.isArray(value))) {
    // Regions lie within each other: a map of one number a voxel could not hold them all.
    if (order?.length !== own.length) return { kind: 'heatmap', activation: 'sigmoid' };
    notes.push({ key: 'regionOrder', tone: 'info' });
    return {
      kind: 'heatmap',
      activation: 'sigmoid',
      labels: own.map(([name], channel) => ({ id: order[channel], name, channel, threshold: 0.5 })),
    };
  }
  const labels = own.map(([name, value]) => ({ id: numberOf(value) ?? Number(value), name }));
  return labels.every((l) => Number.isInteger(l.id) && l.id >= 1 && l.id <= 255)
    ? { activation: 'softmax', labels: labels.sort((a, b) => a.id - b.id) }
    : { activation: 'softmax' };
}

/** The folder in which plans.json lies, which its dataset.json shares. */
export const plansFolder = (file: ImportFile): string => folderOf(file.path);
