import { describe, expect, it } from 'vitest';
import { codes } from './codes';
import {
  chestLevels,
  chestMarkKinds,
  markCodes,
  markOfCodes,
  zoneAt,
  zoneCodes,
  type LungExtent,
} from './chest-mark';

const film = { columns: 1000, rows: 1000 };
const lungs: readonly LungExtent[] = [
  { side: 'right', left: 100, right: 450, top: 200, bottom: 800 },
  { side: 'left', left: 550, right: 900, top: 150, bottom: 750 },
];
const said = (zone: ReturnType<typeof zoneAt>) => `${zone.side} ${zone.level} ${zone.from}`;

describe('the zone of a mark', () => {
  it('is a third of the height of the lung that it lies in', () => {
    expect(said(zoneAt([200, 390], film, lungs))).toBe('right upper lungs');
    expect(said(zoneAt([200, 410], film, lungs))).toBe('right middle lungs');
    expect(said(zoneAt([600, 560], film, lungs))).toBe('left lower lungs');
  });

  it('is that of the nearest lung beside and beyond them', () => {
    expect(said(zoneAt([480, 100], film, lungs))).toBe('right upper lungs');
    expect(said(zoneAt([990, 990], film, lungs))).toBe('left lower lungs');
  });

  it('comes from the image where no lungs are outlined, and says so', () => {
    expect(said(zoneAt([200, 250], film))).toBe('right upper image');
    expect(said(zoneAt([700, 450], film))).toBe('left middle image');
    expect(said(zoneAt([700, 700], film))).toBe('left lower image');
  });

  it.each([
    ['L\\F', 'right upper'],
    ['R\\F', 'left upper'],
    ['L\\H', 'right lower'],
    ['F\\L', 'right upper'],
    ['F\\R', 'left upper'],
  ])('follows a film that lies as %s', (patientOrientation, wanted) => {
    expect(said(zoneAt([200, 200], { ...film, patientOrientation }))).toBe(`${wanted} image`);
  });

  it('is turned the right way on a film on its side', () => {
    // Columns run to the feet, rows to the left: low on the image is the patient's left, far right is the base.
    expect(said(zoneAt([700, 800], { ...film, patientOrientation: 'F\\L' }))).toBe('left lower image');
  });
});

describe('the codes of marks', () => {
  it('bring every mark back', () => {
    for (const kind of chestMarkKinds)
      for (const level of chestLevels)
        for (const side of ['left', 'right'] as const)
          expect(markOfCodes(markCodes[kind], zoneCodes[level], codes[side])).toEqual({
            kind,
            zone: { side, level, from: 'reader' },
          });
    expect(markOfCodes(codes.lung, zoneCodes.upper, codes.left)).toBeUndefined();
    expect(markOfCodes(markCodes.nodule, codes.lung, codes.left)).toBeUndefined();
  });
});
