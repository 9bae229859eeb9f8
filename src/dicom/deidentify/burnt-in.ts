/** Which images may have words in their pixels, and what else a reader must know before they go out. */
import type { FileFacts, Risk } from './contract';
import { type DataSet, find, plainOf, uint16Of } from './element';
import type { Rectangle } from './mask';
import { isVideoSyntax } from '../pixels/syntax';
import { type TextReader, textOf, textReader } from './text';

/** Devices and ways that write names on the picture as a rule. */
const writingModalities = new Set([
  'US',
  'IVUS',
  'SC',
  'OT',
  'XC',
  'ES',
  'GM',
  'DG',
  'EPS',
  'ECG',
  'DOC',
  'HC',
  'RF',
]);
const writingClasses = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(7(\.\d)?|6(\.1)?|3(\.1)?|77\.1(\..*)?)$/;
const slideMicroscopy = '1.2.840.10008.5.1.4.1.1.77.1.6';
const documents = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\./;
const audio = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.9\.4\./;
const rawData = '1.2.840.10008.5.1.4.1.1.66';
const capture = /screen|secondary capture|capture|snapshot|屏幕|截图/i;
const dose = /dose (report|info|summary|record)|patient protocol|剂量(报告|表)/i;
const head =
  /head|brain|skull|face|facial|orbit|sinus|maxill|mandib|jaw|neck|cranio|cbct|dental|头|颅|脑|面部|眼眶|鼻窦|颌/i;
const scanners = new Set(['CT', 'MR', 'PT']);

function riskOf(set: DataSet, sopClassUid: string, described: string): Risk | undefined {
  const said = plainOf(set, 0x00280301).toUpperCase();
  if (said === 'YES') return 'says';
  const imageType = plainOf(set, 0x00080008);
  const modality = plainOf(set, 0x00080060);
  const samples = uint16Of(set, 0x00280002) ?? 1;
  // A label of NO is another program's word for it, and wrong often enough on what writes names as a rule.
  if (dose.test(described)) return 'dose';
  if (said === 'NO') return undefined;
  if (capture.test(imageType) || capture.test(described) || find(set, 0x00080064)) return 'capture';
  if (
    sopClassUid !== slideMicroscopy &&
    (writingModalities.has(modality) || writingClasses.test(sopClassUid))
  )
    return 'modality';
  if (scanners.has(modality) && samples === 3) return 'colour';
  return undefined;
}

/** @param set up to its pixels; what lies behind them does not count here */
export function factsOf(set: DataSet, transferSyntaxUid: string, hasPixels: boolean): FileFacts {
  const text = textReader(set);
  const words = (tag: number): string => wordsOf(set, tag, text);
  const sopClassUid = plainOf(set, 0x00080016);
  const described = [0x0008103e, 0x00081030, 0x00181030, 0x00180015].map(words).join(' ');
  const modality = plainOf(set, 0x00080060);
  const columns = hasPixels ? (uint16Of(set, 0x00280011) ?? 0) : 0;
  const rows = hasPixels ? (uint16Of(set, 0x00280010) ?? 0) : 0;
  const leftOut = documents.test(sopClassUid)
    ? 'document'
    : audio.test(sopClassUid)
      ? 'audio'
      : sopClassUid === rawData
        ? 'raw'
        : undefined;
  const image = columns > 0 && find(set, 0x00620002) === undefined;
  return {
    modality,
    burnedIn: plainOf(set, 0x00280301),
    risk: image ? riskOf(set, sopClassUid, described) : undefined,
    face: scanners.has(modality) && head.test(described),
    columns,
    rows,
    proposed: image ? outsideRegions(set, columns, rows) : [],
    leftOut,
    video: isVideoSyntax(transferSyntaxUid),
  };
}

function wordsOf(set: DataSet, tag: number, text: TextReader): string {
  const element = find(set, tag);
  return element ? textOf(element, text) : '';
}

const uint32Of = (set: DataSet, tag: number): number | undefined => {
  const bytes = find(set, tag)?.bytes;
  return bytes && bytes.length >= 4
    ? (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24)) >>> 0
    : undefined;
};

/** The four strips around the box of all ultrasound regions (0018,6011); none when there is none. */
export function outsideRegions(set: DataSet, columns: number, rows: number): Rectangle[] {
  const boxes = (find(set, 0x00186011)?.items ?? []).map((item) =>
    [0x00186018, 0x0018601a, 0x0018601c, 0x0018601e].map((tag) => uint32Of(item, tag)),
  );
  const known = boxes.filter((box): box is number[] => box.every((n) => n !== undefined));
  if (known.length === 0) return [];
  const left = Math.min(...known.map(([x0]) => x0));
  const top = Math.min(...known.map(([, y0]) => y0));
  const right = Math.min(columns, Math.max(...known.map(([, , x1]) => x1)) + 1);
  const bottom = Math.min(rows, Math.max(...known.map(([, , , y1]) => y1)) + 1);
  const strips: Rectangle[] = [
    { left: 0, top: 0, width: columns, height: top },
    { left: 0, top: bottom, width: columns, height: rows - bottom },
    { left: 0, top, width: left, height: bottom - top },
    { left: right, top, width: columns - right, height: bottom - top },
  ];
  return strips.filter(({ width, height }) => width > 0 && height > 0);
}
