/** A series dragged from the list into a cell: one type of data, written by the list and read by the cells. */
export const SERIES_TYPE = 'application/x-lamplight-series';

/** Lets a series be dropped on an element; `data-over` is set while one is held over it. */
export function takeSeries(element: HTMLElement, drop: (seriesUid: string) => void): void {
  const held = (event: DragEvent): boolean => event.dataTransfer?.types.includes(SERIES_TYPE) ?? false;
  element.addEventListener('dragover', (event) => {
    if (!held(event)) return;
    event.preventDefault();
    element.dataset.over = 'true';
  });
  element.addEventListener('dragleave', () => delete element.dataset.over);
  element.addEventListener('drop', (event) => {
    delete element.dataset.over;
    const seriesUid = event.dataTransfer?.getData(SERIES_TYPE);
    if (!held(event) || !seriesUid) return;
    event.preventDefault();
    event.stopPropagation();
    drop(seriesUid);
  });
}
