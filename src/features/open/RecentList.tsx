import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import { useLanguage, useTranslation, type Language } from '../../i18n';
import { forgetStudy, recentStudies, type RecentStudy } from '../../storage';
import { IconButton } from '../../ui';
import { openDemo } from './commands';
import { chooseFolder } from './OpenInputs';
import { dicomDate, personName } from '../../domain/person-text';

/** Shown at most; the rest would push the drop area off a small screen. */
const SHOWN = 5;

/** Studies that were open on this computer. Their images are not kept: a click asks for the folder. */
export function RecentList() {
  const { t } = useTranslation('open');
  const lang = useLanguage();
  const [list, setList] = useState<readonly RecentStudy[]>([]);

  useEffect(() => {
    let gone = false;
    // Without storage there simply is no list; that storage is missing is said in the status bar.
    recentStudies().then(
      (found) => gone || setList(found),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, []);

  if (list.length === 0) return null;
  return (
    <section className="recent" data-testid="recent">
      <h2>{t('recent.title')}</h2>
      <ul>
        {list.slice(0, SHOWN).map((study) => (
          <li key={study.studyUid}>
            <button
              type="button"
              onClick={() => (study.synthetic ? void openDemo() : chooseFolder())}
              data-tip={study.synthetic ? undefined : t('folder')}
            >
              <strong>
                {study.synthetic
                  ? t('recent.synthetic')
                  : personName(study.patientName, lang) || t('recent.unnamed')}
              </strong>
              <span>{study.synthetic ? '' : study.patientId}</span>
              <span>{dicomDate(study.date)}</span>
              <span>{study.modalities.join(' ')}</span>
              <span className="recent-description">{study.description}</span>
              <span>{t('recent.images', { count: study.imageCount })}</span>
              <span>{openedAgo(study.openedAt, lang, t('recent.today'), t('recent.yesterday'))}</span>
            </button>
            <IconButton
              label={t('recent.forget')}
              onClick={() => {
                void forgetStudy(study.studyUid);
                setList(list.filter((other) => other !== study));
              }}
            >
              <X size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <p>{t('recent.hint')}</p>
    </section>
  );
}

/** The day that an ISO time fell on, in the reader's words. */
function openedAgo(iso: string, lang: Language, today: string, yesterday: string): string {
  const day = (time: Date) => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const days = Math.round((day(new Date()) - day(new Date(iso))) / 86_400_000);
  if (days === 0) return today;
  if (days === 1) return yesterday;
  return new Date(iso).toLocaleDateString(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short',
    day: 'numeric',
  });
}
