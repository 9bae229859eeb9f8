import type { Plugin } from 'vite';

export function pageHeaders(options: { dev: boolean }): Record<string, string>;
export function lastingAssets(): Plugin;
