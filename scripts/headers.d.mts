export function pageHeaders(options: { dev: boolean }): Record<string, string>;
