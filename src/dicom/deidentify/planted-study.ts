/** Tests only: a study with identifiers in every place that they are known to hide in, made by code. */
import { deflateSync } from 'node:zlib';
import { type Fields, part10, withFragments } from '../testing/part10';
import {
  concat,
  deflatedFile,
  even,
  gb,
  jis,
  korean,
  unknownSequence,
  utf8,
  withMeta,
} from './planted-bytes';

/** A string that may be nowhere in what goes out. */
export interface Plant {
  readonly where: string;
  readonly text: string;
}

export interface PlantedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const ORIGINAL_STUDY = '1.2.826.0.1.3680043.99.4711';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const uid = (n: number): string => `${ORIGINAL_STUDY}.${n}`;

export interface PlantedStudy {
  readonly files: readonly PlantedFile[];
  readonly plants: readonly Plant[];
}

/** Files of one patient, and all that was planted in them. */
export function plantedStudy(): PlantedStudy {
  const plants: Plant[] = [];
  /** Notes a plant and gives its text back. */
  const p = (where: string, text: string): string => {
    plants.push({ where, text });
    return text;
  };

  const image = (instance: number, series: number): Fields => ({
    '00080008 CS': 'ORIGINAL\\PRIMARY\\AXIAL',
    '00080016 UI': CT,
    '00080018 UI': uid(instance),
    '00080060 CS': 'CT',
    '0020000D UI': ORIGINAL_STUDY,
    '0020000E UI': uid(series),
    '00200011 IS': String(series),
    '00200013 IS': String(instance),
    '00200032 DS': `-10\\-20\\${instance}`,
    '00200037 DS': '1\\0\\0\\0\\1\\0',
    '00200052 UI': uid(900),
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
  });

  // 1: UTF-8, most of the header, nested items, private blocks, overlays, curves.
  const overlay = new Uint8Array(32).fill(0x20);
  overlay.set(Buffer.from(p('overlay data 6000,3000', 'OVLYZHANGWEI8812')), 0);
  const main: Fields = {
    ...image(1, 1),
    '00080005 CS': 'ISO_IR 192',
    '00080020 DA': p('study date', '20230317'),
    '00080021 DA': p('series date', '20230318'),
    '00080022 DA': p('acquisition date', '20230319'),
    '0008002A DT': p('acquisition date and time', '20230320114233'),
    '00080030 TM': '114233',
    '00080050 SH': p('accession number', 'ACC5529017'),
    '00080080 LO': utf8(p('institution name', '青山县人民医院')),
    '00080081 ST': utf8(p('institution address', '青山县解放路一百二十八号')),
    '00080090 PN': utf8(p('referring physician', '欧阳^慧敏')),
    '00080092 ST': p('referring physician address', '14 Quarrymans Lane'),
    '00080094 SH': p('referring physician telephone', '0571-88213345'),
    '00081010 SH': p('station name', 'CTROOM7QSX'),
    '00081030 LO': utf8(`胸部平扫 ${p('study description', '司马光复诊')}`),
    '0008103E LO': `Chest ${p('series description', 'Kowalczyk')} lung`,
    '00081040 LO': p('department', 'Radiologie Nordhausen'),
    '00081048 PN': p('physician of record', 'Brzezinski^Tadeusz'),
    '00081050 PN': p('performing physician', 'Vandermeulen^Joris'),
    '00081060 PN': p('reading physician', 'Oduya^Chimaobi'),
    '00081070 PN': p('operator', 'Petrosyan^Anahit'),
    '00081080 LO': p('admitting diagnosis', 'Suspected Wegenerova disease'),
    '00081110 SQ': [
      {
        '00081150 UI': '1.2.840.10008.3.1.2.3.1',
        '00081155 UI': p('referenced study uid', `${uid(77)}.31337`),
      },
    ],
    '00082111 ST': p('derivation description', 'made for Hjalmarsson'),
    '00084000 LT': p('identifying comments', 'neighbour of Szczepanik'),
    '00100010 PN': utf8(p('patient name, UTF-8', '张卫东=Zhang^Weidong')),
    '00100020 LO': p('patient id', 'MRN00482915'),
    '00100021 LO': p('issuer of patient id', 'QINGSHANHIS'),
    '00100030 DA': p('birth date', '19580614'),
    '00100032 TM': p('birth time', '031759'),
    '00100040 CS': utf8(p('a name in the code of the sex', '公孙')),
    '00100050 SQ': [
      { '00080100 SH': p('insurance code', 'AOKPLUS77'), '00080102 SH': '99X', '00080104 LO': 'x' },
    ],
    '00101000 LO': p('other patient ids', 'OLD-77120-B'),
    '00101001 PN': p('other patient names', 'Ivanovskaya^Darya'),
    '00101002 SQ': [
      { '00100020 LO': p('other patient ids, nested', 'NESTED-ID-4491'), '00100022 CS': 'TEXT' },
    ],
    '00101005 PN': p('birth name', 'Wojciechowska^Ewa'),
    '00101010 AS': p('age above 89', '094Y'),
    '00101030 DS': p('words in a number', '73 kg Okaforchukwu'),
    '00101040 LO': utf8(p('patient address', '杭州市西湖区文三路九号')),
    '00101060 PN': p('mother birth name', 'Lindqvist^Astrid'),
    '00102154 SH': p('patient telephone', '13857120098'),
    '00102180 SH': p('occupation', 'Lighthouse warden'),
    '001021B0 LT': p('patient history', 'sister of Mme Delacroix'),
    '00102297 PN': p('responsible person', 'Fitzwilliam^Agnes'),
    '00104000 LT': utf8(p('patient comments', '患者之子为赵铁柱')),
    '0008001B UI': `1.2.840.10008.5.${p('words in the UID of a class', 'Yevgenyevich')}`,
    '00180015 CS': utf8(p('a name in a code', '夏侯文渊之胸部')),
    '00120020 LO': p('trial protocol id', 'NCTQX55120'),
    '00120040 LO': p('trial subject id', 'SUBJ-0391-KL'),
    '00181000 LO': p('device serial number', 'SN-99120-XT'),
    '00181030 LO': `Thorax ${p('protocol name', 'Gunnarsdottir')}`,
    '00189424 LT': p('a text outside the usual', 'acquired by Papadopoulou'),
    '00200010 SH': p('study id', 'STDY81120'),
    '00204000 LT': p('image comments', 'image of Castellanos'),
    '00321032 PN': p('requesting physician', 'Mbekeani^Thandiwe'),
    '00321060 LO': `CT ${p('requested procedure description', 'Achterberg')}`,
    '00324000 LT': p('study comments', 'call Ferreiradias'),
    '00380010 LO': p('admission id', 'ADM-661201'),
    '00380300 LO': p('patient location', 'Ward Nightingale 12'),
    '00400275 SQ': [
      {
        '00400007 LO': p('nested: scheduled step description', 'exam Okonkwoeze'),
        '00400009 SH': p('nested: scheduled step id', 'SPS-10023'),
        '00401001 SH': p('nested: requested procedure id', 'RQP-88120'),
        '00321064 SQ': [
          {
            '00080100 SH': 'L1',
            '00080102 SH': '99LOCAL',
            '00080104 LO': p('nested twice: meaning of a local code', 'Protocol Blankenship'),
          },
        ],
      },
    ],
    '00400244 DA': p('performed step date', '20230321'),
    '00400253 SH': p('performed step id', 'PPS-30021'),
    '00401101 SQ': [
      {
        '00080100 SH': p('nested: person code', 'DOC-4471'),
        '00080102 SH': '99P',
        '00080104 LO': p('nested: person code meaning', 'Dr. Halvorsen'),
      },
    ],
    '00880200 SQ': [
      {
        '00280010 US': 2,
        '00280011 US': 2,
        '7FE00010 OW': new Uint8Array(Buffer.from(p('icon pixels', 'ICONMCALLIST'))),
      },
    ],
    '00091001 LO': p('private text', 'PRIV-Schwarzkopf'),
    '00090010 LO': p('private creator of no known block', 'ACME KOZLOWSKI 1.0'),
    '00091002 SQ': [{ '00100010 PN': p('private sequence', 'Innes^Privately') }],
    '00191023 DS': p('private block, safe by name only', '12.5Rasmussen'),
    '00190010 LO': 'GEMS_ACQU_01',
    '04000561 SQ': [
      {
        '04000550 SQ': [{ '00100010 PN': p('nested: original attributes', 'Former^Nameholder') }],
        '04000563 LO': p('nested: modifying system', 'PACS-GREIFSWALD'),
      },
    ],
    '50000010 US': 2,
    '50003000 OW': even(Buffer.from(p('curve data', 'CURVEHATHAWAY'))),
    '60000010 US': 16,
    '60000011 US': 16,
    '60000022 LO': p('overlay description', 'Layer of Rosenqvist'),
    '60000040 CS': 'G',
    '60000050 SS': 1,
    '60000100 US': 1,
    '60000102 US': 0,
    '60001500 LO': p('overlay label', 'LABELTHORVALD'),
    '60003000 OW': overlay,
    'FFFCFFFC OB': even(Buffer.from(p('trailing padding', 'PADPEMBERTON'))),
  };
  const mainFile = part10(main);
  mainFile.set(Buffer.from(p('preamble', 'PREAMBLE-QUISENBERRY')), 4);

  // 2: GB18030, mislabelled as Latin-1, as the field writes it; identifiers in bits that the picture does not use.
  const hidden = Uint16Array.from({ length: 64 }, (_, n) => 500 | ((n % 16) << 12));
  const chinese = part10({
    ...image(2, 1),
    '00080005 CS': 'ISO_IR 100',
    '00080080 LO': gb(p('institution in GBK', '临江市中心医院')),
    '00100010 PN': gb(p('patient name in GBK', '诸葛明轩')),
    '00100020 LO': 'MRN00482915',
    '00101040 LO': gb(p('address in GBK', '临江市滨河街道')),
    '00081030 LO': gb(`头颅平扫${p('description in GBK', '给司徒大夫看')}`),
    '00204000 LT': gb(p('comments in GBK', '其妻为慕容秋月')),
    '60000102 US': 12,
    '7FE00010 OW': new Uint8Array(hidden.buffer),
  });
  const labelled = part10({
    ...image(3, 1),
    '00080005 CS': 'GB18030',
    '00100010 PN': gb(p('patient name in labelled GB18030', '皇甫瑞雪')),
    '00100020 LO': 'MRN00482915',
    '00081070 PN': gb(p('operator in labelled GB18030', '钟离若水')),
  });

  // 3: ISO 2022 with escapes, Japanese and Korean.
  const japanese = part10({
    ...image(4, 2),
    '00080005 CS': '\\ISO 2022 IR 87',
    '00100010 PN': concat('Yamada^Tarou=', jis(p('patient name in ISO 2022 IR 87', '山田太郎'))),
    '00100020 LO': 'MRN00482915',
    '00081040 LO': even(jis(p('department in ISO 2022 IR 87', '桜町病院放射線科'))),
  });
  const koreanFile = part10({
    ...image(5, 2),
    '00080005 CS': '\\ISO 2022 IR 149',
    '00100010 PN': concat('Hong^Gildong=', korean(p('patient name in ISO 2022 IR 149', '홍길동'))),
    '00100020 LO': 'MRN00482915',
    '00080080 LO': even(korean(p('institution in ISO 2022 IR 149', '서울병원'))),
  });

  // 4: a structured report.
  const code = (value: string, scheme: string, meaning: string): Fields => ({
    '00080100 SH': value,
    '00080102 SH': scheme,
    '00080104 LO': meaning,
  });
  const item = (relation: string, type: string, name: Fields, value: Fields): Fields => ({
    '0040A010 CS': relation,
    '0040A040 CS': type,
    '0040A043 SQ': [name],
    ...value,
  });
  const report = part10({
    '00080005 CS': 'ISO_IR 192',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.33',
    '00080018 UI': uid(50),
    '00080060 CS': 'SR',
    '00080023 DA': p('SR: content date', '20230401'),
    '00080033 TM': '101500',
    '0020000D UI': ORIGINAL_STUDY,
    '0020000E UI': uid(51),
    '00100010 PN': 'Zhang^Weidong',
    '00100020 LO': 'MRN00482915',
    '0040A040 CS': 'CONTAINER',
    '0040A043 SQ': [code('126000', 'DCM', 'Imaging Measurement Report')],
    '0040A050 CS': 'SEPARATE',
    '0040A073 SQ': [
      {
        '0040A027 LO': p('SR: verifying organisation', 'Clinique Beausoleil'),
        '0040A030 DT': p('SR: verification time', '20230402083000'),
        '0040A075 PN': p('SR: verifying observer', 'Teferimesfin^Abebe'),
        '0040A088 SQ': [code(p('SR: verifier code', 'VO-1188'), '99H', 'x')],
      },
    ],
    '0040A491 CS': 'COMPLETE',
    '0040A493 CS': 'VERIFIED',
    '0040A730 SQ': [
      item('HAS OBS CONTEXT', 'PNAME', code('121008', 'DCM', 'Person Observer Name'), {
        '0040A123 PN': p('SR: PNAME', 'Kirschenbaum^Lev'),
      }),
      item('HAS OBS CONTEXT', 'TEXT', code('121030', 'DCM', 'Subject ID'), {
        '0040A160 UT': p('SR: subject id', 'SRSUBJ-2217'),
      }),
      item('HAS OBS CONTEXT', 'DATE', code('121031', 'DCM', 'Subject Birth Date'), {
        '0040A121 DA': p('SR: DATE of birth', '19580615'),
      }),
      item('CONTAINS', 'TEXT', code('121071', 'DCM', 'Finding'), {
        '0040A160 UT': utf8(`右肺上叶结节，${p('SR: TEXT', '请转告独孤先生')}，建议随访`),
      }),
      item('CONTAINS', 'UIDREF', code('112039', 'DCM', 'Tracking Identifier'), {
        '0040A124 UI': p('SR: UIDREF', `${uid(60)}.8675309`),
      }),
      item('CONTAINS', 'DATETIME', code('111526', 'DCM', 'DateTime Started'), {
        '0040A120 DT': p('SR: DATETIME', '20230403120000'),
      }),
      item('CONTAINS', 'CONTAINER', code('125007', 'DCM', 'Measurement Group'), {
        '0040A730 SQ': [
          item('CONTAINS', 'TEXT', code('121106', 'DCM', 'Comment'), {
            '0040A160 UT': p('SR: TEXT of a nested container', 'seen with Dr Montgomery-Fauntleroy'),
          }),
          item('CONTAINS', 'IMAGE', code('121112', 'DCM', 'Source'), {
            '00081199 SQ': [{ '00081150 UI': CT, '00081155 UI': uid(1) }],
          }),
        ],
      }),
    ],
  });

  // 5: a document, its words plain, as UTF-16 and deflated.
  const words = p('PDF: deflated text', 'Compressed Featherstonehaugh');
  const pdf = concat(
    '%PDF-1.4\n',
    `% ${p('PDF: plain text', 'PDFNAME Wigglesworth')}\n`,
    Buffer.from(`\uFEFF${p('PDF: UTF-16', '上官婉清')}`, 'utf16le'),
    deflateSync(Buffer.from(words)),
  );
  const document = part10({
    '00080005 CS': 'ISO_IR 192',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.104.1',
    '00080018 UI': uid(70),
    '00080060 CS': 'DOC',
    '0020000D UI': ORIGINAL_STUDY,
    '0020000E UI': uid(71),
    '00100010 PN': 'Zhang^Weidong',
    '00100020 LO': 'MRN00482915',
    '00420010 ST': p('PDF: title', 'Discharge letter Abernathy'),
    '00420011 OB': pdf,
    '00420012 LO': 'application/pdf',
  });

  // 6: compressed pixels with a comment in the codestream; the file's meta group names who sent it.
  const comment = Buffer.from(p('JPEG comment', 'JPEGCOM-Vanderbiltova'));
  const exif = Buffer.from(p('JPEG application segment', 'EXIFOWNER-Dragomirescu'));
  const segment = (marker: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]), body]);
  const stream = even(
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, exif),
      segment(0xfe, comment),
      Buffer.from([0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x12, 0x34, 0xff, 0xd9]),
    ]),
    0,
  );
  const { '7FE00010 OW': pixels, ...head } = image(6, 3);
  const jpeg = withFragments(
    withMeta(part10({ ...head, '00100020 LO': 'MRN00482915' }, '1.2.840.10008.1.2.4.70'), uid(6), p),
    [stream],
  );
  if (!pixels) throw new Error('no pixels');

  // 7: a sequence of undefined length under VR UN, and a deflated data set.
  const unknown = unknownSequence(part10({ ...image(7, 4), '00100020 LO': 'MRN00482915' }), p);
  const deflatedSet = part10({
    ...image(8, 4),
    '00100010 PN': p('deflated data set: patient name', 'Deflatedova^Marketa'),
    '00100020 LO': 'MRN00482915',
  });

  return {
    plants,
    files: [
      { name: 'main.dcm', bytes: mainFile },
      { name: 'gbk.dcm', bytes: chinese },
      { name: 'gb18030.dcm', bytes: labelled },
      { name: 'japanese.dcm', bytes: japanese },
      { name: 'korean.dcm', bytes: koreanFile },
      { name: 'report.dcm', bytes: report },
      { name: 'document.dcm', bytes: document },
      { name: 'jpeg.dcm', bytes: jpeg },
      { name: 'unknown.dcm', bytes: unknown },
      { name: 'deflated.dcm', bytes: deflatedFile(deflatedSet) },
    ],
  };
}
