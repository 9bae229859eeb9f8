import type { ComponentProps } from 'react';
import type { Annotation } from '../../domain/annotation/annotation';
import { MeasureCard } from './MeasureCard';
import { MeasureRow } from './MeasureRow';
import { useMeasure } from './store';

/** Annotations as the hand has them now. */
export function useShown(saved: readonly Annotation[]): readonly Annotation[] {
  const preview = useMeasure((s) => s.preview);
  return preview ? saved.map((one) => (one.uid === preview.uid ? { ...one, ...preview } : one)) : saved;
}

/** One annotation of a list: its row, and its card when it is the current one. */
export function MeasureItem(props: ComponentProps<typeof MeasureRow>) {
  const { annotation, all, series, current } = props;
  return (
    <li data-current={current}>
      <MeasureRow {...props} />
      {current && <MeasureCard annotation={annotation} all={all} series={series} />}
    </li>
  );
}
