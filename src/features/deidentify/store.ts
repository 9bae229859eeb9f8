import { create } from 'zustand';

/** Is the dialog open? All else lives in it, and goes with it. */
export const useDeidentify = create<{ readonly open: boolean }>(() => ({ open: false }));

export const openDeidentify = (): void => useDeidentify.setState({ open: true });
export const closeDeidentify = (): void => useDeidentify.setState({ open: false });
