import type { AnalysisRun } from '../../domain/analysis';
import type { Finding } from '../../domain/finding';
import type { Grid } from '../../domain/geometry';
import { beginFirstPass, isOwn, withJoins } from './firstPass';
import { sameLesion } from './overlap';
import { regrid, sameGrid } from './regrid';
import { hasWork, isReshaped, numbered } from './shown';
import { patchStudy, studyFindings, useFindings, type StudyFindings } from './store';

const waits = (f: Finding): boolean => f.review === 'pending' && f.origin.kind === 'analysis';

/** What a re-run of the same lesion keeps of a finding that the reader has looked at but not decided on. */
function renewed(fresh: Finding, old: Finding): Finding {
  const chosenByReader = old.type !== undefined && old.typeMethod === undefined;
  return {
    ...fresh,
    trackingUid: old.trackingUid,
    number: old.number,
    laterality: old.lobe ? old.laterality : fresh.laterality,
    lobe: old.lobe,
    note: old.note,
    ...(chosenByReader ? { type: old.type, typeMethod: undefined } : {}),
  };
}

/**
 * Lays the results of a run over what is there. What the reader decided or made stays as it is, and a new result of
 * the same lesion is dropped in its favour: a nodule that was rejected once is not shown again. Waiting results of
 * the same analysis and series are replaced; where old and new are the same lesion the identity, the number and the
 * reader's remarks are kept. A waiting one that the reader corrected or wrote on stays even when the run did not find
 * it again. A candidate on a mark of the reader's own is kept and joined to it. Only what is shown gets a number.
 */
export function mergeRun(study: StudyFindings, run: AnalysisRun): StudyFindings {
  const replaced = (f: Finding): boolean =>
    waits(f) &&
    f.seriesUid === run.seriesUid &&
    f.origin.kind === 'analysis' &&
    f.origin.analysisId === run.analysisId &&
    !isReshaped(f, study.originals[f.trackingUid]);
  const kept = study.findings.filter((f) => !replaced(f));
  const old = study.findings.filter(replaced);
  const added: Finding[] = [];
  for (const fresh of run.findings) {
    if (kept.some((f) => sameLesion(f, fresh) && !isOwn(f, study))) continue;
    const at = old.findIndex((f) => sameLesion(f, fresh));
    // Each old finding hands its identity on once.
    const [before] = at < 0 ? [] : old.splice(at, 1);
    added.push(before ? renewed(fresh, before) : { ...fresh, number: 0 });
  }
  const left = old.filter((f) => hasWork(f, study.originals[f.trackingUid]));
  const findings = [...kept, ...left, ...added].sort((a, b) => a.number - b.number);
  const here = new Set(findings.map((f) => f.trackingUid));
  const originals = Object.fromEntries([
    ...Object.entries(study.originals).filter(([uid]) => here.has(uid)),
    ...added.map((f) => [f.trackingUid, f] as const),
  ]);
  const model = `${run.modelId} ${run.modelVersion}`;
  const found = added.map((f) => {
    const event = { at: run.startedAt, what: 'found', model, score: f.score?.value };
    return [f.trackingUid, [...(study.history[f.trackingUid] ?? []), event]] as const;
  });
  const merged = {
    ...study,
    findings,
    originals,
    history: { ...study.history, ...Object.fromEntries(found) },
    currentUid: study.currentUid && here.has(study.currentUid) ? study.currentUid : undefined,
  };
  // In the first reading not even a joined history may tell what AI found.
  return numbered(study.pass === 'first' ? merged : withJoins(merged));
}

/**
 * Takes the results of a run into its study. Not undoable: it only replaces what no reader has decided on.
 * `grid` is the one that the run saw: files of the series may have arrived meanwhile, and the findings here may lie
 * on a longer one.
 */
export function applyRun(studyUid: string, run: AnalysisRun, grid?: Grid): void {
  beginFirstPass(studyUid);
  const study = studyFindings(studyUid);
  const now = study.grids[run.seriesUid];
  const moved = grid && now && !sameGrid(grid, now);
  const findings = moved ? run.findings.map((f) => regrid(f, grid, now)) : run.findings;
  patchStudy(studyUid, mergeRun(study, { ...run, findings }));
  useFindings.setState({ preview: undefined, message: undefined });
}
