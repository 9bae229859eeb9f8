/** The earlier examination that is open beside the one that is reported on. */
import type { Study } from '../../domain/study';
import type { ReportInput } from '../../report';

type Prior = NonNullable<ReportInput['priors']>[number];

const OBJECTS = new Set(['SR', 'SEG', 'PR', 'KO', 'RTSTRUCT', 'DOC', 'REG', 'OT']);

const imagesOf = ({ series }: Study): readonly string[] => [
  ...new Set(series.map((one) => one.modality).filter((one) => one && !OBJECTS.has(one))),
];
const partsOf = ({ series }: Study): ReadonlySet<string> =>
  new Set(series.map((one) => one.bodyPart.trim().toUpperCase()).filter(Boolean));

/** By number, and not against it by date of birth: two patients may bear one number after a merge of two archives. */
function samePatient({ patient: a }: Study, { patient: b }: Study): boolean {
  const born = a.birthDate !== '' && b.birthDate !== '' && a.birthDate !== b.birthDate;
  return a.id !== '' && a.id === b.id && !born;
}

/** Both say of which part they are, and no part is the same: a knee is not compared with a chest. */
function otherPart(a: Study, b: Study): boolean {
  const [mine, theirs] = [partsOf(a), partsOf(b)];
  return mine.size > 0 && theirs.size > 0 && ![...mine].some((part) => theirs.has(part));
}

/** The latest earlier one, of the same kind before another; none or one. */
export function openPriors(study: Study, open: readonly Study[]): readonly Prior[] {
  const when = ({ date, time }: Study): string => `${date}${time}`;
  const own = imagesOf(study);
  const earlier = open
    .filter((one) => one.studyUid !== study.studyUid && samePatient(study, one) && !otherPart(study, one))
    .filter((one) => /^\d{8}$/.test(one.date) && /^\d{8}$/.test(study.date) && when(one) < when(study))
    .filter((one) => imagesOf(one).length > 0)
    .toSorted((a, b) => when(b).localeCompare(when(a)));
  const chosen = earlier.find((one) => imagesOf(one).some((kind) => own.includes(kind))) ?? earlier[0];
  if (!chosen) return [];
  const { studyUid, date, description } = chosen;
  return [{ studyUid, date, description, modalities: imagesOf(chosen) }];
}
