/** The two weights of a document, holding its characters and no others. */
import fontkit from '@pdf-lib/fontkit';
import type { PDFDocument, PDFFont } from 'pdf-lib';
import type { PdfAssets } from './assets';
import { createSubsetter } from './subset';

export type Weight = 'regular' | 'medium';

/** Drawn for a character that the font does not have. */
export const BOX = '\u25a1';

export interface Fonts {
  readonly faces: Readonly<Record<Weight, PDFFont>>;
  /** Width of one character in units of the font size. */
  width(char: string, weight: Weight): number;
  /** The text with a box for each character that the font lacks; control characters count as lacking. */
  drawable(text: string): string;
  /** The lacking characters as "U+1F600", in order, each once. */
  readonly lacking: readonly string[];
}

const codePointText = (codePoint: number): string =>
  `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

const codePoints = (text: string): Set<number> =>
  new Set([...text.replaceAll('\n', ''), BOX, ' '].map((c) => c.codePointAt(0)!));

/**
 * Subsets and embeds the fonts.
 * @param text everything that will be drawn in each weight; later text may use only its characters.
 */
export async function embedFonts(
  pdf: PDFDocument,
  assets: PdfAssets,
  text: Readonly<Record<Weight, string>>,
): Promise<Fonts> {
  pdf.registerFontkit(fontkit);
  const [wasm, regular, medium] = await Promise.all([assets.subsetWasm(), assets.regular(), assets.medium()]);
  const subset = await createSubsetter(wasm);
  const wanted = { regular: codePoints(text.regular), medium: codePoints(text.medium) };
  const small = {
    regular: subset(new Uint8Array(regular), wanted.regular),
    medium: subset(new Uint8Array(medium), wanted.medium),
  };
  const lacks = new Set<number>();
  for (const weight of ['regular', 'medium'] as const) {
    const has = new Set(fontkit.create(small[weight]).characterSet);
    for (const codePoint of wanted[weight]) if (!has.has(codePoint)) lacks.add(codePoint);
  }
  // subset: true would cut the font again and lose most Chinese glyphs on screen (specs, section 0.3).
  const faces = {
    regular: await pdf.embedFont(small.regular, { subset: false }),
    medium: await pdf.embedFont(small.medium, { subset: false }),
  };
  const widths = { regular: new Map<string, number>(), medium: new Map<string, number>() };
  return {
    faces,
    width(char, weight) {
      const known = widths[weight].get(char);
      if (known !== undefined) return known;
      const width = faces[weight].widthOfTextAtSize(char, 1);
      widths[weight].set(char, width);
      return width;
    },
    drawable: (line) => [...line].map((c) => (lacks.has(c.codePointAt(0)!) ? BOX : c)).join(''),
    lacking: [...lacks].map(codePointText),
  };
}
