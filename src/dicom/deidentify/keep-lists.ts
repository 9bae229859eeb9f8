/**
 * What the profile's table does not name. The standard lets such attributes stand; here what may hold free words
 * stands only when it is on one of these lists, since a value that nobody thought of is where names are found.
 */

const tags = (text: string): ReadonlySet<number> =>
  new Set(
    text
      .trim()
      .split(/\s+/)
      .map((tag) => Number.parseInt(tag, 16)),
  );

/** Text of technique, which a device writes: makers, kernels, sequences, codes, methods. */
export const technicalText = tags(`
  00080070 00081090 00080100 00080102 00080103 00080104 00080114 00080115 00080116 00080119 00080122
  00180024 00180085 00181016 00181018 00181019 0018101A 0018101B 00181020 00181022 00181160 00181161 00181180
  00181210 00181250 00181251 00181401 00181320 00185010 00185020 00185021 00189005 00189041 00189050 00189051
  0018A001 00209056 00209421 00280A04 00281054 00283004 003A0203 00409210
  00420012 00480106 00541101 00541103 00541105 00620009 00660031 00660036 300A00E1 0040E010 00220028`);

/** Text of the file's own words for its parts: kept, word by word, as far as the vocabulary knows them. */
export const wordedText = tags(`
  00180031 00281055 00283003 003A0020 00209453 00480107 00620005 00620006 00620020 00700068 00700006 00700081 300A00C2 0040A160
  00201040`);

/** Schemes whose meanings are published: theirs stay as they are, those of any other are somebody's own words. */
export const publicSchemes: ReadonlySet<string> = new Set(
  `DCM SCT SRT SNM3 SNOMED SNOMED-RT LN UCUM RADLEX RADELEMENT UMLS FMA MA UBERON NCIt NCIT ICD10 I10 I10P I9 I9C C4 CPT4
   RXNORM NDC PUBCHEM_CID CD ISO3166_1 RFC5646 RFC3066 BARI MAYO UN SDM DCMUID NYUMCCG MDC ITIS_TSN BI ACR LOINC NEU`.split(
    /\s+/,
  ),
);

/** Bytes without words: pixels, tables, samples of a curve in time. */
export const binary = tags(`
  7FE00010 7FE00008 7FE00009 7FE00001 7FE00002 00283006 00281201 00281202 00281203 00281204 00281221 00281222
  00281223 00282000 54001010 00660016`);

/** UIDs that name a class or a scheme, not a thing. */
export const classUids = tags(`
  00080016 00081150 0008010C 0008010D 00080117 00080118 0008001A 0008001B 00080062 0008115A 00081151 00041510
  0008101A 00020002 0040A0B0`);

/**
 * Private elements that PS3.15 table E.3.10-1 calls safe, as far as they hold numbers and nothing else; written from
 * knowledge of the table, rows that were not certain left out. Creator, group, element without the block's byte, VR.
 */
export const safePrivate: readonly (readonly [
  creator: string,
  group: number,
  element: number,
  vr: string,
])[] = [
  ['Philips PET Private Group', 0x7053, 0x00, 'DS'],
  ['Philips PET Private Group', 0x7053, 0x09, 'DS'],
  ['ELSCINT1', 0x00e1, 0x21, 'DS'],
  ['ELSCINT1', 0x01e1, 0x50, 'DS'],
  ['ELSCINT1', 0x01f1, 0x07, 'DS'],
  ['ELSCINT1', 0x01f1, 0x26, 'DS'],
  ['ELSCINT1', 0x01f1, 0x27, 'DS'],
  ['GEMS_ACQU_01', 0x0019, 0x23, 'DS'],
  ['GEMS_ACQU_01', 0x0019, 0x24, 'DS'],
  ['GEMS_ACQU_01', 0x0019, 0x27, 'DS'],
  ['GEMS_PARM_01', 0x0043, 0x39, 'IS'],
  ['GEMS_PARM_01', 0x0043, 0x6f, 'DS'],
  ['GEMS_HELIOS_01', 0x0045, 0x01, 'SS'],
  ['GEMS_HELIOS_01', 0x0045, 0x02, 'FL'],
  ['SIEMENS MR HEADER', 0x0019, 0x0c, 'IS'],
  ['SIEMENS MR HEADER', 0x0019, 0x0e, 'FD'],
  ['SIEMENS MR HEADER', 0x0019, 0x27, 'FD'],
  ['SIEMENS MR HEADER', 0x0019, 0x28, 'FD'],
  ['Philips Imaging DD 001', 0x2001, 0x03, 'FL'],
  ['Philips MR Imaging DD 001', 0x2005, 0x0d, 'FL'],
  ['Philips MR Imaging DD 001', 0x2005, 0x0e, 'FL'],
];
