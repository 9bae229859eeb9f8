/** What a PET image says of dose, decay and patient (PS3.3 C.8.9.1, C.8.9.2, C.7.1.3 and two private groups). */
import type { PetFacts } from '../../domain/pet-facts';
import type { Tags } from './tags';

/** Tag of an element in the block that a private creator has reserved; undefined when it has none. */
function privateTag(t: Tags, group: string, creator: string, element: string): string | undefined {
  for (let block = 0x10; block <= 0xff; block++) {
    const hex = block.toString(16).padStart(2, '0');
    if (t.plain(`x${group}00${hex}`) === creator) return `x${group}${hex}${element}`;
  }
  return undefined;
}

const positive = (n: number | undefined): number | undefined => (n !== undefined && n > 0 ? n : undefined);

/** Undefined for images that are no PET. */
export function readPet(t: Tags): PetFacts | undefined {
  if (t.plain('x00080060') !== 'PT') return undefined;
  const drug = t.item('x00540016');
  const ge = privateTag(t, '0009', 'GEMS_PETD_01', '0d');
  const philips = (element: string): number | undefined => {
    const tag = privateTag(t, '7053', 'Philips PET Private Group', element);
    return tag === undefined ? undefined : positive(t.decimal(tag));
  };
  return {
    units: t.plain('x00541001').toUpperCase(),
    suvType: t.plain('x00541006').toUpperCase(),
    corrected: t.plainList('x00280051'),
    decayCorrection: t.plain('x00541102').toUpperCase(),
    seriesDate: t.plain('x00080021'),
    seriesTime: t.plain('x00080031'),
    acquisitionDate: t.plain('x00080022'),
    acquisitionTime: t.plain('x00080032'),
    geScanTime: ge === undefined ? '' : t.plain(ge),
    injectionDateTime: drug?.plain('x00181078') ?? '',
    injectionTime: drug?.plain('x00181072') ?? '',
    nuclide: drug?.item('x00540300')?.text('x00080104') || drug?.text('x00180031') || '',
    dose: positive(drug?.decimal('x00181074')),
    halfLife: positive(drug?.decimal('x00181075')),
    weight: positive(t.decimal('x00101030')),
    height: positive(t.decimal('x00101020')),
    sex: t.plain('x00100040'),
    philipsSuv: philips('00'),
    philipsActivity: philips('09'),
  };
}
