import {
  ArrowUpLeft,
  Bone,
  Circle,
  HeartPulse,
  LassoSelect,
  ListOrdered,
  MapPin,
  Move,
  Pipette,
  RectangleHorizontal,
  Ruler,
  Spline,
  TriangleRight,
  Type,
  type LucideIcon,
} from 'lucide-react';
import { createElement } from 'react';
import type { AnnotationKind } from '../../domain/annotation/annotation';

const icons: Readonly<Record<AnnotationKind, LucideIcon>> = {
  length: Ruler,
  bidirectional: Move,
  angle: TriangleRight,
  cobb: Spline,
  probe: Pipette,
  ellipse: Circle,
  circle: Circle,
  rectangle: RectangleHorizontal,
  freehand: LassoSelect,
  arrow: ArrowUpLeft,
  text: Type,
  cardiothoracic: HeartPulse,
  limb: Bone,
  vertebra: ListOrdered,
  mark: MapPin,
};

/** Every measuring tool, in the order of the menu; quick marks have buttons of their own. */
export const measureKinds = (Object.keys(icons) as readonly AnnotationKind[]).filter(
  (kind) => kind !== 'mark',
);

/** The picture of a kind; an ellipse is a circle lying down. */
export function KindIcon({ kind, size }: { readonly kind: AnnotationKind; readonly size: number }) {
  const style = kind === 'ellipse' ? { transform: 'scaleY(0.66)' } : undefined;
  return createElement(icons[kind], { size, style, 'aria-hidden': true });
}
