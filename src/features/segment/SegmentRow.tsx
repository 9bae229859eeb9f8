import { Eye, EyeOff, Lock, LockOpen, MoreVertical, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { noted, useTyped } from '../history';
import { IconButton, Menu, type MenuItem } from '../../ui';
import {
  colourSegment,
  goToSegment,
  makeFinding,
  removeSegment,
  renameSegment,
  setKind,
  toggleLock,
  toggleVisible,
} from './commands';
import { css, kindOf, KINDS, type KindName, type Rgb, type Segment } from './segment';
import { sizeText, sourceText, valueText } from './words';

const hex = (rgb: Rgb): string => `#${rgb.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
const rgbOf = (text: string): Rgb =>
  [1, 3, 5].map((n) => parseInt(text.slice(n, n + 2), 16)) as unknown as Rgb;

interface RowProps {
  readonly segment: Segment;
  readonly current: boolean;
  /** Its images are not those that are read now. */
  readonly elsewhere?: string;
}

/** One segment: a click goes there and makes it the one that tools work on. */
export function SegmentRow({ segment, current, elsewhere }: RowProps) {
  const { t } = useTranslation('segment');
  const [naming, setNaming] = useState(false);
  const { name, numbers, visible, locked } = segment;
  const items: MenuItem[] = [
    { id: 'rename', label: t('row.rename'), testId: 'segment-rename', onSelect: () => setNaming(true) },
    {
      id: 'finding',
      label: t('row.finding'),
      hint: t('row.findingHint'),
      disabled: !numbers,
      testId: 'segment-finding',
      onSelect: () => void makeFinding(segment),
    },
    ...(Object.keys(KINDS) as KindName[]).map((kind): MenuItem => ({
      id: kind,
      label: t(`kind.${kind}`),
      group: t('kind.title'),
      checked: kindOf(segment) === kind,
      testId: `segment-kind-${kind}`,
      onSelect: () => setKind(segment, kind),
    })),
  ];
  const kind = kindOf(segment);
  return (
    <li
      className={current ? 'segment-row segment-current' : 'segment-row'}
      data-testid="segment-row"
      data-uid={segment.uid}
      data-voxels={numbers?.voxels ?? 0}
      data-current={current}
    >
      <Colour segment={segment} />
      <div className="segment-words">
        {naming ? (
          <NameInput segment={segment} onDone={() => setNaming(false)} />
        ) : (
          <button
            type="button"
            className="segment-name"
            aria-current={current}
            data-testid="segment-name"
            onClick={() => goToSegment(segment)}
            onDoubleClick={() => setNaming(true)}
          >
            {name}
          </button>
        )}
        <p className="segment-numbers">
          {elsewhere && <span>{elsewhere}</span>}
          {numbers ? (
            <>
              <span data-tip={sourceText(numbers.size)} data-testid="segment-size">
                {sizeText(numbers)}
              </span>
              <span data-tip={`${t('row.meanSd')}: ${sourceText(numbers.mean)}`} data-testid="segment-value">
                {valueText(numbers)}
              </span>
            </>
          ) : (
            <span>{t('row.empty')}</span>
          )}
          {kind !== 'tissue' && <span>{kind ? t(`kind.${kind}`) : segment.type.meaning}</span>}
        </p>
      </div>
      <IconButton
        label={visible ? t('row.hide', { name }) : t('row.show', { name })}
        data-testid="segment-eye"
        onClick={() => toggleVisible(segment)}
      >
        {visible ? <Eye size={14} /> : <EyeOff size={14} />}
      </IconButton>
      <IconButton
        label={locked ? t('row.unlock', { name }) : t('row.lock', { name })}
        data-testid="segment-lock"
        onClick={() => toggleLock(segment)}
      >
        {locked ? <Lock size={14} /> : <LockOpen size={14} className="segment-faint" />}
      </IconButton>
      <IconButton
        label={t('row.remove', { name })}
        disabled={locked}
        data-testid="segment-remove"
        onClick={() => removeSegment(segment)}
      >
        <Trash2 size={14} />
      </IconButton>
      <Menu
        label={t('row.more', { name })}
        items={items}
        className="icon-button"
        align="end"
        testId="segment-more"
      >
        <MoreVertical size={14} aria-hidden />
      </Menu>
    </li>
  );
}

/** The colour, which a click opens for another one. */
function Colour({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation('segment');
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(segment);
  useEffect(() => {
    latest.current = segment;
    if (input.current) input.current.value = hex(segment.rgb);
  });
  useEffect(() => {
    // React's own change event comes with every shade on the way; the browser's when the reader has chosen.
    const element = input.current;
    const chosen = () => element && colourSegment(latest.current, rgbOf(element.value));
    element?.addEventListener('change', chosen);
    return () => element?.removeEventListener('change', chosen);
  }, []);
  return (
    <label className="segment-colour" style={{ background: css(segment.rgb) }}>
      <input
        ref={input}
        type="color"
        defaultValue={hex(segment.rgb)}
        aria-label={t('row.colour', { name: segment.name })}
        data-testid="segment-colour"
      />
    </label>
  );
}

function NameInput({ segment, onDone }: { readonly segment: Segment; readonly onDone: () => void }) {
  const { t } = useTranslation('segment');
  const input = useRef<HTMLInputElement>(null);
  const typed = useTyped((text) => renameSegment(segment, text));
  useEffect(() => input.current?.select(), []);
  return (
    <input
      ref={input}
      className="segment-rename"
      aria-label={t('row.rename')}
      defaultValue={segment.name}
      maxLength={64}
      data-testid="segment-rename-input"
      {...noted(typed)}
      onBlur={(event) => {
        typed.end();
        renameSegment(segment, event.target.value);
        onDone();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          event.currentTarget.value = segment.name;
          event.currentTarget.blur();
        } else if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}
