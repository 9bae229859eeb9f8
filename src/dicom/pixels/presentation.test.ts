/** Lookup tables, palettes, overlays and packed depths: from files made by code to decoded frames. */
import { describe, expect, it } from 'vitest';
import { ctSlice, type Fields, part10 } from '../testing/part10';
import { frameBytes, recordOf } from '../testing/pixels';
import { decodeFrame } from './decode';
import { overlayParts, ownOverlay } from './overlays';

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

async function read(more: Fields, frame = 0) {
  const blob = new Blob([part10(ctSlice(0, more))]);
  const record = await recordOf(blob);
  const { bytes, bitOffset } = await frameBytes(blob, record, frame);
  return { blob, record, decoded: await decodeFrame(bytes, bitOffset, record.format) };
}

describe('modality LUT', () => {
  const table: Fields = {
    '00283002 US': [3, 4, 16],
    '00283004 LO': 'OD',
    '00283006 US': [100, 200, 300],
  };
  it('is applied when a frame is decoded, and stands in the place of the rescale', async () => {
    const { record, decoded } = await read({ '00283000 SQ': [table] });
    expect(Array.from(decoded.pixels)).toEqual([100, 100, 100, 100, 100, 200, 300, 300, 300, 300, 300, 300]);
    expect([decoded.min, decoded.max]).toEqual([100, 300]);
    const { rescaleSlope, rescaleIntercept, rescaleType } = record.instance;
    expect([rescaleSlope, rescaleIntercept, rescaleType]).toEqual([1, 0, 'OD']);
  });
  it('of a logarithmic angiogram is left alone', async () => {
    const angiogram = { '00080016 UI': '1.2.840.10008.5.1.4.1.1.12.1', '00281040 CS': 'LOG' };
    const { decoded } = await read({ '00283000 SQ': [table], ...angiogram });
    expect(decoded.max).toBe(11);
  });
});

describe('VOI', () => {
  const lut: Fields = { '00283010 SQ': [{ '00283002 US': [2, 65535, 8], '00283006 US': [0, 255] }] };
  it('LUT counts where there is no window; its first value is signed as the values are', async () => {
    const { record } = await read(lut);
    expect(record.instance.voiLut).toEqual({ first: -1, bits: 8, values: Uint16Array.of(0, 255) });
    const both = await read({ ...lut, '00281050 DS': '40', '00281051 DS': '400' });
    expect(both.record.instance.voiLut).toBeUndefined();
  });
  it('function and the range of padding are read', async () => {
    const { record } = await read({
      '00280120 SS': words(0x10000 - 2000),
      '00280121 SS': words(0x10000 - 1900),
      '00281050 DS': '40',
      '00281051 DS': '400',
      '00281056 CS': 'SIGMOID',
    });
    expect(record.instance).toMatchObject({
      voiFunction: 'SIGMOID',
      pixelPaddingValue: -2000,
      pixelPaddingLimit: -1900,
    });
  });
});

describe('palettes', () => {
  const base: Fields = {
    '00280004 CS': 'PALETTE COLOR',
    '00280010 US': 1,
    '00280011 US': 4,
    '00280103 US': 0,
    '7FE00010 OW': words(0, 1, 2, 3),
  };
  const plain = (bits: number): Fields => ({
    '00281101 US': [4, 0, bits],
    '00281102 US': [4, 0, bits],
    '00281103 US': [4, 0, bits],
  });
  it('expand discrete, linear and indirect segments', async () => {
    // Two entries of 0, then two steps up to 0x4000; green repeats its first segment.
    const red = words(0, 2, 0, 0, 1, 2, 0x4000);
    const green = words(0, 2, 0x1000, 0x2000, 2, 1, 0, 0);
    const { decoded } = await read({
      ...base,
      ...plain(16),
      '00281221 OW': red,
      '00281222 OW': green,
      '00281223 OW': words(0, 4, 0, 0, 0, 0),
    });
    const channel = (c: number) => Array.from(decoded.pixels).filter((_, i) => i % 3 === c);
    expect(channel(0)).toEqual([0, 0, 0x20, 0x40]);
    expect(channel(1)).toEqual([0x10, 0x20, 0x10, 0x20]);
  });
  it('keep a dark channel dark beside channels of 16 bits', async () => {
    const { decoded } = await read({
      ...base,
      ...plain(16),
      '00281201 OW': words(0xff00, 0, 0, 0),
      '00281202 OW': words(0x00ff, 0, 0, 0),
      '00281203 OW': words(0, 0, 0, 0),
    });
    expect(Array.from(decoded.pixels.slice(0, 3))).toEqual([255, 0, 0]);
  });
});

describe('overlays', () => {
  const plane: Fields = {
    '60000010 US': 2,
    '60000011 US': 3,
    '60000022 LO': 'Outline',
    '60000050 SS': words(0, 2),
  };
  it('have their own bits, their place and a name', async () => {
    const bits = Uint8Array.of(0b00_101_101, 0);
    const { blob, record } = await read({
      ...plane,
      '60000100 US': 1,
      '60000102 US': 0,
      '60003000 OW': bits,
    });
    const [part] = overlayParts(record.format.overlays ?? [], 0, 1);
    const bytes = new Uint8Array(await blob.slice(...(part.range ?? [0, 0])).arrayBuffer());
    expect(ownOverlay(part, bytes, false)).toEqual({
      rows: 2,
      columns: 3,
      top: -1,
      left: 1,
      label: 'Outline',
      bits: Uint8Array.of(0b101101),
    });
  });
  it('come out of the high bits before these are cleared', async () => {
    const { decoded } = await read({
      '60000010 US': 3,
      '60000011 US': 4,
      '60000050 SS': words(1, 1),
      '60000100 US': 16,
      '60000102 US': 15,
      '00280101 US': 12,
      '00280102 US': 11,
      '00280103 US': 0,
      '7FE00010 OW': words(0x8001, 2, 0x8003, 4, 5, 6, 7, 8, 9, 10, 11, 0x8fff),
    });
    expect(Array.from(decoded.pixels)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0xfff]);
    expect(decoded.overlays).toMatchObject([{ top: 0, left: 0, bits: Uint8Array.of(0b101, 0b1000) }]);
  });
  it('belong to their frames of a multi-frame image', () => {
    const source = { rows: 3, columns: 3, top: 0, left: 0, label: '', offset: 100, length: 6 };
    const two = { ...source, firstFrame: 1, frames: 2 };
    expect(overlayParts([two], 0, 4)).toEqual([]);
    expect(overlayParts([two], 2, 4)).toMatchObject([{ range: [100, 104], bitOffset: 9 }]);
    expect(overlayParts([{ ...source, firstFrame: 0, frames: 1 }], 3, 4)).toHaveLength(1);
  });
});

describe('packed depths', () => {
  it('unpacks 12 bits allocated, signed too', async () => {
    const packed = Uint8Array.of(0x34, 0xf2, 0xff, 0x01, 0x80, 0x7f);
    const more = { '00280010 US': 1, '00280100 US': 12, '00280101 US': 12, '00280102 US': 11 };
    const signed = await read({ ...more, '7FE00010 OW': packed });
    expect(Array.from(signed.decoded.pixels)).toEqual([0x234, -1, 1, 0x7f8]);
    const unsigned = await read({ ...more, '00280103 US': 0, '7FE00010 OW': packed });
    expect(Array.from(unsigned.decoded.pixels)).toEqual([0x234, 0xfff, 1, 0x7f8]);
  });
  it('keeps doubles exact', async () => {
    const doubles = Float64Array.of(0.1, -1e300, 3, 4);
    const fields: Record<string, Fields[string]> = {
      ...ctSlice(0),
      '00280010 US': 1,
      '00280100 US': 64,
      '7FE00009 OD': new Uint8Array(doubles.buffer),
    };
    delete fields['7FE00010 OW'];
    const blob = new Blob([part10(fields)]);
    const record = await recordOf(blob);
    const { bytes } = await frameBytes(blob, record, 0);
    expect((await decodeFrame(bytes, 0, record.format)).pixels).toEqual(doubles);
  });
});
