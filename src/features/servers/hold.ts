import { holdSeries, seriesTransfer } from '../../dicom/web';

/** Images of the series are still coming, or were stopped, from a server. */
export const comesFromServer = (seriesUid: string | undefined): boolean =>
  seriesUid !== undefined && seriesTransfer(seriesUid) !== undefined;

/** Stops what comes of the series ahead of the reader, or lets it go on. */
export function toggleHold(seriesUid: string | undefined): void {
  const transfer = seriesUid === undefined ? undefined : seriesTransfer(seriesUid);
  if (seriesUid !== undefined && transfer) holdSeries(seriesUid, !transfer.held);
}
