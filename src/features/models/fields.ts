/** The fields of the form: which are still open, and what they begin with. */
import type { AskedField, ImportDraft } from '../../inference/import/draft';
import { getAt, type Json } from '../../inference/import/json';
import { hasBackground, type ModelOutput } from '../../inference/manifest';
import type { GraphFacts } from '../../inference/onnx/inspect';
import type { Answers } from './store';

/** Fields that were asked and have no answer yet. */
export const needed = (draft: ImportDraft, answers: Answers): AskedField[] =>
  draft.missing.filter((field) => {
    if (field === 'inputs[0].channels')
      return answers['inputs[0].channels'] === undefined && answers['inputs[0].slices'] === undefined;
    const value = answers[field];
    return (
      value === undefined ||
      value === '' ||
      (Array.isArray(value) && value.length === 0 && field !== 'inputs[0].preprocessing')
    );
  });

const textAt = (draft: ImportDraft, path: string): string => {
  const value = getAt(draft.manifest, path);
  return typeof value === 'string' ? value : '';
};

/** NCHW and the like. */
export const axesOf = (draft: ImportDraft): string => textAt(draft, 'inputs[0].axes');
export const isVolume = (draft: ImportDraft): boolean => axesOf(draft).length === 5;

/** Dimension of the channel axis of the input; undefined when the network leaves it open. */
export function inputChannels(draft: ImportDraft): number | undefined {
  const name = textAt(draft, 'inputs[0].name');
  const dims = draft.facts.inputs.find((i) => i.name === name)?.dims;
  const size = dims?.[axesOf(draft).indexOf('C')];
  return typeof size === 'number' ? size : undefined;
}

/** Channels of the image output, or number of scores; undefined when open. */
export function outputChannels(draft: ImportDraft): number | undefined {
  const name = textAt(draft, 'outputs[0].name');
  const dims = draft.facts.outputs.find((o) => o.name === name)?.dims;
  const axes = axesOf(draft);
  const size = dims?.length === axes.length ? dims[axes.indexOf('C')] : dims?.at(-1);
  return typeof size === 'number' ? size : undefined;
}

/** What the form's own fields or the files say at a path. */
export const valueAt = (draft: ImportDraft, answers: Answers, path: string): Json | undefined =>
  answers[path] ?? getAt(draft.manifest, path);

/** How many labels there must be: exclusive classes have a background besides; undefined when the network leaves it open. */
export function labelCount(draft: ImportDraft, answers: Answers): number | undefined {
  const channels = outputChannels(draft);
  if (channels === undefined) return undefined;
  const activation = valueAt(draft, answers, 'outputs[0].activation');
  if (activation === 'argmax') return undefined;
  const kind = valueAt(draft, answers, 'outputs[0].kind');
  const output = { kind, activation } as Pick<ModelOutput, 'kind' | 'activation'>;
  return hasBackground(output) ? Math.max(channels - 1, 1) : channels;
}

/** Name, type and shape of what goes in and comes out, in symbols that need no language. */
export const inputText = (facts: GraphFacts): string =>
  facts.inputs.map((i) => `${i.name}: ${i.type} ${shape(i.dims)}`).join('; ');
export const outputText = (facts: GraphFacts): string =>
  facts.outputs.map((o) => `${o.name}: ${o.type} ${shape(o.dims)}`).join('; ');

const shape = (dims: GraphFacts['inputs'][number]['dims']): string =>
  dims ? dims.map((d) => d ?? '?').join(' × ') : '?';
