/** Serves dist/ with the page's headers on this computer only; port 0 lets the system choose. */
export function serve(port: number): Promise<{ url: string; close: () => Promise<void> }>;
