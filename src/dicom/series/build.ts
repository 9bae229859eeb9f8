/** Series of the study model out of the records of one DICOM series. */
import type { FrameRef } from '../../domain/frame-facts';
import type { Instance, Series } from '../../domain/study';
import type { InstanceRecord } from '../header/record';
import { splitSeries, type Part } from './split';

/**
 * The parts of a DICOM series, the largest first with the series' own UID, the others with "#2", "#3" after it.
 * @param records at least one.
 */
export function buildParts(records: readonly InstanceRecord[]): Series[] {
  const synthetic = records.some((r) => r.series.synthetic);
  return splitSeries(records).map((part, n): Series => {
    const facts = part.units[0].record.series;
    const space = part.units[0].record.instance.frameOfReferenceUid;
    return {
      ...facts,
      seriesUid: n === 0 ? facts.seriesUid : `${facts.seriesUid}#${n + 1}`,
      frameOfReferenceUid: space ?? facts.frameOfReferenceUid,
      synthetic,
      ...framesOf(part),
      ...(part.part && { part: part.part }),
    };
  });
}

/** Instances in the order of their first frame; frames only when they are not all there in the order of the file. */
function framesOf({ units }: Part): Pick<Series, 'instances' | 'frames'> {
  const at = new Map<InstanceRecord, number>();
  const instances: Instance[] = [];
  const frames: FrameRef[] = [];
  for (const { record, frame } of units) {
    let instance = at.get(record);
    if (instance === undefined) {
      instance = instances.length;
      at.set(record, instance);
      const { planes } = record;
      instances.push(planes ? { ...record.instance, perFrame: planes } : record.instance);
    }
    if (frame > 0) frames.push({ instance, frame });
    else for (let f = 1; f <= Math.max(1, record.instance.frames); f++) frames.push({ instance, frame: f });
  }
  const plain = instances.flatMap((one, instance) =>
    Array.from({ length: Math.max(1, one.frames) }, (_, n) => ({ instance, frame: n + 1 })),
  );
  const same =
    plain.length === frames.length &&
    plain.every((p, n) => p.instance === frames[n].instance && p.frame === frames[n].frame);
  return same ? { instances } : { instances, frames };
}
