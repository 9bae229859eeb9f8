import { create } from 'zustand';

/** Is the command search on show? */
export const useSearch = create<{ readonly open: boolean }>(() => ({ open: false }));

export const openSearch = (): void => useSearch.setState({ open: true });
export const closeSearch = (): void => useSearch.setState({ open: false });
