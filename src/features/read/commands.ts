import type { Vec3 } from '../../domain/geometry';
import type { Series, Study } from '../../domain/study';
import { i18n } from '../../i18n/index';
import {
  ReadingSurface,
  captureKeyImage as capture,
  presetOf,
  windowPresets,
  type KeyImageRequest,
  type Layout,
  type Mark,
  type PaneName,
  type Say,
  type Tool,
  type ViewportEvent,
  type WindowPreset,
} from '../../viewport/index';
import { useRead } from './store';

/**
 * The commands of the reading room. They change what is looked at, never the work, so none needs an undo.
 * There is one reading room in the page; what is open is remembered here, so that it comes back when React
 * mounts the room anew.
 */
let surface: ReadingSurface | undefined;
let open: { readonly series: Series; readonly study: Study } | undefined;
let marks: readonly Mark[] = [];
const listeners = new Set<(event: ViewportEvent) => void>();

const say: Say = (key, values) => i18n.t(`read:view.${key}`, { ...values });

/** Puts the viewports into an element of the page; the returned function takes them away and frees them. */
export function mountRoom(element: HTMLElement): () => void {
  const mounted = new ReadingSurface(element, {
    say,
    onState: ({ window, point, ...state }) => {
      if (surface !== mounted) return;
      useRead.setState({
        maximised: undefined,
        noMpr: undefined,
        ...state,
        window,
        preset: window && presetOf(window),
        crosshair: point,
      });
    },
    onEvent: (event) => listeners.forEach((listener) => listener(event)),
  });
  surface = mounted;
  const { tool, layout, marksVisible, overlaysVisible, brushMm, window, crosshair } = useRead.getState();
  mounted.setTool(tool);
  mounted.setBrushMm(brushMm);
  mounted.setMarksVisible(marksVisible);
  mounted.setOverlaysVisible(overlaysVisible);
  void mounted.setLayout(layout);
  if (open) {
    void mounted.show(open.series, open.study).then(() => {
      if (surface !== mounted) return;
      if (window) mounted.setWindow(window);
      if (crosshair) mounted.goTo(crosshair);
    });
    mounted.setMarks(marks);
  }
  const restate = (): void => mounted.restate();
  i18n.on('languageChanged', restate);
  return () => {
    i18n.off('languageChanged', restate);
    if (surface === mounted) surface = undefined;
    mounted.dispose();
  };
}

/** Shows a series of a study, in place of what was open. Resolves when its first image is drawn or has failed. */
export async function showSeries(series: Series, study: Study): Promise<void> {
  open = { series, study };
  // What the surface keeps of a grown series it tells again by itself.
  useRead.setState({
    activeSeriesUid: series.seriesUid,
    hounsfield: series.modality === 'CT',
    window: undefined,
    preset: undefined,
    crosshair: undefined,
    loaded: 0,
  });
  if (!surface) return;
  const shown = surface.show(series, study);
  surface.setMarks(marks);
  await shown;
}

/** Closes what is open and gives back its memory. */
export function closeReading(): void {
  open = undefined;
  marks = [];
  surface?.closeSeries();
  useRead.setState({
    activeSeriesUid: undefined,
    window: undefined,
    preset: undefined,
    crosshair: undefined,
    noMpr: undefined,
    tool: 'window',
    loaded: 0,
  });
  surface?.setTool('window');
}

/** Every plane goes to a point (LPS mm); another series of the open study is shown first. */
export async function goTo(place: { readonly seriesUid: string; readonly point: Vec3 }): Promise<void> {
  if (open && open.series.seriesUid !== place.seriesUid) {
    const other = open.study.series.find((series) => series.seriesUid === place.seriesUid);
    if (!other) return;
    await showSeries(other, open.study);
  }
  surface?.goTo(place.point);
}

/** What the viewports draw over the images; marks of other series than the open one are kept, not drawn. */
export function setMarks(next: readonly Mark[]): void {
  marks = next;
  surface?.setMarks(next);
}

/** Listens to what the reader's hand does on the images. Returns the unsubscribe. */
export function onViewportEvent(listener: (event: ViewportEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes a tool in hand. Outlines need Hounsfield units: without them their tools are refused. */
export function setTool(tool: Tool): void {
  const outlines = tool === 'addNodule' || tool === 'brush' || tool === 'eraser';
  if (outlines && !useRead.getState().hounsfield) return;
  useRead.setState({ tool });
  surface?.setTool(tool);
}

/** A series without other planes stays a stack; the wish is kept for the next series. */
export function setLayout(layout: Layout): void {
  useRead.setState({ layout });
  void surface?.setLayout(layout);
}

export const toggleLayout = (): void => setLayout(useRead.getState().layout === 'mpr' ? 'stack' : 'mpr');

export function setPreset(preset: WindowPreset): void {
  surface?.setWindow(windowPresets[preset]);
}

/** The outlines on or off; returns nothing, the store knows. */
export function toggleMarks(): void {
  const marksVisible = !useRead.getState().marksVisible;
  useRead.setState({ marksVisible });
  surface?.setMarksVisible(marksVisible);
}

/** Overlay planes of the files (60xx) on or off, for every series until they are switched again. */
export function toggleOverlays(): void {
  const overlaysVisible = !useRead.getState().overlaysVisible;
  useRead.setState({ overlaysVisible });
  surface?.setOverlaysVisible(overlaysVisible);
}

export function scrollBy(slices: number): void {
  surface?.scrollBy(slices);
}

export function toggleMaximise(pane?: PaneName): void {
  surface?.toggleMaximise(pane);
}

export function resetView(): void {
  surface?.resetView();
}

/** Smallest and largest radius of the outline brush, mm. */
const BRUSH_MM = { least: 0.5, most: 40 };

/** Radius of the outline brush; smaller below 1, larger above. */
export function scaleBrush(factor: number): void {
  const { brushMm } = useRead.getState();
  const next = Math.min(BRUSH_MM.most, Math.max(BRUSH_MM.least, Math.round(brushMm * factor * 10) / 10));
  useRead.setState({ brushMm: next });
  surface?.setBrushMm(next);
}

/** A PNG for the report: the acquired slice at a point, with outline and a caption that names no patient. */
export function captureKeyImage(request: Omit<KeyImageRequest, 'words'>): Promise<Blob> {
  return capture({ ...request, words: { slice: say('slice'), research: say('research') } });
}
