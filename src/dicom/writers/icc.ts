/** The ICC profile of sRGB (ICC.1:2001-04, version 2), made here: colour presentation states must carry one. */

const ascii = (text: string): number[] => [...text].map((c) => c.charCodeAt(0));
const u32 = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const u16 = (n: number): number[] => [(n >>> 8) & 255, n & 255];
const s15Fixed16 = (v: number): number[] => u32(Math.round(v * 65536));

const xyz = (x: number, y: number, z: number): number[] => [
  ...ascii('XYZ '),
  ...u32(0),
  ...[x, y, z].flatMap(s15Fixed16),
];
const plain = (text: string): number[] => [...ascii('text'), ...u32(0), ...ascii(text), 0];

/** textDescriptionType: ASCII, then an empty Unicode and an empty Macintosh part. */
const description = (text: string): number[] => [
  ...ascii('desc'),
  ...u32(0),
  ...u32(text.length + 1),
  ...ascii(text),
  0,
  ...u32(0),
  ...u32(0),
  ...u16(0),
  0,
  ...Array.from({ length: 67 }, () => 0),
];

/** IEC 61966-2-1: encoded value to linear light, 1024 steps. */
function curve(): number[] {
  const steps = 1024;
  const linear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const table = Array.from({ length: steps }, (_, n) => Math.round(65535 * linear(n / (steps - 1))));
  return [...ascii('curv'), ...u32(0), ...u32(steps), ...table.flatMap(u16)];
}

let made: Uint8Array | undefined;

/** Bytes of a display profile of sRGB; primaries adapted to D50 after Bradford. */
export function srgbProfile(): Uint8Array {
  if (made) return made;
  const tone = curve();
  const blocks: readonly (readonly [readonly string[], number[]])[] = [
    [['desc'], description('sRGB IEC61966-2.1')],
    [['cprt'], plain('Public domain')],
    [['wtpt'], xyz(0.9642, 1, 0.8249)],
    [['rXYZ'], xyz(0.4360747, 0.2225045, 0.0139322)],
    [['gXYZ'], xyz(0.3850649, 0.7168786, 0.0971045)],
    [['bXYZ'], xyz(0.1430804, 0.0606169, 0.7141733)],
    [['rTRC', 'gTRC', 'bTRC'], tone],
  ];
  const tags = blocks.reduce((sum, [names]) => sum + names.length, 0);
  const table: number[] = [...u32(tags)];
  const data: number[] = [];
  const start = 128 + 4 + 12 * tags;
  for (const [names, bytes] of blocks) {
    for (const name of names) table.push(...ascii(name), ...u32(start + data.length), ...u32(bytes.length));
    data.push(...bytes);
    while (data.length % 4 > 0) data.push(0);
  }
  const size = start + data.length;
  const header = [
    ...u32(size),
    ...u32(0),
    ...u32(0x02100000),
    ...ascii('mntrRGB XYZ '),
    // Date and time of the profile: that of the standard, so that the same bytes come out every time.
    ...[1998, 2, 9, 6, 49, 0].flatMap(u16),
    ...ascii('acsp'),
    ...Array.from({ length: 24 }, () => 0),
    ...u32(0),
    ...[0.9642, 1, 0.8249].flatMap(s15Fixed16),
  ];
  while (header.length < 128) header.push(0);
  made = Uint8Array.from([...header, ...table, ...data]);
  return made;
}
