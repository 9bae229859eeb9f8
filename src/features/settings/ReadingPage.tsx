import { useTranslation } from '../../i18n';
import { changeSettings, useSettings } from './settings';

const hangings = ['auto', 'always', 'never'] as const;

/** How studies are hung, and what the hand does after a measurement. */
export function ReadingPage() {
  const { t } = useTranslation('settings');
  const hanging = useSettings((state) => state.hanging);
  const keepTool = useSettings((state) => state.keepTool);
  return (
    <>
      <fieldset className="settings-list">
        <legend>{t('reading.hanging')}</legend>
        {hangings.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="hanging"
              data-testid={`hanging-${one}`}
              checked={hanging === one}
              onChange={() => changeSettings({ hanging: one })}
            />
            <span>
              {t(`reading.${one}`)}
              <small>{t(`reading.${one}Why`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="settings-check">
        <input
          type="checkbox"
          data-testid="keep-tool"
          checked={keepTool}
          onChange={(event) => changeSettings({ keepTool: event.target.checked })}
        />
        {t('reading.keepTool')}
      </label>
    </>
  );
}
