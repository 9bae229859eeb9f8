/** One series of a study that is opened from a server. */
import { isAborted, messageOf, throwIfAborted } from '../errors';
import { readHeaders } from '../header/client';
import type { HeaderFile, HeaderOutcome } from '../header/record';
import { objectClass } from '../objects/classes';
import { Inflated, inflatedBlobs } from '../sources/inflated';
import type { Opening } from '../sources/opening';
import { failed } from './body';
import { fetchBulk } from './bulk';
import { RemoteInstance } from './bytes';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { fetchInstance, type InstancePlace } from './instance';
import { DICOM_JSON, itemsOf } from './json';
import { partsOf } from './multipart';
import { ask } from './request';
import type { RemoteSeries } from './search';
import { textOf } from './values';

/** Instances whose headers are read together: few at first, so that something shows at once. */
const FIRST_BATCH = 4;
const BATCH = 256;
/** A series that has to come whole may be so large, bytes. */
const SERIES_LIMIT = 16 * 1024 ** 3;

/** SOP classes whose instances are videos: they are one stream, not frames (PS3.4 B.5). */
const VIDEO = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.77\.1\.[124]\.1$/;

export interface Tally {
  /** Instances that are in the registry, and that the server says there are. */
  have: number;
  want?: number;
  error?: ServerError;
}

/** What is known of an instance from its metadata before it is read. */
interface Item extends InstancePlace {
  readonly text: string;
  readonly sopClassUid: string;
}

export class SeriesOpening {
  readonly tally: Tally;
  private readonly seen = new Set<string>();
  private readonly whole: InstancePlace[] = [];
  private batch: Item[] = [];
  private batches = 0;
  private count = 0;

  constructor(
    private readonly server: ServerConfig,
    private readonly studyUid: string,
    private readonly series: RemoteSeries,
    private readonly opening: Opening,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.tally = { have: 0, want: series.instances };
  }

  /** Never rejects but when aborted: what fails is in the results and the tally. */
  async run(): Promise<void> {
    try {
      await this.fromMetadata();
    } catch (error) {
      throwIfAborted(this.signal);
      await this.afterFault(error);
    }
    for (const place of this.whole) await this.file(place);
    this.account();
  }

  private get path(): string {
    const { studyUid, series } = this;
    const study = `studies/${encodeURIComponent(studyUid)}`;
    return series.seriesUid ? `${study}/series/${encodeURIComponent(series.seriesUid)}` : study;
  }

  private name(n?: number): string {
    const folder = this.series.number === undefined ? '' : `/SE${this.series.number}`;
    return `${this.server.name}${folder}${n === undefined ? '' : `/IM${n}`}`;
  }

  private async fromMetadata(): Promise<void> {
    const { server, signal } = this;
    const what = { path: `${this.path}/metadata`, accept: DICOM_JSON, priority: 'near' as const, signal };
    await ask(server, what, async (answer) => {
      for await (const text of itemsOf(answer)) {
        try {
          this.take(text);
        } catch (error) {
          throw failed(answer, 'badAnswer', messageOf(error));
        }
        if (this.batch.length >= (this.batches === 0 ? FIRST_BATCH : BATCH)) await this.flush();
      }
      await this.flush();
    });
  }

  /** A second try of a cut answer begins anew: what is known already is passed over. */
  private take(text: string): void {
    const set: unknown = JSON.parse(text);
    const sopInstanceUid = textOf(set, '00080018');
    if (sopInstanceUid && this.seen.has(sopInstanceUid)) return;
    this.seen.add(sopInstanceUid);
    this.count++;
    const seriesUid = textOf(set, '0020000E') || this.series.seriesUid;
    const place: InstancePlace = { studyUid: this.studyUid, seriesUid, sopInstanceUid };
    const sopClassUid = textOf(set, '00080016');
    if (objectClass(sopClassUid) || VIDEO.test(sopClassUid)) this.whole.push(place);
    else this.batch.push({ ...place, text, sopClassUid });
  }

  private async flush(): Promise<void> {
    const items = this.batch;
    this.batch = [];
    if (items.length === 0) return;
    this.batches++;
    const files = items.map(({ text }): HeaderFile => ({
      blob: new Blob([text]),
      path: this.name(),
      metadata: { bulk: new Map() },
    }));
    const again: number[] = [];
    const bulk = new Map<number, readonly string[]>();
    await readHeaders(
      files,
      (n, outcome) => {
        if (outcome.status !== 'loaded' && outcome.wanted) {
          bulk.set(n, outcome.wanted);
          again.push(n);
        } else this.register(items[n], outcome);
      },
      this.signal,
    );
    for (const n of again) await this.withBulk(items[n], files[n], bulk.get(n) ?? []);
    throwIfAborted(this.signal);
  }

  /** Palettes, tables and overlays that the server keeps apart: without them the image is not what it is. */
  private async withBulk(item: Item, file: HeaderFile, wanted: readonly string[]): Promise<void> {
    try {
      const bulk = await fetchBulk(this.server, wanted, this.signal);
      const take = (_: number, outcome: HeaderOutcome) => this.register(item, outcome);
      await readHeaders([{ ...file, metadata: { bulk } }], take, this.signal);
    } catch (error) {
      throwIfAborted(this.signal);
      if (!(error instanceof ServerError)) throw error;
      this.whole.push(item);
    }
  }

  private register(item: Item, outcome: HeaderOutcome): void {
    if (outcome.status !== 'loaded' || !outcome.blob || !item.sopInstanceUid) {
      // Metadata that cannot be read says nothing against the file.
      this.whole.push(item);
      return;
    }
    const { instance } = outcome.record;
    if (instance.studyUid !== this.studyUid) {
      const detail = `of another study: ${instance.studyUid}`;
      this.opening.add({ path: this.name(), status: 'failed', reason: 'server', detail });
      return;
    }
    const path = this.name(instance.instanceNumber ?? this.count);
    const bytes = new RemoteInstance(this.server, item, outcome.blob);
    const record = { ...outcome.record, instance: { ...instance, path } };
    this.opening.take({ path, blob: outcome.blob, bytes }, { status: 'loaded', record });
    this.tally.have++;
  }

  /** One instance as a file. */
  private async file(place: InstancePlace): Promise<void> {
    const path = this.name(++this.count);
    if (!place.sopInstanceUid) {
      this.opening.add({ path, status: 'failed', reason: 'server', detail: 'no SOP Instance UID' });
      return;
    }
    try {
      const fetch = (): Promise<Blob> => fetchInstance(this.server, place, 'near', this.signal);
      await this.takeFile(await fetch(), path, place);
    } catch (error) {
      throwIfAborted(this.signal);
      this.fault(error);
      const detail = error instanceof ServerError ? `${error.reason}: ${error.detail}` : messageOf(error);
      this.opening.add({ path, status: 'failed', reason: 'server', detail });
    }
  }

  private async takeFile(blob: Blob, path: string, place: InstancePlace): Promise<void> {
    const bytes = new Inflated(inflatedBlobs, () => fetchInstance(this.server, place, 'visible'));
    const take = (_: number, outcome: HeaderOutcome): void => {
      if (isAborted(this.signal)) return;
      const given =
        outcome.status === 'loaded'
          ? { ...outcome, record: { ...outcome.record, instance: { ...outcome.record.instance, path } } }
          : outcome;
      this.opening.take({ path, blob, bytes }, given);
      if (outcome.status === 'loaded') this.tally.have++;
    };
    await readHeaders([{ blob, path }], take, this.signal);
  }

  /** No metadata: the files themselves, all in one answer. */
  private async afterFault(error: unknown): Promise<void> {
    await this.flush();
    const server = this.fault(error);
    const hopeless = ['auth', 'forbidden', 'unreachable', 'certificate', 'cors', 'policy', 'timeout', 'busy'];
    if (hopeless.includes(server.reason)) return;
    const { signal } = this;
    const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
    let n = 0;
    try {
      await ask(this.server, { path: this.path, accept, priority: 'near', signal }, async (answer) => {
        n = 0;
        for await (const part of partsOf(answer, SERIES_LIMIT)) {
          const blob = new Blob([...part.bytes]);
          await this.wholeFile(blob, this.name(++n));
        }
      });
      this.tally.error = undefined;
    } catch (second) {
      throwIfAborted(signal);
      if (!(second instanceof ServerError)) throw second;
    }
  }

  private async wholeFile(blob: Blob, path: string): Promise<void> {
    const outcomes: HeaderOutcome[] = [];
    await readHeaders([{ blob, path }], (_, outcome) => outcomes.push(outcome), this.signal);
    const [outcome] = outcomes;
    if (outcome?.status !== 'loaded') {
      if (outcome) this.opening.take({ path, blob }, outcome);
      return;
    }
    const { sopInstanceUid, seriesUid } = outcome.record.instance;
    if (this.seen.has(sopInstanceUid)) return;
    this.seen.add(sopInstanceUid);
    const place = { studyUid: this.studyUid, seriesUid, sopInstanceUid };
    const bytes = new Inflated(inflatedBlobs, () => fetchInstance(this.server, place, 'visible'));
    this.opening.take({ path, blob, bytes }, outcome);
    this.tally.have++;
  }

  private fault(error: unknown): ServerError {
    const facts = { server: this.server.name };
    const told = error instanceof ServerError ? error : new ServerError('badAnswer', messageOf(error), facts);
    this.tally.error ??= told;
    return told;
  }

  /** What is missing is a result too. */
  private account(): void {
    const { have, want, error } = this.tally;
    const missing = (want ?? 0) - have;
    if (missing <= 0 && !error) return;
    const said = error ? `${error.reason}: ${error.detail}` : '';
    const detail = [want !== undefined && `${have} / ${want}`, said].filter(Boolean).join('; ');
    if (this.count < (want ?? 1) || error)
      this.opening.add({ path: this.name(), status: 'failed', reason: 'server', detail });
  }
}
