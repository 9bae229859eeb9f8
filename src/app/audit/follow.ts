/** Writes the audit log from what the features keep anyway: none of them knows of it. */
import { noteAudit, type AuditFacts, type AuditKind } from '../../features/audit';
import { useAnalysis, type AnalysisState } from '../../features/analysis';
import { useFindings } from '../../features/findings';
import { useOpen, type OpenState } from '../../features/open';
import { useReport } from '../../features/report';
import { followDue } from './due';
import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import type { FindingEvent } from '../../domain/finding-history';

/** What was written already: work that comes back from the disk, or a study opened again, tells its past anew. */
const written = new Set<string>();
const began = Date.now();

/** Has this happened in this visit, and was it not written yet? */
function isNew(at: string, key: string): boolean {
  if (!(Date.parse(at) >= began - 1000) || written.has(key)) return false;
  written.add(key);
  return true;
}

const reviewKinds: Readonly<Record<string, AuditKind>> = {
  found: 'finding.found',
  alsoFound: 'finding.found',
  accept: 'finding.accept',
  reject: 'finding.reject',
  restore: 'finding.restore',
  add: 'finding.add',
  remove: 'finding.remove',
  outline: 'finding.edit',
  originalOutline: 'finding.edit',
  axes: 'finding.edit',
  type: 'finding.edit',
  lobe: 'finding.edit',
  side: 'finding.edit',
  note: 'finding.edit',
};

function eventFacts(event: FindingEvent, uid: string, finding: Finding | undefined): AuditFacts {
  const { what, turn, reason, model, score, before, after } = event;
  return {
    finding: uid,
    ...(finding && { number: finding.number, review: finding.review }),
    what,
    ...(turn && { turn }),
    ...(reason && { reason }),
    ...(model && { model }),
    ...(score !== undefined && { score }),
    ...(before && { longBefore: `${before.long.toFixed(1)} mm` }),
    ...(after && { longAfter: `${after.long.toFixed(1)} mm` }),
  };
}

function followFindings(): () => void {
  return useFindings.subscribe((now, before) => {
    if (now.studies === before.studies) return;
    for (const [studyUid, study] of Object.entries(now.studies)) {
      if (study.history === before.studies[studyUid]?.history) continue;
      for (const [uid, events] of Object.entries(study.history)) {
        if (events === before.studies[studyUid]?.history[uid]) continue;
        for (const [n, event] of events.entries()) {
          if (!isNew(event.at, `finding ${studyUid} ${uid} ${n} ${event.at}`)) continue;
          const finding = study.findings.find((one) => one.trackingUid === uid);
          const facts = eventFacts(event, uid, finding);
          void noteAudit({ kind: reviewKinds[event.what] ?? 'finding.other', studyUid, facts });
        }
      }
    }
  });
}

/** What ran, on what, by which rules. */
function runFacts(run: AnalysisRun): AuditFacts {
  const adapter = run.provider === 'webgpu' ? run.adapter : `${run.threads} threads`;
  return {
    analysis: run.analysisId,
    analysisVersion: run.analysisVersion,
    series: run.seriesUid,
    model: run.modelId,
    modelVersion: run.modelVersion,
    sha256: run.modelSha256,
    ...(run.threshold !== undefined && { threshold: run.threshold }),
    ...(run.operatingPoint !== undefined && { operatingPoint: run.operatingPoint }),
    provider: run.provider,
    adapter,
    startedAt: run.startedAt,
    findings: run.findings.length,
    ...(run.imported && { imported: true }),
    ...(run.notes.length > 0 && { notes: run.notes }),
  };
}

/** How an analysis ended without a result. */
function ending(state: AnalysisState): { kind: AuditKind; facts: AuditFacts } | undefined {
  if (state.kind === 'cancelled') return { kind: 'ai.cancelled', facts: { series: state.seriesUid } };
  if (state.kind === 'failed')
    return {
      kind: 'ai.failed',
      facts: { series: state.seriesUid, why: state.failure.key, detail: state.failure.detail },
    };
  if (state.kind === 'unsuitable' && state.from === 'pixels')
    return {
      kind: 'ai.declined',
      facts: { series: state.seriesUid, why: state.reasons.map(({ key }) => key) },
    };
  return undefined;
}

/** Writes a run down, once: also one of a study that nobody has open. */
export function noteRun(studyUid: string, run: AnalysisRun): void {
  if (isNew(run.startedAt, `run ${studyUid} ${run.analysisId} ${run.seriesUid} ${run.startedAt}`))
    void noteAudit({ kind: 'ai.run', studyUid, facts: runFacts(run) });
}

function followAnalyses(): () => void {
  return useAnalysis.subscribe((now, before) => {
    for (const [studyUid, { runs, state, chosen }] of Object.entries(now.studies)) {
      const was = before.studies[studyUid];
      if (runs !== was?.runs) for (const run of runs) noteRun(studyUid, run);
      if (was && state.kind !== was.state.kind) {
        const end = ending(state);
        if (end)
          void noteAudit({
            kind: end.kind,
            studyUid,
            facts: { ...end.facts, ...(chosen && { analysis: chosen }) },
          });
      }
    }
  });
}

const versionKinds = {
  preliminary: 'report.givenOut',
  final: 'report.signed',
  addendum: 'report.addendum',
} as const;

function followReports(): () => void {
  return useReport.subscribe((now, before) => {
    for (const [studyUid, { versions }] of Object.entries(now.studies)) {
      if (versions === before.studies[studyUid]?.versions) continue;
      for (const { number, status, signature, findings } of versions)
        if (isNew(signature.at, `report ${studyUid} ${number} ${signature.at}`))
          void noteAudit({
            kind: versionKinds[status],
            studyUid,
            facts: { version: number, by: signature.name, findings: findings.length },
          });
    }
  });
}

function followStudies(now: OpenState, before: OpenState): void {
  const of = (state: OpenState) => new Set(state.studies.map(({ studyUid }) => studyUid));
  const [open, was] = [of(now), of(before)];
  // Told once all its files are in: series come one by one.
  if (before.status === 'reading' && now.status === 'idle')
    for (const { studyUid, series } of now.studies)
      if (!opened.has(studyUid)) {
        opened.add(studyUid);
        const facts = {
          series: series.map((one) => one.seriesUid),
          synthetic: series.some((one) => one.synthetic),
        };
        void noteAudit({ kind: 'study.open', studyUid, facts });
      }
  for (const studyUid of was)
    if (!open.has(studyUid) && opened.delete(studyUid)) void noteAudit({ kind: 'study.close', studyUid });
}
/** Studies whose opening was written. */
const opened = new Set<string>();

/** Starts to write. Returns how to stop. Call once. */
export function followWork(): () => void {
  const stops = [
    followFindings(),
    followAnalyses(),
    followReports(),
    followDue(),
    useOpen.subscribe(followStudies),
  ];
  return () => stops.forEach((stop) => stop());
}
