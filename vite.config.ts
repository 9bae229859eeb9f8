import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { lastingAssets, pageHeaders } from './scripts/headers.mjs';

const src = fileURLToPath(new URL('./src', import.meta.url));

export default defineConfig({
  plugins: [react(), lastingAssets()],
  resolve: { alias: { '@': src } },
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 6000, sourcemap: false },
  // The onnxruntime and codec wasm loaders find their files beside themselves; pre-bundling moves them.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: pageHeaders({ dev: true }) },
  preview: { headers: pageHeaders({ dev: false }) },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/**/*.e2e.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
