/** node tests/models/write.mjs FOLDER: writes every synthetic graph as an .onnx file, for Python and for Netron. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const folder = process.argv[2];
if (!folder) throw new Error('name a folder');
mkdirSync(folder, { recursive: true });
const root = fileURLToPath(new URL('../..', import.meta.url));
const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true },
  appType: 'custom',
});
try {
  const { runnableGraphs } = await server.ssrLoadModule('/tests/models/graphs.ts');
  for (const { name, bytes, shapes } of runnableGraphs()) {
    writeFileSync(join(folder, `${name}.onnx`), bytes);
    console.log(name, shapes[0].join(','));
  }
} finally {
  await server.close();
}
