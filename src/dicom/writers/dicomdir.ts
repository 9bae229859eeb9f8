/**
 * Writes a DICOMDIR (PS3.3 annex F, PS3.10 section 8): the directory by which other viewers find the files of a folder
 * or a disc.
 */
import type { DirectoryEntry } from './directory-entry';
import { lengthOf, newUid, writeFile, DicomWriteError, type Dataset } from './part10';

const DIRECTORY_STORAGE = '1.2.840.10008.1.3.10';

export interface DirectoryFile {
  /** File ID: folders and name from where the DICOMDIR lies, each of 1 to 8 of A-Z, 0-9 and _, at most 8 of them. */
  readonly fileId: readonly string[];
  readonly entry: DirectoryEntry;
}

interface Node {
  readonly keys: Dataset;
  next?: Node;
  lower?: Node;
  /** Where its item begins in the file, bytes. */
  at: number;
}

const IN_USE = 0xffff;

const record = (node: Node): Dataset => [
  { tag: 0x00041400, vr: 'UL', value: node.next?.at ?? 0 },
  { tag: 0x00041410, vr: 'US', value: IN_USE },
  { tag: 0x00041420, vr: 'UL', value: node.lower?.at ?? 0 },
  // Each record says its own character set; the directory as a whole has none.
  { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
  ...node.keys,
];

const typed = (type: string, keys: Dataset): Dataset => [{ tag: 0x00041430, vr: 'CS', value: type }, ...keys];

function leaf({ fileId, entry }: DirectoryFile): Node {
  if (fileId.length < 1 || fileId.length > 8 || !fileId.every((part) => /^[A-Z0-9_]{1,8}$/.test(part)))
    throw new DicomWriteError(`DICOMDIR: ${fileId.join('\\')} is no file ID`);
  return {
    at: 0,
    keys: [
      ...typed(entry.type, entry.keys),
      { tag: 0x00041500, vr: 'CS', value: fileId },
      { tag: 0x00041510, vr: 'UI', value: entry.sopClassUid },
      { tag: 0x00041511, vr: 'UI', value: entry.sopInstanceUid },
      { tag: 0x00041512, vr: 'UI', value: entry.transferSyntaxUid },
    ],
  };
}

/** Groups in the order in which they first come. */
function grouped(
  files: readonly DirectoryFile[],
  keyOf: (file: DirectoryFile) => string,
): readonly (readonly DirectoryFile[])[] {
  const groups = new Map<string, DirectoryFile[]>();
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file]);
  return [...groups.values()];
}

const levels = [
  { type: 'PATIENT', of: ({ entry }: DirectoryFile) => [entry.patient.id, entry.patient.keys] as const },
  { type: 'STUDY', of: ({ entry }: DirectoryFile) => [entry.study.uid, entry.study.keys] as const },
  { type: 'SERIES', of: ({ entry }: DirectoryFile) => [entry.series.uid, entry.series.keys] as const },
] as const;

/** Siblings of a level, linked, and all nodes below them in the order of the file. */
function build(
  files: readonly DirectoryFile[],
  level: number,
): { readonly siblings: Node[]; readonly all: Node[] } {
  const made = levels[level]
    ? grouped(files, (file) => levels[level].of(file)[0]).map((group) => {
        const below = build(group, level + 1);
        const node: Node = {
          at: 0,
          keys: typed(levels[level].type, levels[level].of(group[0])[1]),
          lower: below.siblings[0],
        };
        return { node, all: [node, ...below.all] };
      })
    : files.map((file) => {
        const node = leaf(file);
        return { node, all: [node] };
      });
  const siblings = made.map(({ node }) => node);
  siblings.forEach((node, n) => (node.next = siblings[n + 1]));
  return { siblings, all: made.flatMap(({ all }) => all) };
}

/**
 * The bytes of a file DICOMDIR, which must lie where the file IDs begin.
 * @param fileSetId at most 16 of A-Z, 0-9, space and _
 * @throws DicomWriteError for a file ID that no medium may have, or a value that cannot be written
 */
export function writeDicomdir(
  files: readonly DirectoryFile[],
  fileSetId = 'LAMPLIGHT',
): Uint8Array<ArrayBuffer> {
  const { siblings, all } = build(files, 0);
  const head = (): Dataset => [
    { tag: 0x00041130, vr: 'CS', value: fileSetId },
    { tag: 0x00041200, vr: 'UL', value: siblings[0]?.at ?? 0 },
    { tag: 0x00041202, vr: 'UL', value: siblings.at(-1)?.at ?? 0 },
    { tag: 0x00041212, vr: 'US', value: 0 },
  ];
  return writeFile(DIRECTORY_STORAGE, newUid(), (start) => {
    // Offsets have a fixed width: lengths are known before the offsets are. 12 and 8: headers of sequence and item.
    let at = start + lengthOf(head()) + 12;
    for (const node of all) {
      node.at = at;
      at += 8 + lengthOf(record(node));
    }
    return [...head(), { tag: 0x00041220, vr: 'SQ', value: all.map(record) }];
  });
}
