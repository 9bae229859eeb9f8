/** Tests only: identifiers where a first look does not go: other objects, bytes behind the picture, names in two halves. */
import { part10, withFragments } from '../testing/part10';
import { concat, even, gb, utf8 } from './planted-bytes';
import {
  code,
  explicitUnknown,
  FRAME_OF_REFERENCE,
  images,
  ofStudy,
  type Planter,
  reference,
  slice,
  uid,
} from './planted-images';
import type { Plant, PlantedFile, PlantedStudy } from './planted-study';

/** Objects beside the images. */
function objects(p: Planter): PlantedFile[] {
  const segmentation = part10({
    ...ofStudy(20, 101, 'SEG', '1.2.840.10008.5.1.4.1.1.66.4'),
    '00081115 SQ': [{ '0008114A SQ': [reference(3)], '0020000E UI': uid(100) }],
    '00200052 UI': FRAME_OF_REFERENCE,
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280008 IS': '1',
    '00280010 US': 8,
    '00280011 US': 8,
    '00280100 US': 1,
    '00280101 US': 1,
    '00280102 US': 0,
    '00280103 US': 0,
    '00620001 CS': 'BINARY',
    '00620002 SQ': [
      {
        '00620003 SQ': [code('113343008', 'Body structure')],
        '00620004 US': 1,
        '00620005 LO': `Lung ${p('segment label', 'Ransomehurst')}`,
        '00620006 ST': p('segment description', 'outlined for Mrs Quackenbush'),
        '00620008 CS': 'MANUAL',
        '0062000F SQ': [code('39607008', 'Lung')],
        '00620020 UT': p('segment tracking id', 'nodule of Zaborowski'),
        '00620021 UI': p('segment tracking uid', `${uid(61)}.9418273645`),
      },
    ],
    '00700080 CS': 'OUTLINES',
    '00700081 LO': p('content description of a SEG', 'second reading Thistlethwaite'),
    '00700084 PN': utf8(p('content creator', '令狐^破虏')),
    '52009230 SQ': [
      {
        '00089124 SQ': [{ '00082112 SQ': [reference(3)] }],
        '00209111 SQ': [
          {
            '00189151 DT': p('frame: reference time', '20240519074400'),
            '00209158 LT': p('frame: comments', 'frame shown to Dr Oglethorpe'),
          },
        ],
        '00211001 LO': p('private in a frame', 'FRAMEPRIV-Cholmondeley'),
      },
    ],
    '7FE00010 OB': Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  });
  const presentation = part10({
    ...ofStudy(21, 102, 'PR', '1.2.840.10008.5.1.4.1.1.11.1'),
    '00081115 SQ': [{ '00081140 SQ': [reference(3)], '0020000E UI': uid(100) }],
    '00700001 SQ': [
      {
        '00700002 CS': 'MARKS',
        '00081140 SQ': [reference(3)],
        '00700008 SQ': [
          {
            '00700004 CS': 'PIXEL',
            '00700006 ST': utf8(p('text on an image', '见慕容复大夫会诊')),
            '00700014 FL': new Uint8Array(new Float32Array([1, 1]).buffer),
            '00700015 CS': 'Y',
          },
        ],
        '00700009 SQ': [
          {
            '00700005 CS': 'PIXEL',
            '00700020 US': 2,
            '00700021 US': 1,
            '00700022 FL': new Uint8Array(new Float32Array([1, 1]).buffer),
            '00700023 CS': 'POINT',
            '00700026 UI': p('tracking of a graphic', `${uid(62)}.5544332211`),
          },
        ],
        '00700209 SQ': [
          {
            '00700294 CS': 'ARROW',
            '00700295 UL': 1,
            '00700006 ST': p('text of a compound graphic', 'arrow of Liechtenhauer'),
          },
        ],
      },
    ],
    '00700060 SQ': [
      {
        '00700002 CS': 'MARKS',
        '00700062 IS': '1',
        '00700068 LO': p('layer description', 'layer by Vasconcelos'),
      },
    ],
    '00700080 CS': 'SHOWN',
    '00700081 LO': p('content description', 'shown to Featherington'),
    '00700082 DA': p('presentation date', '20240621'),
    '00700084 PN': p('presentation creator', 'Kwiatkowski^Zbigniew'),
    '00700086 SQ': [
      { '00401101 SQ': [code('X1', p('creator by code', 'Prof. Wintergreen'))], '00080080 LO': 'x' },
    ],
  });
  const report = part10({
    ...ofStudy(22, 103, 'SR', '1.2.840.10008.5.1.4.1.1.88.11'),
    '00080005 CS': 'GB18030',
    '00100010 PN': gb('欧阳振华'),
    '0040A040 CS': 'CONTAINER',
    '0040A043 SQ': [code('18748-4', 'Diagnostic imaging report')],
    '0040A050 CS': 'SEPARATE',
    '0040A370 SQ': [
      {
        '00080050 SH': p('report: referenced request, accession', 'ACCREQ-88213'),
        '00321060 LO': p('report: requested procedure', 'for Mme Bellefontaine'),
        '00402016 LO': p('report: placer order', 'PLACER-55210'),
      },
    ],
    '0040A730 SQ': [
      {
        '0040A010 CS': 'CONTAINS',
        '0040A040 CS': 'TEXT',
        '0040A043 SQ': [code('121071', 'Finding')],
        // The two halves of the name run together here; apart in the header.
        '0040A160 UT': gb(`患者${p('UT in GB18030: joined name', '欧阳振华')}右肺结节`),
      },
      {
        '0040A010 CS': 'CONTAINS',
        '0040A040 CS': 'NUM',
        '0040A043 SQ': [code('410668003', 'Length')],
        '0040A300 SQ': [
          {
            '0040A30A DS': '5',
            '004008EA SQ': [
              {
                '00080100 SH': 'mm',
                '00080102 SH': 'UCUM',
                '00080104 LO': 'mm',
                '00080120 UR': p('address of a code', 'https://his.qingshan.example/u/88213'),
              },
            ],
          },
        ],
      },
      {
        '0040A010 CS': 'CONTAINS',
        '0040A040 CS': 'PNAME',
        '0040A043 SQ': [code('121152', 'Person of record')],
        '0040A123 PN': p('PNAME anywhere', 'Stanislavska^Roksolana'),
      },
    ],
  });
  const ecg = part10({
    ...ofStudy(23, 104, 'ECG', '1.2.840.10008.5.1.4.1.1.9.1.1'),
    '00080080 LO': utf8(p('ECG: institution', '百里溪医院')),
    '0040B020 SQ': [
      { '00700006 ST': p('ECG: annotation', 'rhythm read by Dr Bartholomeusz'), '0040A0B0 US': [1, 1] },
    ],
    '54000100 SQ': [
      {
        '003A0005 US': 1,
        '003A0010 UL': 4,
        '003A001A DS': '500',
        '003A0200 SQ': [
          {
            '003A0203 SH': 'PID-7741-XQ',
            '003A0208 SQ': [code('2:1', 'Lead I')],
            '003A0020 SH': p('ECG: group label', 'RIG-MONTAGUE'),
          },
        ],
        '54001004 US': 16,
        '54001006 CS': 'SS',
        '54001010 OW': new Uint8Array(8),
      },
    ],
  });
  return [
    { name: 'seg.dcm', bytes: segmentation },
    { name: 'gsps.dcm', bytes: presentation },
    { name: 'report-gb.dcm', bytes: report },
    { name: 'ecg.dcm', bytes: ecg },
  ];
}

/** Compressed pixels that no decoder would take: words behind the image, and in a film's container. */
function streams(p: Planter): PlantedFile[] {
  const { '7FE00010 OW': pixels, ...head } = slice(30);
  if (!pixels) throw new Error('no pixels');
  const jpeg = concat(
    Buffer.from([
      0xff, 0xd8, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x12, 0x34, 0xff, 0xd9,
    ]),
    p('bytes behind a compressed image', 'AFTERJPEG-Wolstenholme'),
  );
  const box = (name: string, body: Uint8Array): Buffer => {
    const out = Buffer.alloc(8);
    out.writeUInt32BE(8 + body.length, 0);
    out.write(name, 4, 'latin1');
    return Buffer.concat([out, body]);
  };
  const title = box('\u00a9nam', Buffer.from(p('title of a film', 'FILMTITLE-Cunningham')));
  const mp4 = Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    box(
      'moov',
      Buffer.concat([
        box('udta', title),
        box('trak', box('meta', Buffer.from(p('track of a film', 'TRACKMETA-Ravensworth')))),
      ]),
    ),
    box('free', Buffer.from(p('free space of a film', 'FREEBOX-Kingsbury1'))),
    box('mdat', Buffer.from('picture!')),
  ]);
  // In two fragments, the second in the middle of a box.
  const film = [even(mp4.subarray(0, 60), 0), mp4.subarray(60)];
  const us = {
    ...head,
    '00080060 CS': 'US',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.3.1',
    '00080018 UI': uid(31),
  };
  return [
    { name: 'jpeg-tail.dcm', bytes: withFragments(part10(head, '1.2.840.10008.1.2.4.70'), [jpeg]) },
    { name: 'film.dcm', bytes: withFragments(part10(us, '1.2.840.10008.1.2.4.102'), film) },
  ];
}

/** A directory of a disk, as it lies beside the files: it names everybody. */
export function plantedDirectory(p: Planter): PlantedFile {
  const bytes = part10({
    '00080016 UI': '1.2.840.10008.1.3.10',
    '00041130 CS': 'HILLSIDE',
    '00041200 UL': 0,
    '00041202 UL': 0,
    '00041212 US': 0,
    '00041220 SQ': [
      {
        '00041400 UL': 0,
        '00041410 US': 65_535,
        '00041420 UL': 0,
        '00041430 CS': 'PATIENT',
        '00100010 PN': p('DICOMDIR: patient', 'Directoriova^Ludmila'),
        '00100020 LO': p('DICOMDIR: patient id', 'DIRID-90210-Z'),
      },
    ],
  });
  return { name: 'DICOMDIR', bytes };
}

/**
 * Files of one patient, and all that was planted in them beside the patient's own name and number; apart those that the
 * page does not open, but which may be handed over all the same.
 */
export function plantedObjects(): PlantedStudy & { readonly undecodable: readonly PlantedFile[] } {
  const plants: Plant[] = [
    { where: 'patient name', text: 'Ouyang^Zhenhua' },
    { where: 'patient name, ideographic', text: '欧阳^振华' },
    { where: 'patient name, phonetic', text: 'おうよう^しんか' },
  ];
  const p = (where: string, text: string): string => {
    plants.push({ where, text });
    return text;
  };
  return { plants, files: [...images(p), ...objects(p)], undecodable: [...streams(p), explicitUnknown(p)] };
}
