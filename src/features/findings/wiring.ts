import { loadVolume } from '../../dicom';
import { ijkToLps, lpsToIjk, type Vec3 } from '../../domain/geometry';
import type { Finding } from '../../domain/finding';
import { imageOf } from '../../domain/lesion';
import { maskHas } from '../../domain/volume';
import type { ViewportEvent } from '../../viewport/marks';
import { useOpen } from '../open';
import { goTo, onViewportEvent, setMarks, setTool, useRead, type Tool } from '../read';
import { addNodule } from './add';
import { dragAxes } from './axes';
import { gridOf } from './frames';
import { beginFirstPass } from './firstPass';
import { marksOf } from './marks';
import { commitStroke, previewStroke } from './outline';
import { selectFinding } from './select';
import { findByUid, hush, studyFindings, useFindings, type HandMode } from './store';
import { startShapeKeys } from './shapeKeys';
import { releasePixels, setVolumeSource } from './volumes';

/** Tools of the reading room that belong to findings, and the mode that each stands for. */
const modeOf: Partial<Record<Tool, HandMode>> = {
  brush: 'outlineAdd',
  eraser: 'outlineErase',
  addNodule: 'addNodule',
};
const toolOf: Partial<Record<HandMode, Tool>> = {
  outlineAdd: 'brush',
  outlineErase: 'eraser',
  addNodule: 'addNodule',
};

let started = false;

/**
 * Ties findings to the images: marks are drawn on every change, a choice moves every plane, hands on the images
 * become commands. Lasts for the page's life; calling it again does nothing.
 */
export function startFindings(): void {
  if (started) return;
  started = true;
  setVolumeSource({
    load: loadVolume,
    series: (uid) =>
      useOpen
        .getState()
        .studies.flatMap((study) => study.series)
        .find((s) => s.seriesUid === uid),
  });
  onViewportEvent(onHand);
  keepMarks();
  keepTool();
  startShapeKeys();
  useOpen.subscribe(({ studies, activeStudyUid }, before) => {
    if (activeStudyUid !== undefined && activeStudyUid !== before.activeStudyUid)
      beginFirstPass(activeStudyUid);
    // A volume of a closed study must not stay for its idle time.
    if (studies.length < before.studies.length) releasePixels();
  });
}

function onHand(event: ViewportEvent): void {
  if (event.kind === 'markClicked') selectFinding(event.id);
  else if (event.kind === 'pointPicked') void addNodule(event.seriesUid, event.point, event.image);
  else if (event.kind === 'axesChanged') dragAxes(event.id, event.axes, event.done);
  // Strokes of segments come the same way.
  else if (event.kind === 'brush' && findByUid(event.stroke.markId)) {
    if (event.done) void commitStroke(event.stroke);
    else previewStroke(event.stroke);
  }
}

/** Draws the marks of the study that is read, and goes to the finding that was chosen. */
function keepMarks(): void {
  const draw = () => {
    const { activeStudyUid } = useOpen.getState();
    setMarks(marksOf(studyFindings(activeStudyUid), useFindings.getState()));
  };
  useFindings.subscribe((now, before) => {
    const looks = ['studies', 'preview', 'mode', 'axisEnd'] as const;
    if (looks.some((what) => now[what] !== before[what])) draw();
    if (now.jump !== before.jump) jump();
  });
  useOpen.subscribe((now, before) => {
    if (now.activeStudyUid !== before.activeStudyUid) draw();
  });
  draw();
}

function jump(): void {
  const { activeStudyUid } = useOpen.getState();
  const { currentUid } = studyFindings(activeStudyUid);
  const f = currentUid === undefined ? undefined : findByUid(currentUid);
  if (!f) return;
  void goTo({ seriesUid: f.seriesUid, point: shownPoint(f), image: imageOf(f) });
}

/**
 * Where to look: inside the lesion, on the slice that carries its axes when the lesion is there too. The inner point
 * may lie a slice away from the one that was measured.
 */
export function shownPoint(f: Finding): Vec3 {
  const grid = gridOf(studyFindings(f.studyUid), f);
  if (!grid) return f.point;
  const [i, j] = lpsToIjk(grid, f.point).map(Math.round);
  const k = f.axes.slice;
  return maskHas(f.mask, i, j, k) ? ijkToLps(grid, [i, j, k]) : f.point;
}

/** One hand, one tool: the mode here and the tool of the images follow each other. */
function keepTool(): void {
  let reading: Tool = 'window';
  useFindings.subscribe(({ mode }, before) => {
    if (mode === before.mode) return;
    const { tool } = useRead.getState();
    const want = toolOf[mode] ?? (modeOf[tool] ? reading : tool);
    if (want !== tool) setTool(want);
  });
  useRead.subscribe(({ tool }, before) => {
    if (tool === before.tool) return;
    if (!modeOf[tool]) reading = tool;
    const mode = modeOf[tool] ?? 'none';
    const now = useFindings.getState().mode;
    // Working on axes needs no tool of its own, so any reading tool may stay in the hand.
    if (mode === now || (now === 'axes' && mode === 'none')) return;
    hush();
    useFindings.setState({ mode, preview: undefined, rejecting: undefined });
  });
}
