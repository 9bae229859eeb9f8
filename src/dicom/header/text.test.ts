import { describe, expect, it } from 'vitest';
import { decodeText, looksGbk, settleCharset } from './text';

const gbk = Uint8Array.of(0xd5, 0xc5, 0x5e, 0xce, 0xb0);
const latin = Uint8Array.of(0x4a, 0xe9, 0x72, 0xf4, 0x6d, 0x65);
const utf8 = new TextEncoder().encode('张^伟');
const read = (bytes: Uint8Array, ...declared: string[]) => decodeText(bytes, settleCharset(declared, bytes));

describe('text by Specific Character Set', () => {
  it('reads GBK and UTF-8 under a Western or missing label, and says that the label lies', () => {
    for (const label of [[], ['ISO_IR 100'], ['ISO_IR 6']]) {
      expect(read(gbk, ...label)).toBe('张^伟');
      expect(read(utf8, ...label)).toBe('张^伟');
      expect(settleCharset(label, gbk).mislabelled).toBe(true);
    }
    expect(read(gbk, 'ISO_IR 192')).toBe('张^伟');
  });

  it('keeps Western text Western', () => {
    expect(read(latin, 'ISO_IR 100')).toBe('Jérôme');
    expect(read(latin)).toBe('Jérôme');
    expect(looksGbk(latin)).toBe(false);
  });

  it('takes many spellings of the labels', () => {
    for (const label of ['GB18030', 'gbk', 'GB2312', 'ISO 2022 IR 58'])
      expect(read(gbk, label), label).toBe('张^伟');
    for (const label of ['ISO_IR 192', 'ISO IR 192', 'UTF-8']) expect(read(utf8, label), label).toBe('张^伟');
  });

  it('drops pads and keeps a backslash that is half of a character', () => {
    const charset = settleCharset(['GB18030'], Uint8Array.of(0x81, 0x5c));
    expect(decodeText(Uint8Array.of(0x81, 0x5c, 0x20, 0x00), charset)).toBe('乗');
  });
});
