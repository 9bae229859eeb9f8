/** What is not pinned, one line each. */
export function unpinned(): string[];
