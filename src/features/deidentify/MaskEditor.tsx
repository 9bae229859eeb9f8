import { useState, type KeyboardEvent } from 'react';
import { Plus } from 'lucide-react';
import type { MaskShape, Rectangle } from '../../dicom/deidentify';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { FrameSlider, SmallPictures } from './FramePictures';
import { MaskCanvas } from './MaskCanvas';
import { largerBrush, type MaskTool, startRadius, toolOfKey } from './mask-tools';
import { MaskTools } from './MaskTools';
import { type Part, redoMask, undoMask, withMask } from './plan';
import { RectangleRow } from './RectangleRow';
import type { Export } from './useExport';

interface MaskEditorProps {
  readonly part: Part;
  readonly work: Export;
}

/** One series: its images to look through, what is blacked out on them, and the reader's word that nothing is left. */
export function MaskEditor({ part, work }: MaskEditorProps) {
  const [index, setIndex] = useState(0);
  const [tool, setTool] = useState<MaskTool>('rectangle');
  const [radius, setRadius] = useState(startRadius(part));
  const decision = work.decisionOf(part.id);
  const { shapes } = decision;
  const set = (next: readonly MaskShape[]): void => work.decide(part.id, withMask(decision, next, part));
  const undo = (): void => work.decide(part.id, undoMask(decision));
  const redo = (): void => work.decide(part.id, redoMask(decision));
  const last = Math.max(0, part.frames.length - 1);

  /** Letters choose the tool, brackets its size, wherever in the editor the focus is; fields keep their own keys. */
  const onKey = (event: KeyboardEvent): void => {
    if (part.video || event.altKey) return;
    const { key, target } = event;
    if (target instanceof HTMLInputElement && target.type === 'number') return;
    const wanted = toolOfKey(key);
    if (event.ctrlKey || event.metaKey) {
      const letter = key.toLowerCase();
      if (letter === 'z' && !event.shiftKey) undo();
      else if (letter === 'y' || letter === 'z') redo();
      else return;
    } else if (wanted) setTool(wanted);
    else if (key === '[' || key === ']') setRadius(largerBrush(radius, key === ']', part));
    else return;
    event.preventDefault();
  };
  return (
    <div className="deid-mask" onKeyDown={onKey}>
      <div className="deid-look">
        {!part.video && (
          <MaskTools
            tool={tool}
            choose={setTool}
            radius={radius}
            resize={(larger) => setRadius(largerBrush(radius, larger, part))}
            undo={decision.past.length > 0 ? undo : undefined}
            redo={decision.undone.length > 0 ? redo : undefined}
          />
        )}
        <MaskCanvas
          part={part}
          index={index}
          shapes={shapes}
          tool={tool}
          radius={radius}
          add={(one) => set([...shapes, one])}
          go={(step) => setIndex(Math.min(last, Math.max(0, index + step)))}
        />
        <FrameSlider part={part} index={index} go={setIndex} />
        <SmallPictures part={part} go={setIndex} />
      </div>
      <Decide part={part} work={work} set={set} />
    </div>
  );
}

interface DecideProps extends MaskEditorProps {
  readonly set: (shapes: readonly MaskShape[]) => void;
}

const asShape = (rectangle: Rectangle): MaskShape => ({ kind: 'rectangle', ...rectangle });

/** Why it must be looked at, the rectangles in figures, and the reader's word. */
function Decide({ part, work, set }: DecideProps) {
  const { t } = useTranslation('deidentify');
  const { shapes, confirmed } = work.decisionOf(part.id);
  const strip: Rectangle = {
    left: 0,
    top: 0,
    width: part.columns,
    height: Math.max(2, Math.round(part.rows / 10)),
  };
  return (
    <div className="deid-decide">
      {part.risk && <p className="deid-note deid-warn">{t(`risk.${part.risk}`)}</p>}
      {part.video ? (
        <p className="deid-note deid-warn" data-testid="deid-video">
          {t('pixels.video')}
        </p>
      ) : (
        <>
          <p className="deid-note">{t('pixels.how')}</p>
          <div className="deid-buttons">
            {part.proposed.length > 0 && (
              <Button
                onClick={() => set([...shapes, ...part.proposed.map(asShape)])}
                data-testid="deid-propose"
              >
                {t('pixels.propose')}
              </Button>
            )}
            <Button
              icon={<Plus size={14} aria-hidden />}
              onClick={() => set([...shapes, asShape(strip)])}
              data-testid="deid-add-rectangle"
            >
              {t('pixels.add')}
            </Button>
          </div>
          <ol className="deid-rectangles">
            {shapes.map(
              (shape, at) =>
                shape.kind === 'rectangle' && (
                  <RectangleRow
                    // Shapes have no names; their order is all that tells them apart.
                    // oxlint-disable-next-line react/no-array-index-key
                    key={at}
                    number={shapes.slice(0, at + 1).filter(({ kind }) => kind === 'rectangle').length}
                    rectangle={shape}
                    part={part}
                    change={(next) => set(shapes.map((one, n) => (n === at ? next : one)))}
                    remove={() => set(shapes.filter((one) => one !== shape))}
                  />
                ),
            )}
          </ol>
        </>
      )}
      <label className="deid-check deid-confirm">
        <input
          type="checkbox"
          checked={confirmed}
          onChange={(event) => work.decide(part.id, { confirmed: event.target.checked })}
          data-testid="deid-confirm"
        />
        <span>
          {t(
            part.video
              ? 'pixels.confirmVideo'
              : shapes.length > 0
                ? 'pixels.confirmMasked'
                : 'pixels.confirm',
            { count: part.frames.length },
          )}
        </span>
      </label>
    </div>
  );
}
