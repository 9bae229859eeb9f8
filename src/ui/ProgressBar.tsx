import './progress.css';

interface ProgressBarProps {
  /** What is going on, for screen readers. */
  readonly label: string;
  /** 0 to 1; undefined while the amount is not known. */
  readonly value?: number;
}

/** A thin bar. It has no words of its own: what and how long stand beside it. */
export function ProgressBar({ label, value }: ProgressBarProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <div
      className={percent === undefined ? 'progress progress-unknown' : 'progress'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ width: `${percent ?? 30}%` }} />
    </div>
  );
}
