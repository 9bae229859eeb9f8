import { expect, test } from 'vitest';
import { isLossyFrame, isLossySyntax } from './lossy';

/** Start of codestream, a short SIZ, and COD with a transform: 0 is 9-7, 1 is 5-3. */
const codestream = (transform: number): Blob =>
  new Blob([
    Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 0, 0),
    Uint8Array.of(0xff, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, transform, 0xff, 0x5c),
  ]);

test('syntaxes that are always lossy, and those that never are', () => {
  for (const end of ['50', '51', '81', '102']) expect(isLossySyntax(`1.2.840.10008.1.2.4.${end}`)).toBe(true);
  for (const uid of ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.90'])
    expect(isLossySyntax(uid)).toBe(false);
});

test('JPEG 2000 says by its transform', async () => {
  expect(await isLossyFrame('1.2.840.10008.1.2.4.91', codestream(0))).toBe(true);
  expect(await isLossyFrame('1.2.840.10008.1.2.4.91', codestream(1))).toBe(false);
  expect(await isLossyFrame('1.2.840.10008.1.2.4.90', codestream(0))).toBe(false);
});
