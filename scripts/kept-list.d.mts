/** Gives a built page its version, and its service worker the list of what the page consists of. */
export function writeKeptList(out: string): void;
