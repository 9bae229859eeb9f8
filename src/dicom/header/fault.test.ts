import { expect, it } from 'vitest';
import { ctSlice, part10 } from '../testing/part10';
import { readHeader } from './read';

async function detailOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const header = await readHeader(new Blob([bytes]), 'x');
  if (header.status !== 'failed') throw new Error(header.status);
  return header.detail ?? '';
}
const whole = part10(ctSlice(0));
const text = new TextDecoder('latin1');

it('a file that is cut off in its header says so, without the names of functions', async () => {
  const rows = text.decode(whole).indexOf('(\0\x10\0US');
  for (const cut of [rows + 3, rows - 1])
    expect(await detailOf(whole.slice(0, cut))).toBe('an element reaches beyond the end of the file');
});

it('sequences in sequences in sequences', async () => {
  const head = part10(ctSlice(0, { '7FE00010 OW': new Uint8Array(0) }));
  const open = [0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
  const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
  const deep = Uint8Array.from({ length: 20_000 * 20 }, (_, n) => [...open, ...item][n % 20]);
  const bytes = new Uint8Array(200 + deep.length);
  bytes.set(head.subarray(0, 200));
  bytes.set(deep, text.decode(head).indexOf('\b\0\x16\0UI'));
  expect(await detailOf(bytes)).toBe('sequences nested too deep');
});
