import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { lastingAssets, pageHeaders } from './scripts/headers.mjs';
import { kernels } from './scripts/kernels.mjs';

const src = fileURLToPath(new URL('./src', import.meta.url));

const cores = availableParallelism();
const browsers = Math.max(2, Math.floor(cores / 2));

/** A second page, for scripts/analyse.mjs; built where it exists, so that other roots keep their own pages. */
const headlessPage = (): Plugin => ({
  name: 'lamplight-headless-page',
  config: ({ root = process.cwd(), build }) =>
    existsSync(join(root, 'headless.html')) && !build?.rollupOptions?.input
      ? { build: { rollupOptions: { input: [join(root, 'index.html'), join(root, 'headless.html')] } } }
      : {},
});

export default defineConfig({
  plugins: [react(), kernels(), lastingAssets(), headlessPage()],
  resolve: { alias: { '@': src } },
  worker: { format: 'es', plugins: () => [kernels()] },
  build: { target: 'es2023', chunkSizeWarningLimit: 6000, sourcemap: false },
  // The onnxruntime and codec wasm loaders find their files beside themselves; pre-bundling moves them.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: pageHeaders({ dev: true }) },
  preview: { headers: pageHeaders({ dev: false }) },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          maxWorkers: cores,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/**/*.e2e.ts'],
          // A browser test waits more than it works: two at once also on two cores.
          maxWorkers: browsers,
          sequence: { groupOrder: 1 },
          // Two browsers on two cores: what is right may be slow.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
