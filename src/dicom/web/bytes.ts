/** An instance that lies on a server: its frames one by one, or its file whole where that is wanted or needed. */
import type { FetchFrame, FileBytes, FrameBytes, FramePieces } from '../contract';
import { DicomError, throwIfAborted } from '../errors';
import { readHeaders } from '../header/client';
import type { HeaderOutcome, PixelFormat } from '../header/record';
import { frameRanges } from '../pixels/locate';
import { SizedCache } from '../sized-cache';
import { inflatedBlobs } from '../sources/inflated';
import type { ServerConfig } from './contract';
import { ServerError } from './error';
import { fetchFrame } from './frame';
import { fetchInstance, isOfTheWay, type InstancePlace } from './instance';
import type { Ticket } from './queue';
import { countImage, forgetSeriesTransfer, isHeld } from './series-transfer';
import { renderedInstance } from './thumbnail';

/** Frames as they came are kept up to so many bytes: going back to one costs no second transfer. */
const frameCache = new SizedCache<string, FramePieces>(384 * 1024 * 1024, ({ parts }) =>
  parts.reduce((sum, part) => sum + part.size, 0),
);
/** Servers that give no frames, by id: their instances are fetched whole at once. */
const frameless = new Set<string>();

/** One transfer that several may wait for; it ends when nobody does. */
interface Flight {
  readonly done: Promise<FramePieces>;
  readonly abort: AbortController;
  ticket?: Ticket;
  waiters: number;
}

/** What a server's error is for whoever wants pixels. */
export const asDicomError = (error: ServerError): DicomError =>
  new DicomError('server', error.detail, undefined, { name: error.server, reason: error.reason });

export class RemoteInstance implements FileBytes {
  readonly frames: FrameBytes;
  private readonly flights = new Map<number, Flight>();
  private readonly kept = new Set<string>();
  private readonly came = new Set<number>();
  private reading: Promise<Blob> | undefined;
  private closed = new AbortController();
  /** Where the frames are in the file; the file itself may be let go and come again. */
  private located: HeaderOutcome | undefined;

  constructor(
    private readonly server: ServerConfig,
    private readonly place: InstancePlace,
    header: Blob,
  ) {
    this.frames = { header, fetch: (frame, format, options) => this.frame(frame, format, options) };
  }

  /** The whole file. @throws DicomError */
  read(): Promise<Blob> {
    return this.whole('visible');
  }

  /** A small picture; undefined where the server draws none, or cannot be reached now. */
  rendered(signal?: AbortSignal): Promise<Blob | undefined> {
    return renderedInstance(this.server, this.place, { signal }).catch((error: unknown) => {
      throwIfAborted(signal);
      if (error instanceof ServerError) return undefined;
      throw error;
    });
  }

  keep(): void {}

  drop(): void {
    this.closed.abort(new DOMException('the study was closed', 'AbortError'));
    inflatedBlobs.drop(this);
    for (const key of this.kept) frameCache.drop(key);
    this.kept.clear();
    forgetSeriesTransfer(this.place.seriesUid);
    this.located = undefined;
  }

  private whole(priority: FetchFrame['priority']): Promise<Blob> {
    const held = inflatedBlobs.get(this);
    if (held) return Promise.resolve(held);
    this.reading ??= fetchInstance(this.server, this.place, priority, this.closed.signal)
      .then((blob) => {
        inflatedBlobs.put(this, blob);
        return blob;
      })
      .catch((error: unknown) => {
        throw error instanceof ServerError ? asDicomError(error) : error;
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }

  private async frame(frame: number, format: PixelFormat, options: FetchFrame): Promise<FramePieces> {
    const key = `${this.place.sopInstanceUid}#${frame}`;
    const held = frameCache.get(key);
    if (held) return held;
    let flight = this.flights.get(frame);
    if (!flight) {
      const made = this.start(frame, format, options.priority);
      this.flights.set(frame, made);
      const forget = () => {
        if (this.flights.get(frame) === made) this.flights.delete(frame);
      };
      made.done.then((pieces) => {
        forget();
        if (this.closed.signal.aborted) return;
        frameCache.put(key, pieces);
        if (!this.came.has(frame)) {
          this.came.add(frame);
          countImage(
            this.place.seriesUid,
            pieces.parts.reduce((sum, part) => sum + part.size, 0),
          );
        }
        this.kept.add(key);
      }, forget);
      flight = made;
    } else flight.ticket?.raise(options.priority);
    return this.join(frame, flight, options.signal);
  }

  /** Waits for a transfer with others; the last who leaves ends it. */
  private join(frame: number, flight: Flight, signal: AbortSignal | undefined): Promise<FramePieces> {
    flight.waiters++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        flight.waiters--;
        if (flight.waiters === 0) {
          if (this.flights.get(frame) === flight) this.flights.delete(frame);
          flight.abort.abort(signal?.reason);
        }
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      flight.done
        .then(resolve, (error: unknown) => reject(error instanceof ServerError ? asDicomError(error) : error))
        .finally(() => signal?.removeEventListener('abort', leave));
    });
  }

  private start(frame: number, format: PixelFormat, priority: FetchFrame['priority']): Flight {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.closed.signal]);
    const flight: Flight = {
      abort,
      waiters: 0,
      done: this.fetch(frame, format, priority, signal, (ticket) => {
        flight.ticket = ticket;
      }),
    };
    // Whoever waits hears of it; that nobody waits any more is no error of the page.
    flight.done.catch(() => {});
    return flight;
  }

  private async fetch(
    frame: number,
    format: PixelFormat,
    priority: FetchFrame['priority'],
    signal: AbortSignal,
    onTicket: (ticket: Ticket) => void,
  ): Promise<FramePieces> {
    // The file may be there by now, since somebody wanted it whole.
    if (frameless.has(this.server.id) || inflatedBlobs.get(this))
      return this.fromFile(frame, priority, signal);
    // The ticket is told before the flight is known to its owner: one turn later is soon enough.
    await Promise.resolve();
    let first: ServerError;
    try {
      return await fetchFrame(this.server, this.place, frame, format, {
        priority,
        signal,
        onTicket,
        held: () => isHeld(this.place.seriesUid),
      });
    } catch (error) {
      throwIfAborted(signal);
      if (!isOfTheWay(error) && !(error instanceof ServerError && error.reason === 'wrongLength'))
        throw error;
      first = error;
    }
    try {
      const pieces = await this.fromFile(frame, priority, signal);
      if (first.reason === 'unsupported' || first.reason === 'notFound') frameless.add(this.server.id);
      return pieces;
    } catch (error) {
      throwIfAborted(signal);
      // What went wrong first is what the reader should hear of.
      if (error instanceof DicomError && error.reason === 'server') throw first;
      throw error;
    }
  }

  /** A frame out of the whole file, located by the file's own header. @throws DicomError */
  private async fromFile(
    frame: number,
    priority: FetchFrame['priority'],
    signal: AbortSignal,
  ): Promise<FramePieces> {
    const blob = await this.whole(priority);
    throwIfAborted(signal);
    const { sopInstanceUid } = this.place;
    if (!this.located) {
      const outcomes: HeaderOutcome[] = [];
      await readHeaders([{ blob, path: sopInstanceUid }], (_, outcome) => outcomes.push(outcome), signal);
      throwIfAborted(signal);
      this.located = outcomes[0];
    }
    const outcome = this.located;
    if (outcome.status !== 'loaded') throw new DicomError(outcome.reason, outcome.detail ?? '');
    const { record } = outcome;
    const { pixels, format, instance } = record;
    if (instance.sopInstanceUid !== sopInstanceUid)
      throw new DicomError('server', `another instance came: ${instance.sopInstanceUid}`, undefined, {
        name: this.server.name,
        reason: 'badAnswer',
      });
    if (!pixels || pixels.kind === 'remote') throw new DicomError('noPixels', instance.sopClassUid);
    if (frame > instance.frames)
      throw new DicomError('truncatedPixels', `frame ${frame} of ${instance.frames}`);
    const { ranges, bitOffset } = frameRanges(pixels, format, instance.frames, frame - 1);
    const from = outcome.blob ?? blob;
    const parts = ranges.map(([a, b]) => from.slice(a, b));
    return { parts, bitOffset, format, ...(instance.lossy && { lossy: true }) };
  }
}
