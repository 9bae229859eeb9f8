import type { AskedField, ImportDraft, ImportNote } from './draft';
import { baseName } from './files';
import { idOf, manifestOf, planOf, type GraphPlan } from './graph';
import type { GraphFacts } from '../onnx/inspect';
import { getAt, type Json, type JsonObject } from './json';

/** What a manifest must say that no graph can: asked for when a conversion left it open. */
const ASKED: readonly AskedField[] = [
  'name',
  'intendedUse',
  'license',
  'weightsLicense',
  'inputs[0].modality',
  'inputs[0].channels',
  'inputs[0].orientation',
  'inputs[0].spacing',
  'inputs[0].preprocessing',
  'window.patch',
  'outputs[0].kind',
  'outputs[0].activation',
  'outputs[0].labels',
];

/** Fields that are still to be asked, in the order of a form. */
export function missingIn(manifest: JsonObject, channels: number | undefined): AskedField[] {
  return ASKED.filter((field) => {
    if (field === 'inputs[0].channels') {
      const told = getAt(manifest, field) ?? getAt(manifest, 'inputs[0].slices');
      return told === undefined && (channels ?? 1) > 1;
    }
    return getAt(manifest, field) === undefined;
  });
}

/** Said for the user when the files are silent. */
const NOT_FOR =
  'Anything that its maker did not test it for; diagnosis without a doctor who reads the images.';

/** Fills in what can be assumed, and says so. */
export function assume(manifest: JsonObject, notes: ImportNote[]): void {
  if (manifest.version === undefined) {
    manifest.version = '1.0.0';
    notes.push({ key: 'assumedVersion', tone: 'info', values: { version: '1.0.0' } });
  }
  if (manifest.notFor === undefined) {
    manifest.notFor = NOT_FOR;
    notes.push({ key: 'assumedNotFor', tone: 'info' });
  }
}

/** Notes on the graph that every kind of import shares. */
export function graphNotes(facts: GraphFacts, plan: GraphPlan): ImportNote[] {
  const notes: ImportNote[] = [];
  if (plan.otherOutputs.length > 0)
    notes.push({
      key: 'otherOutputs',
      tone: 'info',
      values: { used: plan.output, names: plan.otherOutputs.join(', ') },
    });
  return [...notes, ...engineNotes(facts)];
}

export function engineNotes(facts: GraphFacts): ImportNote[] {
  const notes: ImportNote[] = [];
  if (facts.fp16) notes.push({ key: 'halfPrecision', tone: 'info' });
  const rewrites = facts.problems.filter((p) => p.kind === 'webgpuRewrite').length;
  if (rewrites > 0) notes.push({ key: 'webgpuRewrite', tone: 'info', values: { count: rewrites } });
  const onCpu = facts.problems.filter((p) => p.kind === 'webgpuCpu');
  const operators = [...new Set(onCpu.map((p) => p.operator))].join(', ');
  if (onCpu.length > 0) notes.push({ key: 'webgpuCpu', tone: 'info', values: { operators } });
  return notes;
}

/** A network that came alone: the graph's own facts, all else is asked. @throws ImportRefusal */
export function bareDraft(onnx: { name: string; blob: Blob }, path: string, facts: GraphFacts): ImportDraft {
  const plan = planOf(facts, path);
  const manifest: Record<string, Json> = { id: idOf(baseName(path)), ...manifestOf(plan) };
  const notes = graphNotes(facts, plan);
  assume(manifest, notes);
  return {
    source: 'onnx',
    onnx,
    files: new Map(),
    manifest,
    missing: missingIn(manifest, plan.channels),
    notes,
    facts,
  };
}
