/** Giving a report out and signing it. Neither can be taken back: what comes after is another version. */
import type { ReportDocument, ReportSignature, ReportStatus } from '../../domain/report-facts';
import { frozen, localIso, versionOf, withAddendum } from '../../report';
import { clear } from '../history';
import type { ReportFacts } from './document';
import { changeSetup, useSetup } from './setup';
import { patchReport, signedVersion, studyReport, type KeptVersion } from './store';
import { workWithoutVersions } from './version-work';

/** Adds a version; an addendum that was being written is in it. */
function keep(kept: KeptVersion): void {
  const { studyUid } = kept.document;
  const { versions } = studyReport(studyUid);
  patchReport(studyUid, { versions: [...versions, kept], addendum: undefined });
  const work = workWithoutVersions(studyUid);
  if (work) patchReport(studyUid, { versions: [...versions, { ...kept, work }] });
  // Whoever signs or gives out keeps the name for the next report.
  const { header } = useSetup.getState();
  if (header.physician !== kept.signature.name)
    changeSetup({ header: { ...header, physician: kept.signature.name } });
}

const signatureOf = (name: string): ReportSignature => ({ name: name.trim(), at: localIso(new Date()) });

function versionFrom(
  facts: ReportFacts,
  document: ReportDocument,
  status: Exclude<ReportStatus, 'draft'>,
  signature: ReportSignature,
): KeptVersion {
  const version = versionOf(document, status, signature);
  const { findings, run, runs, guideline, annotations } = facts;
  return { ...version, document: frozen(document, version), findings, run, runs, guideline, annotations };
}

const signedBy = ({ live }: ReportFacts, name: string): ReportDocument => ({
  ...live,
  header: { ...live.header, physician: name.trim() },
});

/**
 * Keeps the report as it is given out before it is signed; it can be written on.
 * @throws RangeError when it is signed already, or `name` is empty
 */
export function giveOut(facts: ReportFacts, name: string): void {
  refuse(facts, name);
  keep(versionFrom(facts, signedBy(facts, name), 'preliminary', signatureOf(name)));
}

/**
 * Signs the report: from now on its sentences, findings and numbers are what they are now.
 * @throws RangeError when it is signed already, or `name` is empty
 */
export function sign(facts: ReportFacts, name: string): void {
  refuse(facts, name);
  keep(versionFrom(facts, signedBy(facts, name), 'final', signatureOf(name)));
  // An undo would reach under the signature.
  clear();
}

function refuse({ live }: ReportFacts, name: string): void {
  if (name.trim() === '') throw new RangeError('signing: no name');
  if (signedVersion(studyReport(live.studyUid))) throw new RangeError('signing: signed already');
}

/**
 * Signs the addendum that was written: the signed report, unchanged, with a section more.
 * @throws RangeError when nothing is signed, no addendum is written, or `name` is empty
 */
export function signAddendum(facts: ReportFacts, name: string): void {
  const report = studyReport(facts.live.studyUid);
  const last = signedVersion(report);
  const sentences = report.addendum?.filter((text) => text.trim() !== '') ?? [];
  if (!last || sentences.length === 0 || name.trim() === '')
    throw new RangeError('addendum: nothing to sign');
  const signature = signatureOf(name);
  const signed = { ...last.document, versions: facts.live.versions };
  // What the data say now is known to whoever signs: only what changes later is told again.
  const document = { ...withAddendum(signed, sentences, signature), built: facts.live.built };
  const version = versionOf(document, 'addendum', signature);
  keep({ ...last, ...version, document: frozen(document, version) });
  clear();
}
