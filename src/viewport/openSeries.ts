import { cache } from '@cornerstonejs/core';
import type { Vec3 } from '../domain/geometry';
import type { Instance, Series, Study } from '../domain/study';
import { drawsOnCpu } from './engine';
import { forgetFailure } from './gridImages';
import { forgetSeries, isColour, paddingHeld, rescaleHeld, viewedImage, viewSeries } from './images';
import { forecastMpr, openMprImages, type MprChoice, type MprForecast, type MprImages } from './mprImages';
import { prefetch, type Prefetch } from './prefetch';
import { framesOf, imageMiddle, seriesGrid, type NoMpr, type SeriesGrid } from './seriesGrid';
import { openVolume, type SharedVolume } from './volumeView';
import { openingWindow, windowFromPixels, type Window } from './window';

/** What planes of a series are cut from, on the graphics card. */
export interface OpenPlanes {
  readonly images: MprImages;
  readonly volume: SharedVolume;
}

/**
 * One series as the cells of the room share it: its images, its place in space, its frames on their way, its volume.
 * Lives from the first cell that shows it to the last; `dispose` gives back everything that it holds.
 */
export class OpenSeries {
  readonly imageIds: readonly string[];
  /** Each image as its own frame sees it, in the order of `imageIds`. */
  readonly images: readonly Instance[];
  readonly grid: SeriesGrid;
  /** The window that the file gives, or that was found from the first image. */
  window: Window | undefined;
  /** How the reader took planes that are over the memory. */
  choice: MprChoice | undefined;
  private planesOpening: Promise<OpenPlanes> | undefined;
  private planesOpen: OpenPlanes | undefined;
  private planeUsers = 0;
  /** Counts the openings: one that was given up while it ran must not take the place of the next. */
  private planesAsked = 0;
  private readonly fetches = new Map<readonly string[], Prefetch>();
  private disposed = false;

  constructor(
    readonly study: Study,
    readonly series: Series,
    /** A frame of one of its lists of images has arrived or failed. */
    private readonly onFrame: () => void,
  ) {
    this.window = openingWindow(series);
    this.imageIds = viewSeries(series, this.window);
    this.images = framesOf(series);
    this.grid = seriesGrid(series, this.images);
  }

  /** Why it has no other planes; undefined when it has. */
  noMpr(): NoMpr | 'cpu' | undefined {
    if ('reason' in this.grid) return this.grid.reason;
    return drawsOnCpu() ? 'cpu' : undefined;
  }

  /** Middle of the image in the middle, LPS mm; undefined where images have no places. */
  middle(): Vec3 | undefined {
    return 'grid' in this.grid ? imageMiddle(this.images[Math.floor(this.images.length / 2)]) : undefined;
  }

  /** What the reader must be asked before planes are made; undefined: nothing, or it was answered. */
  forecast(): MprForecast | undefined {
    if (this.choice || !('grid' in this.grid) || this.noMpr()) return undefined;
    return forecastMpr(this.images, this.grid);
  }

  /** The planes, shared by the cells that cut them; each that asks gives them back with `releasePlanes`. */
  planes(): Promise<OpenPlanes> {
    this.planeUsers++;
    this.planesOpening ??= this.openPlanes(++this.planesAsked);
    return this.planesOpening;
  }

  /** The planes if they are open now. */
  openedPlanes(): OpenPlanes | undefined {
    return this.planesOpen;
  }

  private async openPlanes(asked: number): Promise<OpenPlanes> {
    if (!('grid' in this.grid)) throw new Error('These images make no volume');
    const images = openMprImages(this.imageIds, this.images, this.grid, this.choice);
    const volume = await openVolume(this.series.seriesUid, images.imageIds);
    const planes = { images, volume };
    if (this.planeUsers > 0 && asked === this.planesAsked && !this.disposed) this.planesOpen = planes;
    else this.freePlanes(planes);
    return planes;
  }

  /** A cell no longer cuts planes; its viewport must be gone. With the last one the volume is freed. */
  releasePlanes(): void {
    this.planeUsers--;
    if (this.planeUsers > 0) return;
    this.planesAsked++;
    this.planesOpening = undefined;
    if (this.planesOpen) this.freePlanes(this.planesOpen);
    this.planesOpen = undefined;
  }

  private freePlanes({ images, volume }: OpenPlanes): void {
    // Slices that were made for the planes go with them.
    if (!images.own) this.stopFetching(images.imageIds);
    volume.dispose();
    images.dispose();
  }

  /** Fetches the images of the stack, or those that the planes are cut from, outwards from `centre`. */
  fetch(imageIds: readonly string[], centre: number): Prefetch {
    const running = this.fetches.get(imageIds);
    if (running) return running;
    const started = prefetch(imageIds, centre, (index) => {
      if (this.disposed) return;
      this.planesOpen?.volume.frameArrived(imageIds[index]);
      this.onFrame();
    });
    this.fetches.set(imageIds, started);
    return started;
  }

  fetching(imageIds: readonly string[]): Prefetch | undefined {
    return this.fetches.get(imageIds);
  }

  /** Asks once more for every image that could not be had. */
  fetchAgain(): void {
    for (const [imageIds, fetching] of this.fetches) {
      for (const imageId of imageIds) forgetFailure(imageId);
      fetching.again();
    }
  }

  private stopFetching(imageIds: readonly string[]): void {
    this.fetches.get(imageIds)?.stop();
    this.fetches.delete(imageIds);
  }

  /** A series without a window in its files takes one from the first image that is here; true when it did. */
  windowFromFirst(): boolean {
    if (this.window) return false;
    this.window = this.autoWindow();
    return this.window !== undefined;
  }

  /**
   * A window over the middle 99 % of the values of an image, in modality values.
   * @param index image of the stack; absent, or when it is not here: the first that is
   * @returns undefined for colour, and while no image is here
   */
  autoWindow(index?: number): Window | undefined {
    const wanted = index === undefined ? undefined : this.imageIds[index];
    const loaded =
      wanted !== undefined && cache.isLoaded(wanted)
        ? wanted
        : this.imageIds.find((imageId) => cache.isLoaded(imageId));
    const image = loaded === undefined ? undefined : cache.getImage(loaded);
    const viewed = loaded === undefined ? undefined : viewedImage(loaded);
    if (!viewed || !image || isColour(viewed.instance)) return undefined;
    return windowFromPixels(image.getPixelData(), rescaleHeld(viewed), paddingHeld(viewed));
  }

  dispose(): void {
    this.disposed = true;
    for (const fetching of this.fetches.values()) fetching.stop();
    this.fetches.clear();
    if (this.planesOpen) this.freePlanes(this.planesOpen);
    this.planesOpen = undefined;
    this.planesOpening = undefined;
    for (const imageId of this.imageIds)
      if (cache.isLoaded(imageId)) cache.removeImageLoadObject(imageId, { force: true });
    forgetSeries(this.series);
  }
}
