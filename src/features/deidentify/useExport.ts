import { useEffect, useMemo, useRef, useState } from 'react';
import { fileOf } from '../../dicom';
import {
  type Choice,
  Deidentifier,
  type ExportResult,
  type FileFacts,
  type Preset,
  presets,
  type ProfileOptions,
} from '../../dicom/deidentify';
import type { Study } from '../../domain/study';
import { noteAudit } from '../audit';
import { type Decision, goesOut, isBlocked, partsOf, reviewOf, UNDECIDED } from './plan';

/** One export, from reading the headers to the archive. The worker lives as long as the dialog. */
export function useExport(study: Study) {
  const [worker, setWorker] = useState(() => new Deidentifier());
  const [facts, setFacts] = useState<ReadonlyMap<string, FileFacts>>();
  const [read, setRead] = useState(0);
  const [unread, setUnread] = useState(0);
  const [decisions, setDecisions] = useState<ReadonlyMap<string, Decision>>(new Map());
  const [options, setOptions] = useState<ProfileOptions>(presets.teaching);
  const [prefix, setPrefix] = useState('ANON');
  const [progress, setProgress] = useState<readonly [done: number, total: number]>();
  const [result, setResult] = useState<ExportResult>();
  const [failure, setFailure] = useState<string>();
  const running = useRef<AbortController>(undefined);
  const instances = useMemo(() => study.series.flatMap((series) => series.instances), [study]);

  // Reads every header: what is risky, and what no text may hold. Again after a stop, which takes the worker with it.
  useEffect(() => {
    let stale = false;
    const inspect = async (): Promise<void> => {
      const found = new Map<string, FileFacts>();
      let failed = 0;
      for (const [n, instance] of instances.entries()) {
        try {
          const file = await fileOf(instance);
          // Asking after the dialog is gone would start a worker that nobody lets go.
          if (stale) return;
          found.set(instance.sopInstanceUid, await worker.inspect(file));
        } catch (error) {
          if (stale) return;
          console.warn('de-identification:', error);
          failed++;
        }
        if (stale) return;
        if (n % 8 === 0) setRead(n + 1);
      }
      setUnread(failed);
      setFacts(found);
    };
    void inspect();
    return () => {
      stale = true;
      running.current?.abort();
      worker.dispose();
    };
  }, [instances, worker]);

  const parts = useMemo(() => (facts ? partsOf(study.series, facts) : []), [study, facts]);
  const decisionOf = (id: string): Decision => decisions.get(id) ?? UNDECIDED;
  const decide = (id: string, change: Partial<Decision>): void =>
    setDecisions((now) => new Map(now).set(id, { ...(now.get(id) ?? UNDECIDED), ...change }));

  const going = parts.filter((part) => goesOut(part, decisionOf(part.id)));
  const blocked = parts.filter((part) => isBlocked(part, decisionOf(part.id)));
  const choice: Choice = { options, prefix: prefix || 'ANON' };

  const start = async (): Promise<void> => {
    if (blocked.length > 0) return;
    const abort = new AbortController();
    running.current = abort;
    setFailure(undefined);
    setProgress([0, 1]);
    // What cannot go out is handed over too, so that the report counts it.
    const files = parts
      .filter((part) => decisionOf(part.id).included)
      .flatMap((part) =>
        part.instances.map((instance) => ({
          read: () => fileOf(instance),
          rest: { series: part.folder, review: reviewOf(part, decisionOf(part.id)) },
        })),
      );
    try {
      const made = await worker.export(
        files,
        choice,
        (done, total) => setProgress([done, total]),
        abort.signal,
      );
      setResult(made);
      // The copy itself is saved later, if at all; that it was made belongs to the study it was made from.
      void noteAudit({ kind: 'out.deidentified', studyUid: study.studyUid, facts: { files: files.length } });
    } catch (error) {
      if (!abort.signal.aborted) setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setProgress(undefined);
    }
  };

  /** Stops the work; the headers are read again, since the worker is gone with it. */
  const cancel = (): void => {
    running.current?.abort();
    setFacts(undefined);
    setRead(0);
    setWorker(new Deidentifier());
  };

  return {
    worker,
    reading: facts === undefined ? ([read, instances.length] as const) : undefined,
    unread,
    parts,
    going,
    blocked,
    decisionOf,
    decide,
    options,
    setOptions,
    choosePreset: (preset: Preset) => setOptions(presets[preset]),
    prefix,
    setPrefix,
    choice,
    progress,
    start,
    cancel,
    result,
    failure,
  };
}

export type Export = ReturnType<typeof useExport>;
