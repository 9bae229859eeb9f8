/** The earlier examination that is open beside the one that is reported on. */
import { earlierStudies, type SaidOrders } from '../../domain/comparison';
import type { Study } from '../../domain/study';
import type { ReportInput } from '../../report';

type Prior = NonNullable<ReportInput['priors']>[number];

const OBJECTS = new Set(['SR', 'SEG', 'PR', 'KO', 'RTSTRUCT', 'DOC', 'REG', 'OT']);

const imagesOf = ({ series }: Study): readonly string[] => [
  ...new Set(series.map((one) => one.modality).filter((one) => one && !OBJECTS.has(one))),
];
const partsOf = ({ series }: Study): ReadonlySet<string> =>
  new Set(series.map((one) => one.bodyPart.trim().toUpperCase()).filter(Boolean));

/** Both say of which part they are, and no part is the same: a knee is not compared with a chest. */
function otherPart(a: Study, b: Study): boolean {
  const [mine, theirs] = [partsOf(a), partsOf(b)];
  return mine.size > 0 && theirs.size > 0 && ![...mine].some((part) => theirs.has(part));
}

/** The latest earlier one, of the same kind before another; none or one. */
export function openPriors(study: Study, open: readonly Study[], said: SaidOrders): readonly Prior[] {
  const own = imagesOf(study);
  const earlier = earlierStudies(study, open, said).filter(
    (one) => !otherPart(study, one) && imagesOf(one).length > 0,
  );
  const chosen = earlier.find((one) => imagesOf(one).some((kind) => own.includes(kind))) ?? earlier[0];
  if (!chosen) return [];
  const { studyUid, date, description } = chosen;
  return [{ studyUid, date, description, modalities: imagesOf(chosen) }];
}
