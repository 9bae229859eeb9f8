import type { Deployment } from './deployment.mjs';

/** Header files for other servers, by their path below deploy/. */
export function headerFiles(deployment: Deployment): Record<string, string>;
