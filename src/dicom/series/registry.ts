/** All open instances: their headers and where their bytes are. Lives from openFiles to closeStudy. */
import type { Series, Study } from '../../domain/study';
import type { FileBytes } from '../contract';
import { madeUid } from '../header/made-uid';
import type { InstanceRecord } from '../header/record';
import { buildParts } from './build';

export interface OpenInstance {
  readonly record: InstanceRecord;
  /** File that the record's offsets refer to. */
  readonly bytes: FileBytes;
}

interface OpenSeries {
  readonly records: InstanceRecord[];
  /** Built model, one or several parts; dropped when an instance comes. */
  built?: readonly Series[];
}

export class Registry {
  private readonly instances = new Map<string, OpenInstance>();
  /** Study UID -> series UID -> records, in the order in which they came. */
  private readonly studies = new Map<string, Map<string, OpenSeries>>();

  get(sopInstanceUid: string): OpenInstance | undefined {
    return this.instances.get(sopInstanceUid);
  }

  /**
   * Takes an instance in. Another image under a UID that is taken is its writer's fault: it gets a made-up UID,
   * the same each time, rather than be lost.
   * @returns the record as it was taken in, or 'duplicate' when this instance is open already.
   */
  add(given: InstanceRecord, bytes: FileBytes): InstanceRecord | 'duplicate' {
    const known = this.instances.get(given.instance.sopInstanceUid);
    if (known && sameImage(known.record, given)) return 'duplicate';
    const record = known ? withMadeUid(given) : given;
    const { sopInstanceUid, studyUid, seriesUid } = record.instance;
    if (known && this.instances.has(sopInstanceUid)) return 'duplicate';
    this.instances.set(sopInstanceUid, { record, bytes });
    let study = this.studies.get(studyUid);
    if (!study) this.studies.set(studyUid, (study = new Map()));
    const series = study.get(seriesUid);
    if (series) {
      series.records.push(record);
      series.built = undefined;
    } else study.set(seriesUid, { records: [record] });
    return record;
  }

  /** @returns the instances that were forgotten. */
  remove(studyUid: string): { uid: string; frames: number }[] {
    const gone: { uid: string; frames: number }[] = [];
    for (const { records } of this.studies.get(studyUid)?.values() ?? [])
      for (const { instance } of records)
        gone.push({ uid: instance.sopInstanceUid, frames: instance.frames });
    for (const { uid } of gone) {
      this.instances.get(uid)?.bytes.drop();
      this.instances.delete(uid);
    }
    this.studies.delete(studyUid);
    return gone;
  }

  /** "name (id)" of every patient that the files of a study name. Blanks are no other patient. */
  patientsOf(studyUid: string): string[] {
    const found = new Map<string, string>();
    for (const { records } of this.studies.get(studyUid)?.values() ?? [])
      for (const { study } of records) {
        const { name, id } = study.patient;
        // The ID tells patients apart; names are spelled in many ways.
        if (name || id) found.set(id || name, `${name} (${id})`);
      }
    return [...found.values()];
  }

  /** The study model of the given studies; series by number. */
  studiesOf(studyUids: Iterable<string>): Study[] {
    const out: Study[] = [];
    for (const uid of studyUids) {
      const open = this.studies.get(uid);
      if (!open) continue;
      const series = [...open.values()].flatMap((one) => (one.built ??= buildParts(one.records)));
      series.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || 0);
      const first = [...open.values()][0].records[0].study;
      out.push({ ...first, series });
    }
    return out;
  }
}

/** What tells two images under one SOP Instance UID apart. Copies may differ in compression. */
const factsOf = ({ instance: i, study }: InstanceRecord): unknown[] => [
  i.studyUid,
  i.seriesUid,
  i.instanceNumber,
  i.rows,
  i.columns,
  i.frames,
  i.imagePosition,
  study.patient.id,
];

const sameImage = (a: InstanceRecord, b: InstanceRecord): boolean =>
  factsOf(a).join('|') === factsOf(b).join('|');

function withMadeUid(record: InstanceRecord): InstanceRecord {
  const { instance } = record;
  const sopInstanceUid = madeUid('shared', instance.sopInstanceUid, ...factsOf(record));
  const warnings = [...(instance.warnings ?? []), 'uidShared' as const];
  return { ...record, instance: { ...instance, sopInstanceUid, warnings } };
}
