import type { ReactNode } from 'react';
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { IconButton } from './Button';
import './notice.css';

const icons = { info: Info, warn: TriangleAlert, error: CircleAlert };

interface NoticeProps {
  readonly tone?: 'info' | 'warn' | 'error';
  /** What happened. */
  readonly title: string;
  /** Why, and what to do: one or two short sentences. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Shows a cross; needs its text. */
  readonly onClose?: () => void;
  readonly closeLabel?: string;
  readonly testId?: string;
}

/** A message in the page, never over the image: what happened, why, what to do. */
export function Notice({
  tone = 'info',
  title,
  children,
  action,
  onClose,
  closeLabel = '',
  testId,
}: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      className={`notice notice-${tone}`}
      role={tone === 'error' ? 'alert' : 'status'}
      data-testid={testId}
    >
      <Icon className="notice-icon" size={16} aria-hidden />
      <div className="notice-words">
        <strong>{title}</strong>
        {children && <span>{children}</span>}
      </div>
      {action}
      {onClose && (
        <IconButton label={closeLabel} onClick={onClose}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}
