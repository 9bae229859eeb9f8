/** The files behind a PDF, fetched from the page's own origin when the first PDF is made. */
import subsetWasmUrl from 'harfbuzzjs/dist/harfbuzz-subset.wasm?url';
import regularUrl from '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf?url';
import mediumUrl from '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf?url';

export interface PdfAssets {
  /** harfbuzz-subset.wasm, 0.7 MB. */
  subsetWasm(): Promise<ArrayBuffer>;
  /** Noto Sans SC, TrueType outlines, 10.6 MB each. */
  regular(): Promise<ArrayBuffer>;
  medium(): Promise<ArrayBuffer>;
}

async function fetched(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`PDF: ${url} could not be loaded (HTTP ${response.status})`);
  return response.arrayBuffer();
}

/** Not kept in memory between PDFs: the browser's cache has them. */
export const pageAssets: PdfAssets = {
  subsetWasm: () => fetched(subsetWasmUrl),
  regular: () => fetched(regularUrl),
  medium: () => fetched(mediumUrl),
};
