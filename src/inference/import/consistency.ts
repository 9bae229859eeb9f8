/** Does a manifest describe the network that it comes with? */
import {
  channelOf,
  hasBackground,
  type ManifestError,
  type ModelInput,
  type ModelManifest,
  type ModelOutput,
} from '../manifest';
import type { GraphFacts, ValueFacts } from '../onnx/inspect';
import { dimsText } from './graph';

type Fault = ManifestError['faults'][number];

const names = (values: readonly ValueFacts[]): string => values.map((v) => v.name).join(', ') || 'none';

/** Every field of the manifest that contradicts the graph; sizes that the graph leaves open contradict nothing. */
export function contradictions(manifest: ModelManifest, facts: GraphFacts): Fault[] {
  const [input] = manifest.inputs;
  const value = facts.inputs.find((i) => i.name === input.name);
  if (!value)
    return [
      { field: 'inputs[0].name', message: `the network has no input ${input.name}: ${names(facts.inputs)}` },
    ];
  const faults: Fault[] = [];
  const add = (field: string, message: string): number => faults.push({ field, message });
  if (facts.inputs.length > 1)
    add('inputs', `the network has ${facts.inputs.length}: ${names(facts.inputs)}`);
  if (value.type !== input.dataType)
    add('inputs[0].dataType', `the network takes ${value.type}, the manifest says ${input.dataType}`);
  if (value.dims) faults.push(...inputShape(manifest, value, value.dims));
  manifest.outputs.forEach((output, n) =>
    faults.push(...outputFaults(output, `outputs[${n}]`, input, facts)),
  );
  return faults;
}

const channelsOf = (input: ModelInput): number =>
  input.channels?.length ??
  (input.slices === undefined
    ? 1
    : 'offsets' in input.slices
      ? input.slices.offsets.length
      : input.slices.offsetsMm.length);

function inputShape(
  manifest: ModelManifest,
  value: ValueFacts,
  dims: readonly (number | string | undefined)[],
): Fault[] {
  const [input] = manifest.inputs;
  const { axes } = input;
  if (dims.length !== axes.length)
    return [
      {
        field: 'inputs[0].axes',
        message: `${axes} has ${axes.length} axes, the input is ${dimsText(value)}`,
      },
    ];
  const faults: Fault[] = [];
  const channels = dims[axes.indexOf('C')];
  if (typeof channels === 'number' && channels !== channelsOf(input))
    faults.push({
      field: input.slices ? 'inputs[0].slices' : 'inputs[0].channels',
      message: `the network takes ${channels} channels, the manifest gives ${channelsOf(input)}`,
    });
  const batch = dims[0];
  if (typeof batch === 'number' && batch !== 1)
    faults.push({ field: 'inputs[0].axes', message: `a batch of ${batch}; only 1 is supported` });
  [...axes]
    .filter((a) => a !== 'N' && a !== 'C')
    .forEach((axis, n) => {
      const fixed = dims[axes.indexOf(axis)];
      const asked = manifest.window.patch[n];
      if (typeof fixed === 'number' && (fixed !== asked || manifest.window.size === 'fit'))
        faults.push({
          field: `window.patch[${n}]`,
          message: `the network takes ${fixed} along ${axis}, and nothing else`,
        });
    });
  return faults;
}

function outputFaults(output: ModelOutput, field: string, input: ModelInput, facts: GraphFacts): Fault[] {
  const find = (name: string): ValueFacts | undefined => facts.outputs.find((o) => o.name === name);
  const named: [string, string][] = [[`${field}.name`, output.name]];
  if (output.boxes) {
    named.push([`${field}.boxes.scores`, output.boxes.scores]);
    if (output.boxes.classes !== undefined) named.push([`${field}.boxes.classes`, output.boxes.classes]);
  }
  const absent = named.filter(([, name]) => !find(name));
  if (absent.length > 0)
    return absent.map(([f, name]) => ({
      field: f,
      message: `the network has no output ${name}: ${names(facts.outputs)}`,
    }));
  const value = find(output.name);
  if (!value?.dims || output.kind === 'boxes') return [];
  const { dims } = value;
  const image = output.kind === 'labelmap' || output.kind === 'heatmap';
  const plain = output.activation === 'argmax' && dims.length === input.axes.length - 1;
  if (image && dims.length !== input.axes.length && !plain)
    return [{ field: `${field}.kind`, message: `${output.kind}, but the output is ${dimsText(value)}` }];
  if (plain) return [];
  const count = image ? dims[input.axes.indexOf('C')] : dims.at(-1);
  return typeof count === 'number' ? labelFaults(output, field, count) : [];
}

function labelFaults(output: ModelOutput, field: string, count: number): Fault[] {
  const { activation, labels } = output;
  if (activation === 'argmax')
    return count === 1
      ? []
      : [{ field: `${field}.activation`, message: `argmax has one channel, the network gives ${count}` }];
  const classes = hasBackground(output);
  const highest = Math.max(...labels.map((l, n) => channelOf(output, l, n)));
  if (highest >= count)
    return [
      {
        field: `${field}.labels`,
        message: `the network gives ${count} channels, the labels need ${highest + 1}`,
      },
    ];
  // A class without a name would be lost without a word; channel 0 of a softmax is background.
  const expected = classes ? count - 1 : count;
  // Who names channels means just those; a softmax without a label for a class would still give its number.
  if (!classes && labels.every((l) => l.channel !== undefined)) return [];
  return labels.length === expected
    ? []
    : [{ field: `${field}.labels`, message: `${labels.length} labels, the network gives ${expected}` }];
}
