/** The audit log's place in the page: where it is kept, and what is written into it. */
import { keepAudit, keptTable, noteAudit, noteLastVisit } from '../../features/audit';
import { useOpen } from '../../features/open';
import { ownBuild } from '../build';
import { watchLeaving, type Leaving } from './leaving';
export { followWork } from './follow';

/** What left by the page's doors while a study was read is that study's. */
const readNow = (): string | undefined => useOpen.getState().activeStudyUid;

function noteLeaving(leaving: Leaving): void {
  const studyUid = readNow();
  const { kind, ...facts } = leaving;
  if (kind === 'print') void noteAudit({ kind: 'out.print', studyUid });
  else if (kind === 'file' && leaving.name.startsWith('lamplight-audit'))
    // The log's own export tells of itself, with what it held.
    return;
  else void noteAudit({ kind: `out.${kind}`, studyUid, facts: { ...facts } });
}

/** A request that carried something to a server. */
export function noteSent(to: string, bytes: number, status: number): void {
  const url = new URL(to, location.href);
  const studyUid = /\/studies\/([\d.]+)/.exec(url.pathname)?.[1] ?? readNow();
  void noteAudit({
    kind: 'out.sent',
    studyUid,
    facts: { to: url.origin + url.pathname, bytes, status },
  });
}

/** Begins the log of this visit. Call once, before anything can leave the page. */
export function startAudit(): void {
  keepAudit(keptTable, ownBuild()?.version ?? 'development');
  noteLastVisit();
  watchLeaving(noteLeaving);
}
