/** Serves the built page (dist/ unless a folder is given) with its headers on this computer only; port 0 lets the system choose. */
export function serve(port: number, folder?: string): Promise<{ url: string; close: () => Promise<void> }>;
