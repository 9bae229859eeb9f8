import { buttonTools, wheelActs, type Buttons } from '../../domain/buttons';
import { useTranslation } from '../../i18n';
import { Habits } from './Habits';
import { changeSettings, useSettings } from './settings';

const buttonKeys = ['middle', 'right'] as const;
const wheelKeys = ['wheel', 'shiftWheel', 'ctrlWheel'] as const;

/** What the mouse buttons and the wheel do on an image. */
export function MousePage() {
  const { t } = useTranslation('settings');
  const buttons = useSettings((state) => state.buttons);
  const choice = <K extends keyof Buttons>(key: K, options: readonly Buttons[K][]) => (
    <label key={key} className="settings-choice">
      {t(`mouse.${key}`)}
      <select
        className="field"
        value={buttons[key]}
        data-testid={`mouse-${key}`}
        onChange={(event) =>
          changeSettings({ buttons: { ...buttons, [key]: event.target.value as Buttons[K] } })
        }
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {t(`mouse.act.${option}`)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <Habits />
      <p className="settings-note">{t('mouse.left')}</p>
      {buttonKeys.map((key) => choice(key, buttonTools))}
      {wheelKeys.map((key) => choice(key, wheelActs))}
      <p className="settings-note">{t('mouse.pad')}</p>
    </>
  );
}
