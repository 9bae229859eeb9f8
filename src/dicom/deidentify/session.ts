/**
 * One export from the first look at the files to the archive. Lives in the worker for as long as the dialog is open;
 * what it learns of the patient it keeps to itself.
 */
import { BlobReader, BlobWriter, configure, ZipWriter } from '@zip.js/zip.js';
import { DicomError, messageOf } from '../errors';
import { deflated, findStart } from '../header/parse';
import { readHeader } from '../header/read';
import { factsOf } from './burnt-in';
import type {
  Change,
  Choice,
  Count,
  Done,
  ExportFile,
  ExportResult,
  FileFacts,
  LeftOut,
  PixelReview,
} from './contract';
import { newUid } from '../writers/part10';
import { type DataSet, plainOf, textElement, withElements } from './element';
import { KnownIdentifiers } from './known';
import { methodCodes, methodElements } from './options';
import { type ParsedFile, parseFile } from './parse';
import { hidesOverlays, plainPixels } from './hidden';
import { maskPixels, reviewedElements } from './pixels';
import { Replacements } from './replacements';
import { textReader } from './text';
import { type Treatment, treat } from './treat';
import { writeFile } from './write';

configure({ useWebWorkers: false });

/** First read of a header. */
const FIRST_READ = 256 * 1024;
/** The same for every entry: the day of the export is nobody's business. */
const ENTRY_DATE = new Date(2000, 0, 1);

interface Running {
  readonly choice: Choice;
  readonly treatment: Treatment;
  readonly replacements: Replacements;
  readonly zip: ZipWriter<Blob>;
  readonly counts: Map<string, { -readonly [key in keyof Count]: Count[key] }>;
  readonly leftOut: LeftOut[];
  readonly masked: Map<number, number>;
  readonly perSeries: Map<number, number>;
  files: number;
  reviewed: boolean;
}

export class Session {
  private readonly known = new KnownIdentifiers();
  private readonly makeReplacements: (prefix: string) => Replacements;
  private running: Running | undefined;

  /** @param makeReplacements for tests, which want the same in every run */
  constructor(makeReplacements = (prefix: string) => new Replacements(prefix)) {
    this.makeReplacements = makeReplacements;
  }

  /** Reads a file's header: its risks, and the identifiers that no text may hold. @throws DicomError */
  async inspect(blob: Blob): Promise<FileFacts> {
    const { dataSet, hasPixels, transferSyntaxUid } = await headerOf(blob);
    this.known.gather(dataSet, textReader(dataSet));
    return factsOf(dataSet, transferSyntaxUid, hasPixels);
  }

  /** What would become of one file. @throws DicomError */
  async preview(file: ExportFile, choice: Choice): Promise<readonly Change[]> {
    const changes: Change[] = [];
    const { dataSet } = await headerOf(file.blob);
    const replacements = this.makeReplacements(choice.prefix);
    treat(dataSet, { ...this.treatment(choice, replacements), onChange: (change) => changes.push(change) });
    return changes;
  }

  private treatment({ options }: Choice, replacements: Replacements): Treatment {
    return {
      options,
      replacements,
      withoutKnown: this.known.matcher(options),
      holdsKnown: this.known.byteMatcher(options),
    };
  }

  begin(choice: Choice): void {
    const replacements = this.makeReplacements(choice.prefix);
    const counts: Running['counts'] = new Map();
    this.running = {
      choice,
      replacements,
      counts,
      treatment: { ...this.treatment(choice, replacements), onChange: (change) => count(counts, change) },
      zip: new ZipWriter(new BlobWriter('application/zip'), { level: 1 }),
      leftOut: [],
      masked: new Map(),
      perSeries: new Map(),
      files: 0,
      reviewed: false,
    };
  }

  /** Puts a file into the archive, or says why not: a file that cannot be read to its end never goes out. */
  async add(file: ExportFile): Promise<void> {
    const { running } = this;
    if (!running) throw new Error('begin first');
    try {
      const made = await deidentifyFile(file.blob, running.choice, running.treatment, file.review);
      if ('leftOut' in made) {
        running.leftOut.push({ series: file.series, reason: made.leftOut, detail: '' });
        return;
      }
      const number = (running.perSeries.get(file.series) ?? 0) + 1;
      running.perSeries.set(file.series, number);
      if (made.maskedFrames > 0)
        running.masked.set(file.series, (running.masked.get(file.series) ?? 0) + made.maskedFrames);
      if (file.review.kind !== 'none') running.reviewed = true;
      const name = entryName(made.pseudonym, file.series, made.modality, number);
      await running.zip.add(name, new BlobReader(made.blob), { lastModDate: ENTRY_DATE });
      running.files++;
    } catch (error) {
      const detail = error instanceof DicomError ? `${error.reason}: ${error.detail}` : messageOf(error);
      const video = error instanceof DicomError && error.detail.includes('video');
      running.leftOut.push({ series: file.series, reason: video ? 'video' : 'damaged', detail });
    }
  }

  async finish(): Promise<ExportResult> {
    const { running } = this;
    if (!running) throw new Error('begin first');
    this.running = undefined;
    const { options } = running.choice;
    const shifted = options.dates === 'shift';
    return {
      archive: await running.zip.close(),
      files: running.files,
      counts: [...running.counts.values()].sort((a, b) => a.tag - b.tag || (a.done < b.done ? -1 : 1)),
      leftOut: running.leftOut,
      methods: methodCodes(options, running.reviewed),
      masked: [...running.masked],
      uids: running.replacements.uidPairs,
      patients: running.replacements.patientPairs.map(([who, as, days]) => [who, as, shifted ? days : 0]),
    };
  }
}

/** "ANON-7K2M9P/series-01-CT/0001.dcm" */
const entryName = (pseudonym: string, series: number, modality: string, number: number): string =>
  `${pseudonym}/series-${String(series).padStart(2, '0')}-${modality}/${String(number).padStart(4, '0')}.dcm`;

function count(counts: Running['counts'], { tag, keyword, done }: Change): void {
  const key = `${tag}/${done satisfies Done}`;
  const known = counts.get(key);
  if (known) known.times++;
  else counts.set(key, { tag, keyword, done, times: 1 });
}

/** The file itself; of a deflated data set what it inflates to. @throws DicomError */
async function inflatedOf(blob: Blob): Promise<Blob> {
  const start = findStart(new Uint8Array(await blob.slice(0, 4096).arrayBuffer()));
  if (start?.transferSyntaxUid !== deflated) return blob;
  const outcome = await readHeader(blob, '');
  if (outcome.status !== 'loaded') throw new DicomError(outcome.reason, outcome.detail ?? '');
  return outcome.blob ?? blob;
}

async function headerOf(given: Blob): Promise<ParsedFile> {
  const blob = await inflatedOf(given);
  if (blob.size > FIRST_READ)
    try {
      const head = parseFile(new Uint8Array(await blob.slice(0, FIRST_READ).arrayBuffer()), true);
      if (head.hasPixels) return head;
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
    }
  return parseFile(new Uint8Array(await blob.arrayBuffer()), true);
}

export type MadeFile =
  | {
      readonly blob: Blob;
      readonly pseudonym: string;
      readonly modality: string;
      readonly maskedFrames: number;
    }
  | { readonly leftOut: LeftOut['reason'] };

/** One file through the whole profile. @throws DicomError when it cannot be read to its end, or not masked */
export async function deidentifyFile(
  given: Blob,
  { options }: Choice,
  treatment: Treatment,
  review: PixelReview,
): Promise<MadeFile> {
  const blob = await inflatedOf(given);
  const { dataSet, transferSyntaxUid, hasPixels } = parseFile(new Uint8Array(await blob.arrayBuffer()));
  const { leftOut } = factsOf(dataSet, transferSyntaxUid, hasPixels);
  if (leftOut) return { leftOut };
  const masks = review.kind === 'masked' && hasPixels && review.shapes.length > 0;
  const shapes = masks ? review.shapes : [];
  const { set, frames } =
    masks || hidesOverlays(dataSet)
      ? await maskPixels(dataSet, blob, shapes)
      : { set: plainPixels(dataSet, transferSyntaxUid), frames: 0 };
  const treated = treat(set, treatment);
  const reviewed = review.kind !== 'none' && hasPixels;
  const whole: DataSet = withElements(treated, [
    ...methodElements(options, reviewed),
    ...(reviewed ? reviewedElements(treated, masks) : []),
    // A file without a name of its own gets one: nothing could be kept together or told apart by it.
    ...(plainOf(treated, 0x00080018) ? [] : [textElement(0x00080018, 'UI', newUid())]),
  ]);
  return {
    blob: writeFile(whole, transferSyntaxUid),
    pseudonym: plainOf(whole, 0x00100020) || 'ANON',
    modality: plainOf(whole, 0x00080060).replace(/[^A-Z0-9]/g, '') || 'OT',
    maskedFrames: masks ? frames : 0,
  };
}
