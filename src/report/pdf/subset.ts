/**
 * Cuts a TrueType font down to the characters that a document uses, with HarfBuzz's subsetter as WebAssembly.
 * `subset-font` does the same in Node; it reads its wasm with `fs`, so here the wasm is called directly.
 * Measured: 15 ms to start, 40 ms a font, so it needs no worker.
 */

/** The part of harfbuzz-subset.wasm that is used. Numbers are pointers into its memory. */
interface HarfBuzz {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

const MEMORY_MODE_WRITABLE = 2;
const DROP_TABLES = 3;
/**
 * Layout tables go: pdf-lib writes the widths of mapped glyphs only, so a glyph that a layout feature puts in gets
 * the default width, and "9.1" prints as "9 .1". Without them a character is its mapped glyph, always.
 */
const LAYOUT_TABLES = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'VORG', 'vhea', 'vmtx', 'STAT', 'DSIG'];

const tagNumber = (tag: string): number => [...tag].reduce((n, c) => (n << 8) + c.charCodeAt(0), 0);

export type Subsetter = (font: Uint8Array, codePoints: Iterable<number>) => Uint8Array<ArrayBuffer>;

/**
 * @param wasm bytes of harfbuzz-subset.wasm of the package harfbuzzjs.
 * @returns a function that gives a font holding only the glyphs of those code points that the font has.
 *   It throws when the font cannot be read.
 */
export async function createSubsetter(wasm: BufferSource): Promise<Subsetter> {
  const { instance } = await WebAssembly.instantiate(wasm, {});
  const hb = instance.exports as unknown as HarfBuzz;
  (instance.exports['_initialize'] as () => void)();
  return (font, codePoints) => {
    const data = hb.malloc(font.byteLength);
    // The memory may grow with each call, which detaches earlier views: take a new one each time.
    new Uint8Array(hb.memory.buffer).set(font, data);
    const blob = hb.hb_blob_create(data, font.byteLength, MEMORY_MODE_WRITABLE, 0, 0);
    const face = hb.hb_face_create(blob, 0);
    hb.hb_blob_destroy(blob);
    const input = hb.hb_subset_input_create_or_fail();
    let subset = 0;
    let result = 0;
    try {
      if (input === 0) throw new Error('font subsetting: out of memory');
      const drop = hb.hb_subset_input_set(input, DROP_TABLES);
      for (const tag of LAYOUT_TABLES) hb.hb_set_add(drop, tagNumber(tag));
      const unicodes = hb.hb_subset_input_unicode_set(input);
      for (const codePoint of codePoints) hb.hb_set_add(unicodes, codePoint);
      subset = hb.hb_subset_or_fail(face, input);
      if (subset === 0) throw new Error('font subsetting: the font cannot be read');
      result = hb.hb_face_reference_blob(subset);
      const length = hb.hb_blob_get_length(result);
      if (length === 0) throw new Error('font subsetting: the font cannot be read');
      const start = hb.hb_blob_get_data(result, 0);
      return new Uint8Array(hb.memory.buffer).slice(start, start + length);
    } finally {
      if (result !== 0) hb.hb_blob_destroy(result);
      if (subset !== 0) hb.hb_face_destroy(subset);
      if (input !== 0) hb.hb_subset_input_destroy(input);
      hb.hb_face_destroy(face);
      hb.free(data);
    }
  };
}
