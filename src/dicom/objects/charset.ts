/**
 * The character set of an object, judged by all of its text. Reports keep their text deep in sequences: the patient's
 * name alone may be plain ASCII while the findings are GBK that is labelled Latin-1.
 */
import type { DataSet } from 'dicom-parser';
import { Tags } from '../header/tags';
import { settleCharset } from '../header/text';

const textVrs = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** Text of objects in implicit data sets, which name no VR. */
const textTags = new Set(
  (
    'x00080080 x00080104 x0008103e x00081030 x00100010 x0040a160 x0040a123 x0040a075 x00700002 x00700006 ' +
    'x00700068 x00700080 x00700081 x00700084 x30060002 x30060004 x30060006 x30060026 x30060028 x300a0002 ' +
    'x300a0003 x300a0004 x300a00c2 x300a00c3 x00620005 x00620006 x00620009 x00420010 x00283003 x006a0005'
  ).split(' '),
);
/** Enough to judge by, bytes. */
const enough = 65_536;

/** Tags of a whole object, nested text included in the judgement of its character set. */
export function objectTags(dataSet: DataSet): Tags {
  const declared = dataSet.elements.x00080005 ? new Tags(dataSet).plain('x00080005') : '';
  const sample: number[] = [];
  collect(dataSet, sample, 0);
  const charset = settleCharset(declared ? declared.split('\\') : [], Uint8Array.from(sample));
  // Tags takes a given character set where the data set names none of its own.
  delete dataSet.elements.x00080005;
  return new Tags(dataSet, charset);
}

function collect(dataSet: DataSet, sample: number[], depth: number): void {
  const all = dataSet.byteArray as Uint8Array;
  for (const e of Object.values(dataSet.elements)) {
    if (sample.length > enough || depth > 60) return;
    if (e.items) {
      for (const item of e.items) {
        // An item with a character set of its own is judged by itself.
        if (item.dataSet && !item.dataSet.elements.x00080005) collect(item.dataSet, sample, depth + 1);
      }
      continue;
    }
    if (e.vr ? !textVrs.has(e.vr) : !textTags.has(e.tag)) continue;
    if (e.dataOffset + e.length > all.length) continue;
    const value = all.subarray(e.dataOffset, e.dataOffset + Math.min(e.length, 4096));
    if (!value.some((b) => b >= 0x80 || b === 0x1b)) continue;
    for (const b of value) sample.push(b);
    sample.push(0x20);
  }
}
