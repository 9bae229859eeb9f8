/** A number that the reader measures for a form: the tool goes into the hand, the next measurement fills the field. */
import { create } from 'zustand';
import type { AnnotationKind } from '../../domain/annotation/annotation';
import type { Takes } from '../../domain/guidelines/forms';
import { useMeasure } from '../measure';
import { setTool, useRead } from '../read';
import { offersFor, type Offer } from './offers';

interface Pending {
  readonly studyUid: string;
  readonly takes: Takes;
  /** Which field waits, for the button that shows it. */
  readonly field: string;
  readonly take: (offer: Offer) => void;
}

export const useMeasuring = create<{ readonly pending?: Pending }>()(() => ({}));

const tools: Readonly<Partial<Record<Takes, AnnotationKind>>> = {
  length: 'length',
  meanHu: 'ellipse',
  cardiothoracicRatio: 'cardiothoracic',
};

export const isMeasured = (takes: Takes | undefined): boolean =>
  takes !== undefined && tools[takes] !== undefined;

/** Takes the tool in hand; the same field again lets go of it. */
export function measureFor(pending: Pending): void {
  const tool = tools[pending.takes];
  if (!tool) return;
  if (useMeasuring.getState().pending?.field === pending.field) {
    stop();
    return;
  }
  useMeasuring.setState({ pending: undefined });
  setTool(tool);
  useMeasuring.setState({ pending });
}

function stop(): void {
  useMeasuring.setState({ pending: undefined });
  setTool('window');
}

let started = false;

/** Watches for what is measured. Lasts for the page's life; calling it again does nothing. */
export function startMeasuring(): void {
  if (started) return;
  started = true;
  useMeasure.subscribe((now, before) => {
    const { pending } = useMeasuring.getState();
    if (!pending || now.studies === before.studies) return;
    const known = new Set((before.studies[pending.studyUid] ?? []).map(({ uid }) => uid));
    const all = now.studies[pending.studyUid] ?? [];
    const fresh = all.filter(({ uid }) => !known.has(uid));
    if (fresh.length !== 1) return;
    const offer = offersFor(pending.takes, { annotations: all, findings: [], segments: [] }).find(
      ({ uid }) => uid === fresh[0].uid,
    );
    stop();
    // The measurement's own step of the history is still being done: the answer is the next one.
    if (offer) queueMicrotask(() => pending.take(offer));
  });
  // Another tool in hand: the reader thought better of it.
  useRead.subscribe(({ tool }, before) => {
    if (tool !== before.tool && useMeasuring.getState().pending)
      useMeasuring.setState({ pending: undefined });
  });
}
