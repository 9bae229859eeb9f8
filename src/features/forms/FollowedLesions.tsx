import { useMemo } from 'react';
import {
  canBeTarget,
  isUpToDate,
  lesionRoles,
  lesionsFollowed,
  proposedRoles,
  recistAnswers,
  rolesIn,
  withRoles,
  type FollowedLesion,
  type FollowedLesions as Followed,
  type LesionRole,
  type LesionWords,
} from '../../domain/follow-up';
import { lesionName, lung } from '../../domain/guidelines/forms';
import { isReportable } from '../../domain/report-facts';
import { dicomDate } from '../../domain/person-text';
import { useLanguage, useTranslation } from '../../i18n';
import { Button } from '../../ui';
import { useStudyGrowth } from '../growth';
import { answerForm } from './change';
import { keepKeys } from './Choices';
import { Group, type FormFieldProps } from './Question';

const wordsOf = (language: 'zh' | 'en'): LesionWords => ({
  name: ({ number, lastSeen }) => lesionName(number, lastSeen)[language],
  organ: lung[language],
});

/** On screen a date breaks over no two lines: hyphens that do not break. */
const wholeDate = (date: string): string => dicomDate(date).replaceAll('-', '\u2011');

/** The lesions of the comparison with what each counts as; the form's table and sums follow from it. */
export function FollowedLesions(props: FormFieldProps) {
  const { studyUid, instance, sources } = props;
  const { t } = useTranslation('forms');
  const words = wordsOf(useLanguage());
  const { reviewed } = useStudyGrowth(studyUid);
  const all = useMemo(
    () =>
      lesionsFollowed(
        reviewed,
        sources.findings.filter(isReportable).map(({ trackingUid, number, measurements: { longAxis } }) => ({
          uid: trackingUid,
          number,
          ...(longAxis.unit === 'mm' && { longAxis: longAxis.value }),
        })),
      ),
    [reviewed, sources.findings],
  );
  const { answers, id } = instance;
  const roles = rolesIn(answers);
  if (!all || all.lesions.length === 0)
    return (
      <Group {...props}>
        <p className="form-note" data-testid="followed-none">
          {t('followed.none')}
        </p>
      </Group>
    );
  const fill = (given: Readonly<Record<string, LesionRole>>): void =>
    answerForm(studyUid, id, recistAnswers(all, given, answers, words));
  return (
    <Group {...props}>
      {roles ? (
        <>
          <p className="form-note">{t('followed.days', { dates: all.dates.map(wholeDate).join(' → ') })}</p>
          <ul className="followed" data-testid="followed-lesions">
            {all.lesions.map((one) => (
              <Lesion
                key={one.uid}
                {...{ all, one }}
                name={words.name(one)}
                role={roles[one.uid] ?? 'out'}
                onRole={(role) =>
                  answerForm(studyUid, id, withRoles(all, { ...roles, [one.uid]: role }, answers, words))
                }
              />
            ))}
          </ul>
          {!isUpToDate(all, answers, words) && (
            <p className="form-caution" data-testid="followed-differs">
              {t('followed.differs')}{' '}
              <Button look="quiet" data-testid="followed-refresh" onClick={() => fill(roles)}>
                {t('followed.refresh')}
              </Button>
            </p>
          )}
        </>
      ) : (
        <Button data-testid="followed-propose" onClick={() => fill(proposedRoles(all))}>
          {t('followed.propose')}
        </Button>
      )}
    </Group>
  );
}

interface LesionProps {
  readonly all: Followed;
  readonly one: FollowedLesion;
  readonly name: string;
  readonly role: LesionRole;
  readonly onRole: (role: LesionRole) => void;
}

/** One lesion: its diameters over the examinations, what became of it, what it counts as. */
function Lesion({ all, one, name, role, onRole }: LesionProps) {
  const { t } = useTranslation('forms');
  const measurable = canBeTarget(all, one);
  return (
    <li data-testid="followed-lesion" data-uid={one.uid} data-role={role}>
      <span className="followed-name">{name}</span>
      <span className="followed-sizes">
        {all.dates.map((date) => one.sizes[date]?.toFixed(1) ?? '–').join(' → ')}
      </span>
      {one.state !== 'same' && <small>{t(`followed.state.${one.state}`)}</small>}
      <span
        className="form-options"
        role="radiogroup"
        aria-label={t('followed.rolesOf', { name })}
        onKeyDown={keepKeys}
      >
        {lesionRoles.map((each) => (
          <label key={each} className="form-option" data-on={each === role || undefined}>
            <input
              type="radio"
              name={`followed ${one.uid}`}
              value={each}
              checked={each === role}
              disabled={each === 'target' && !measurable}
              onChange={() => onRole(each)}
            />
            <span>{t(`followed.role.${each}`)}</span>
          </label>
        ))}
      </span>
      {!measurable && <small>{t('followed.notTarget')}</small>}
    </li>
  );
}
