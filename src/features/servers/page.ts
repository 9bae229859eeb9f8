import { create } from 'zustand';

/** Is the list of servers open? */
export const useServersPage = create<{ readonly open: boolean; readonly priors: boolean }>(() => ({
  open: false,
  priors: false,
}));

export const openServers = (): void => useServersPage.setState({ open: true });
export const closeServers = (): void => useServersPage.setState({ open: false });

/** The other studies of the patient who is read. */
export const openPriors = (): void => useServersPage.setState({ priors: true });
export const closePriors = (): void => useServersPage.setState({ priors: false });
