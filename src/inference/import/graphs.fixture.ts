/** Tiny networks and files for the tests of imports. */
import { GraphBuilder } from '../onnx/build';
import type { ImportFile } from './draft';

/** One Conv from `cin` to `cout` channels, over axes of those sizes ("h" leaves one open). */
export function convNet(
  cin: number,
  cout: number,
  spatial: readonly (number | string)[],
  names: { input?: string; output?: string } = {},
): Uint8Array<ArrayBuffer> {
  const { input = 'image', output = 'pred' } = names;
  const net = new GraphBuilder(3);
  const x = net.input(input, [1, cin, ...spatial]);
  const kernel = spatial.map(() => 1);
  const y = net.node('Conv', [x, net.weight([cout, cin, ...kernel], cin)], {
    kernel_shape: kernel,
    strides: kernel,
    dilations: kernel,
    pads: [...kernel, ...kernel].map(() => 0),
    group: 1,
  });
  net.output(y, output, [1, cout, ...spatial]);
  return net.build();
}

/** A file of text, JSON or bytes. */
export function file(path: string, content: unknown): ImportFile {
  const part =
    content instanceof Uint8Array
      ? new Uint8Array(content)
      : typeof content === 'string'
        ? content
        : JSON.stringify(content);
  return { path, blob: new Blob([part]) };
}
