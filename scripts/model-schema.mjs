/** Writes docs/lamplight-model-1.schema.json from src/inference/manifest.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'vite';
import { format } from 'prettier';
import { root } from './install.mjs';

const server = await createServer({
  root,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { manifestJsonSchema } = await server.ssrLoadModule('/src/inference/manifest.ts');
  const text = JSON.stringify(manifestJsonSchema());
  const file = join(root, 'docs', 'lamplight-model-1.schema.json');
  writeFileSync(file, await format(text, { parser: 'json', printWidth: 110 }));
  console.log(file);
} finally {
  await server.close();
}
