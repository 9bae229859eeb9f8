import { create } from 'zustand';

/** Is the log looked at? With a study: of that one first. */
export const useAuditDialog = create<{ readonly open: boolean; readonly studyUid?: string }>(() => ({
  open: false,
}));

export const openAudit = (studyUid?: string): void => useAuditDialog.setState({ open: true, studyUid });
export const closeAudit = (): void => useAuditDialog.setState({ open: false });
