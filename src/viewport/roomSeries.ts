import { OpenSeries } from './openSeries';
import type { RoomContent } from './roomState';

type Contents = readonly (RoomContent | undefined)[];
type Wanted = Pick<RoomContent, 'study' | 'series'>;

/** The series that a content needs: its own, and the one over it. */
const wantedBy = (content: RoomContent | undefined): readonly Wanted[] =>
  content ? [content, ...(content.over ? [content.over] : [])] : [];

/** The series that hang in a room, each open once however many cells show it. Gives all of them back. */
export class RoomSeries {
  private readonly open = new Map<string, OpenSeries>();

  /** @param onFrame a frame of some series has arrived or failed. */
  constructor(private readonly onFrame: () => void) {}

  /** Has the study read more of this series than is open? */
  hasGrown(seriesUid: string, contents: Contents): boolean {
    const open = this.open.get(seriesUid);
    return contents
      .flatMap(wantedBy)
      .some(({ series }) => series.seriesUid === seriesUid && open && series !== open.series);
  }

  /** The series of a content; opened anew when it has grown, with the reader's answer about memory kept. */
  take(content: Wanted, opened: (series: OpenSeries) => void): OpenSeries {
    const { seriesUid } = content.series;
    const known = this.open.get(seriesUid);
    if (known && known.series === content.series) return known;
    const choice = known?.choice;
    known?.dispose();
    const series = new OpenSeries(content.study, content.series, this.onFrame);
    series.choice = choice;
    this.open.set(seriesUid, series);
    opened(series);
    return series;
  }

  /** Gives back the series that no content asks for. Their cells must have been closed. */
  closeUnused(contents: Contents): void {
    const used = new Set(contents.flatMap(wantedBy).map(({ series }) => series.seriesUid));
    for (const [uid, series] of this.open) {
      if (used.has(uid)) continue;
      series.dispose();
      this.open.delete(uid);
    }
  }
}
