/** What stays on this computer: the doctor's work by study, recent studies (no pixels), the log, small settings. */
import './turn';
import { asStorageError } from './failure';

export { auditStore, type AuditEntry, type AuditQuery } from './audit';
export type { SetAside } from './aside';
export { loadChoice, loadSettings, saveChoice, saveSettings } from './choices';
export { changeDue, dueStudies } from './dues';
export { StorageError, type StorageFailure } from './failure';
export { lastSave } from './generations';
export { isLocked, keepRecord, openKeys, unlock, type KeepMode, type KeepRecord } from './keeping';
export { clearKind, deleteEverything, kinds, storageByKind, type Kind, type KindUse } from './kinds';
export { canEncrypt, ITERATIONS, SHORTEST } from './passphrase';
export { forgetStudy, recentStudies, rememberStudy } from './recents';
export {
  defaultSettings,
  type RecentStudy,
  type ScreenScale,
  type Settings,
  type StudyWork,
  type WorkProblem,
} from './schema';
export { changePassphrase, followKeeping, keepNothing, keepOpen, keepSealed, setIdleMinutes } from './turn';
export type { VaultKeys } from './vault';
export {
  asideList,
  compareSaved,
  deleteWork,
  loadWork,
  savedStudies,
  saveWork,
  setAside,
  type SavedStudy,
} from './work';

export interface StorageEstimate {
  /** Bytes in use by this page, and bytes that the browser allows it. */
  readonly used: number;
  readonly quota: number;
}

/** How much room there is; undefined when the browser does not say. */
export async function storageEstimate(): Promise<StorageEstimate | undefined> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return usage === undefined || quota === undefined ? undefined : { used: usage, quota };
  } catch {
    return undefined;
  }
}

/** Asks the browser not to clear the work when space runs low. False when it declines or cannot. */
export async function keepStorage(): Promise<boolean> {
  try {
    return await navigator.storage.persist();
  } catch (error) {
    console.warn(asStorageError(error).message);
    return false;
  }
}
