import type { Cell } from './cell';
import { mprOffer, type MprOffer } from './overlay/mprOffer';
import type { OpenSeries } from './openSeries';
import type { Say } from './say';

/** What the offer needs of its room. */
export interface OfferingRoom {
  readonly root: HTMLElement;
  readonly say: Say;
  cells(): readonly Cell[];
  /** Where the focus goes when the offer had it. */
  focus(): void;
  /** The reader chose: these cells are to be drawn as planes. */
  taken(cells: readonly Cell[]): void;
  /** The reader stays with the stack. */
  declined(series: OpenSeries): void;
}

/** Asks what to do about planes that need more memory than there is: one question at a time. */
export class RoomOffer {
  private open: MprOffer | undefined;

  constructor(private readonly room: OfferingRoom) {}

  /** Asks for the first cell that waits for an answer; nothing when none does. */
  ask(): void {
    this.close();
    const { room } = this;
    const cell = room.cells().find((one) => one.wantsPlanes() && one.series?.forecast());
    const forecast = cell?.series?.forecast();
    const series = cell?.series;
    if (!forecast || !series) return;
    this.open = mprOffer(room.root, forecast, room.say, {
      take: (choice) => {
        series.choice = choice;
        this.close();
        room.taken(room.cells().filter((one) => one.series === series && one.wantsPlanes()));
      },
      stay: () => room.declined(series),
    });
    this.open.focus();
  }

  close(): void {
    const held = this.room.root.querySelector('.vp-offer')?.contains(document.activeElement);
    this.open?.close();
    this.open = undefined;
    if (held) this.room.focus();
  }

  restate(): void {
    this.open?.restate();
  }
}
