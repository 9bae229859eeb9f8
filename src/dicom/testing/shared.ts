/** Tests only: real data beside the repository, and the codecs' wasm read from disk. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { useWasmReader } from '../codecs/wasm';
import type { SourceFile } from '../contract';

const root = resolve(import.meta.dirname, '../../..');

/** Folder of the shared DICOM data; undefined, with a line that says so, when it is not there. */
export function sharedDicom(sub: string): string | undefined {
  const bases = [process.env.LAMPLIGHT_SHARED ?? resolve(root, '../shared')];
  for (const base of bases) {
    const folder = base && join(base, 'data/dicom', sub);
    if (folder && existsSync(folder)) return folder;
  }
  console.info(`skipped: no shared data (set LAMPLIGHT_SHARED): data/dicom/${sub}`);
  return undefined;
}

export async function sourceOf(path: string): Promise<SourceFile> {
  return { blob: new Blob([await readFile(path)]), path };
}

export async function sourcesIn(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  return Promise.all(files.sort().map(sourceOf));
}

/** The bundler's URLs are paths from the repository's root. */
export function readWasmFromDisk(): void {
  useWasmReader(async (url) => {
    const bytes = await readFile(url.startsWith('/@fs/') ? url.slice(4) : join(root, url));
    return new Uint8Array(bytes).buffer;
  });
}

/** Rows of a CSV file with quoted fields. */
export function readCsv(path: string): Record<string, string>[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const text = readFileSync(path, 'utf8');
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') field += text[i++];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(field.replace(/\r$/, ''));
      field = '';
      if (c === '\n') rows.push(row.splice(0));
    } else field += c;
  }
  if (row.length > 0 || field) rows.push([...row, field]);
  const [names, ...body] = rows;
  return body.map((r) => Object.fromEntries(names.map((n, i) => [n, r[i] ?? ''])));
}
