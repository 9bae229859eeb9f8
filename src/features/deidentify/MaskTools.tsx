import { Brush, Eraser, Minus, Plus, Redo2, SquareDashed, Undo2 } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import { maskTools, type MaskTool, toolKeys } from './mask-tools';

const icons = { rectangle: SquareDashed, brush: Brush, eraser: Eraser } as const;

interface MaskToolsProps {
  readonly tool: MaskTool;
  readonly choose: (tool: MaskTool) => void;
  /** Pixels. */
  readonly radius: number;
  readonly resize: (larger: boolean) => void;
  /** Absent when there is nothing to undo. */
  readonly undo?: () => void;
  readonly redo?: () => void;
}

/** Rectangle, brush, eraser; the size of the brush; a step back. */
export function MaskTools({ tool, choose, radius, resize, undo, redo }: MaskToolsProps) {
  const { t } = useTranslation('deidentify');
  return (
    <div className="deid-tools" role="toolbar" aria-label={t('pixels.tools')}>
      {maskTools.map((one) => {
        const Icon = icons[one];
        return (
          <IconButton
            key={one}
            label={t(`pixels.tool.${one}`)}
            keyHint={toolKeys[one]}
            active={one === tool}
            onClick={() => choose(one)}
            data-testid={`deid-tool-${one}`}
          >
            <Icon size={16} aria-hidden />
          </IconButton>
        );
      })}
      <span className="deid-size">
        <IconButton label={t('pixels.smaller')} keyHint="[" onClick={() => resize(false)}>
          <Minus size={14} aria-hidden />
        </IconButton>
        <span data-testid="deid-brush-size">{t('pixels.size', { size: 2 * radius })}</span>
        <IconButton label={t('pixels.larger')} keyHint="]" onClick={() => resize(true)}>
          <Plus size={14} aria-hidden />
        </IconButton>
      </span>
      <IconButton
        label={t('pixels.undo')}
        keyHint="Ctrl+Z"
        disabled={!undo}
        onClick={undo}
        data-testid="deid-undo"
      >
        <Undo2 size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('pixels.redo')} keyHint="Ctrl+Y" disabled={!redo} onClick={redo}>
        <Redo2 size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
