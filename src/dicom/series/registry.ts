/** All open instances: their headers and where their bytes are. Lives from openFiles to closeStudy. */
import type { Series, Study } from '../../domain/study';
import type { InstanceRecord } from '../header/record';
import { sortSeries } from './sort';

export interface OpenInstance {
  readonly record: InstanceRecord;
  /** File that the record's offsets refer to. */
  readonly blob: Blob;
}

interface OpenSeries {
  readonly records: InstanceRecord[];
  /** Built model; dropped when an instance comes. */
  built?: Series;
}

export class Registry {
  private readonly instances = new Map<string, OpenInstance>();
  /** Study UID -> series UID -> records, in the order in which they came. */
  private readonly studies = new Map<string, Map<string, OpenSeries>>();

  get(sopInstanceUid: string): OpenInstance | undefined {
    return this.instances.get(sopInstanceUid);
  }

  /** @returns 'duplicate' when this instance is open already, 'clash' when its UID is another instance's. */
  add(record: InstanceRecord, blob: Blob): 'added' | 'duplicate' | 'clash' {
    const { sopInstanceUid, studyUid, seriesUid } = record.instance;
    const known = this.instances.get(sopInstanceUid);
    if (known) return sameImage(known.record, record) ? 'duplicate' : 'clash';
    this.instances.set(sopInstanceUid, { record, blob });
    let study = this.studies.get(studyUid);
    if (!study) this.studies.set(studyUid, (study = new Map()));
    const series = study.get(seriesUid);
    if (series) {
      series.records.push(record);
      series.built = undefined;
    } else study.set(seriesUid, { records: [record] });
    return 'added';
  }

  /** @returns the instances that were forgotten. */
  remove(studyUid: string): { uid: string; frames: number }[] {
    const gone: { uid: string; frames: number }[] = [];
    for (const { records } of this.studies.get(studyUid)?.values() ?? [])
      for (const { instance } of records)
        gone.push({ uid: instance.sopInstanceUid, frames: instance.frames });
    for (const { uid } of gone) this.instances.delete(uid);
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
      const series = [...open.values()].map(buildSeries);
      series.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || 0);
      const first = [...open.values()][0].records[0].study;
      out.push({ ...first, series });
    }
    return out;
  }
}

/** Do two headers of one SOP Instance UID describe the same image? Copies may differ in compression. */
function sameImage(a: InstanceRecord, b: InstanceRecord): boolean {
  const facts = ({ instance: i }: InstanceRecord) =>
    [i.seriesUid, i.instanceNumber, i.rows, i.columns, i.frames, i.imagePosition].join('|');
  return facts(a) === facts(b);
}

function buildSeries(open: OpenSeries): Series {
  if (open.built) return open.built;
  const sorted = sortSeries(open.records);
  const facts = sorted[0].series;
  open.built = {
    ...facts,
    synthetic: open.records.some((r) => r.series.synthetic),
    instances: sorted.map((r) => r.instance),
  };
  return open.built;
}
