import { create } from 'zustand';

interface ServersPage {
  /** Is the list of servers open? */
  readonly open: boolean;
  /** And that of the patient's other studies? */
  readonly priors: boolean;
  /** What is done with the one that was opened from it, by its Study Instance UID. */
  readonly opened?: ((studyUid: string) => void) | undefined;
}

export const useServersPage = create<ServersPage>(() => ({ open: false, priors: false }));

export const openServers = (): void => useServersPage.setState({ open: true });
export const closeServers = (): void => useServersPage.setState({ open: false });

/**
 * The other studies of the patient who is read.
 * @param opened what is done with the one that the reader opens, once it is here
 */
export const openPriors = (opened?: (studyUid: string) => void): void =>
  useServersPage.setState({ priors: true, opened });
export const closePriors = (): void => useServersPage.setState({ priors: false });
