/** Tests only: slices whose bytes hide names where a first look does not go. */
import { type Fields, part10 } from '../testing/part10';
import { even, utf8 } from './planted-bytes';
import type { PlantedFile } from './planted-study';

export const OBJECTS_STUDY = '1.2.826.0.1.3680043.99.4712';
export const uid = (n: number): string => `${OBJECTS_STUDY}.${n}`;
export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const FRAME_OF_REFERENCE = uid(900);
/** What names the patient in every file. */
const patient: Fields = {
  '00100010 PN': utf8('Ouyang^Zhenhua=欧阳^振华=おうよう^しんか'),
  '00100020 LO': 'PID-7741-XQ',
};
export const ofStudy = (instance: number, series: number, modality: string, sopClass: string): Fields => ({
  ...patient,
  '00080005 CS': 'ISO_IR 192',
  '00080016 UI': sopClass,
  '00080018 UI': uid(instance),
  '00080060 CS': modality,
  '0020000D UI': OBJECTS_STUDY,
  '0020000E UI': uid(series),
  '00200011 IS': String(series),
});
export const code = (value: string, meaning: string): Fields => ({
  '00080100 SH': value,
  '00080102 SH': 'DCM',
  '00080104 LO': meaning,
});
export const reference = (instance: number): Fields => ({ '00081150 UI': CT, '00081155 UI': uid(instance) });

export function slice(instance: number, more: Fields = {}): Fields {
  return {
    ...ofStudy(instance, 100, 'CT', CT),
    '00080008 CS': 'ORIGINAL\\PRIMARY\\AXIAL',
    '00200013 IS': String(instance),
    '00200032 DS': `-10\\-20\\${instance}`,
    '00200037 DS': '1\\0\\0\\0\\1\\0',
    '00200052 UI': FRAME_OF_REFERENCE,
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280010 US': 8,
    '00280011 US': 8,
    '00280030 DS': '0.5\\0.5',
    '00280100 US': 16,
    '00280101 US': 12,
    '00280102 US': 11,
    '00280103 US': 0,
    '00281052 DS': '-1024',
    '00281053 DS': '1',
    '7FE00010 OW': new Uint8Array(Uint16Array.from({ length: 64 }, (_, n) => n + 1000).buffer),
    ...more,
  };
}

/** The element's header and value; explicit VR little endian, long form. */
const longElement = (tag: string, vr: string, length: number, value: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt32LE(length >>> 0, 8);
  return Buffer.concat([head, value]);
};
const explicitPn = (text: string): Buffer => {
  const value = even(Buffer.from(text));
  return Buffer.concat([Buffer.from([0x10, 0, 0x10, 0, 0x50, 0x4e, value.length, 0]), value]);
};
const itemOf = (body: Uint8Array): Buffer => {
  const head = Buffer.from('feff00e000000000', 'hex');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};
const SEQUENCE_END = Buffer.from('feffdde000000000', 'hex');

/** Puts elements before the pixels of a file. */
function beforePixels(file: Uint8Array, more: Uint8Array): Uint8Array<ArrayBuffer> {
  const at = Buffer.from(file).lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  return Uint8Array.from(Buffer.concat([file.subarray(0, at), more, file.subarray(at)]));
}

export type Planter = (where: string, text: string) => string;

/** Slices whose bytes hide names in odd places. */
export function images(p: Planter): PlantedFile[] {
  // A name in the words behind the last pixel.
  const tail = Buffer.concat([
    new Uint8Array(Uint16Array.from({ length: 64 }, (_, n) => n + 900).buffer),
    even(Buffer.from(p('bytes behind the last pixel', 'TAILPIXEL-Abercrombie'))),
  ]);
  const behind = part10(slice(1, { '7FE00010 OW': tail }));
  // The overlay's group was taken out before, its bits were not: one letter in the high bits of two pixels.
  const bits = Buffer.from(p('overlay bits without their group', 'BITSGROUPKEY'));
  const hidden = Uint16Array.from({ length: 64 }, (_, n) => {
    const letter = bits[n >> 1] ?? 0;
    return 700 | ((n % 2 === 0 ? letter >> 4 : letter & 15) << 12);
  });
  const unused = part10(slice(2, { '7FE00010 OW': new Uint8Array(hidden.buffer) }));
  const latin = slice(3, {
    '00080005 CS': 'ISO_IR 144',
    // Cyrillic in ISO 8859-5.
    '00204000 LT': even(
      Uint8Array.from([...p('LT in ISO 8859-5', 'Достоевская')].map((c) => c.charCodeAt(0) - 0x360)),
    ),
    '00100010 PN': 'Ouyang^Zhenhua',
    '00281055 LO': 'WINDOW Ouyang Zhenhua',
    '00282000 OB': even(Buffer.from(`ICC made for ${p('a table of colours', 'PID-7741-XQ')}`)),
    '00283010 SQ': [
      {
        '00283002 US': [16, 0, 16],
        '00283003 LO': p('explanation of a table', 'LUT of Szymborska'),
        '00283006 OW': even(Buffer.from('table of PID-7741-XQ in it')),
      },
    ],
    '00189074 DT': p('acquisition time', '20240117093155'),
    '00189346 SQ': [{ '00080104 LO': p('meaning of a code without a scheme', 'Phantom Castelnuovo') }],
    '00200060 CS': 'R',
    '50020010 US': 1,
    '5002200C OW': even(Buffer.from(p('audio of a curve group', 'AUDIOMAGDALENA'))),
    '50022500 LO': p('curve label', 'CURVELABELFINCH'),
    '601E4000 LT': p('overlay comments of another group', 'OVERLAYPETTIGREW'),
    '601E1500 LO': p('overlay label of another group', 'OVLABELKRZYSZTOF'),
    '601E3000 OW': even(Buffer.from('OVLABELKRZYSZTOF')),
    '00880200 SQ': [
      {
        '00091010 LO': p('private in the icon', 'ICONPRIV-Haverstock'),
        '00280010 US': 4,
        '00280011 US': 4,
        '7FE00010 OW': even(Buffer.from(p('icon pixels', 'ICONPIXLAMBERT'))),
      },
    ],
    '04000561 SQ': [
      {
        '04000550 SQ': [
          {
            '00100010 PN': utf8(p('original attributes: former name', '完颜阿骨')),
            '00081030 LO': p('original attributes: description', 'for Pemberleyhurst'),
          },
        ],
        '04000562 DT': p('original attributes: time', '20240203111213'),
        '04000564 LO': p('original attributes: source', 'HIS-SIGMARINGEN'),
      },
    ],
    '00081140 SQ': [{ ...reference(1), '00081160 IS': '1' }],
  });
  const privateMeta = withPrivateMeta(
    part10(latin),
    p('file meta: private information', 'METAPRIV-Eszterhazy'),
  );
  const unknown = beforePixels(
    part10(slice(4)),
    Buffer.concat([
      longElement('00751001', 'UN', 0xffffffff, Buffer.alloc(0)),
      itemOf(implicitPn(p('implicit private sequence under VR UN', 'Implicitova^Zamknieta'))),
      SEQUENCE_END,
      longElement(
        '00751002',
        'UN',
        24,
        even(Buffer.from(p('private bytes under VR UN', 'UNBYTES-Tattersall-00017'))),
      ),
    ]),
  );
  return [
    { name: 'tail.dcm', bytes: behind },
    { name: 'bits.dcm', bytes: unused },
    { name: 'latin.dcm', bytes: privateMeta },
    { name: 'un.dcm', bytes: unknown },
  ];
}

/** Explicit inside an unknown of undefined length: against the standard, as some writers do. */
export const explicitUnknown = (p: Planter): PlantedFile => ({
  name: 'un-explicit.dcm',
  bytes: beforePixels(
    part10(slice(5)),
    Buffer.concat([
      longElement('00400275', 'UN', 0xffffffff, Buffer.alloc(0)),
      itemOf(explicitPn(p('explicit sequence under VR UN', 'Explicitova^Nested'))),
      SEQUENCE_END,
    ]),
  ),
});

function implicitPn(text: string): Buffer {
  const value = even(Buffer.from(text));
  return Buffer.concat([Buffer.from([0x10, 0, 0x10, 0, value.length, 0, 0, 0]), value]);
}

function withPrivateMeta(file: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const value = even(Buffer.from(text));
  const creator = Buffer.from([0x02, 0, 0x00, 0x01, 0x55, 0x49, 8, 0, ...Buffer.from('1.2.3.4\0')]);
  const more = Buffer.concat([creator, longElement('00020102', 'OB', value.length, value)]);
  const syntax = Buffer.from(file).indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00]));
  const end = syntax + 8 + (file[syntax + 6] | (file[syntax + 7] << 8));
  return Uint8Array.from(Buffer.concat([file.subarray(0, end), more, file.subarray(end)]));
}
