import type { Plugin } from 'vite';
import type { Deployment } from './deployment.mjs';

export function pageHeaders(options: { dev: boolean; deployment?: Deployment }): Record<string, string>;
export function lastingAssets(): Plugin;
