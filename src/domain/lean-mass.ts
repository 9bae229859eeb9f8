/**
 * Lean body mass in kg, for SUL = SUVbw · lean mass / weight. Weight in kg, height in m.
 * James with 120 for men, the SUV Type LBM of DICOM (LBMJAMES128 takes 128); Janmahasatian 2005,
 * Clin Pharmacokinet 44:1051.
 */
export type LeanMassRule = 'james' | 'janmahasatian';

/** Undefined unless the sex is M or F and both numbers are above 0, or where the formula gives no mass. */
export function leanMass(
  rule: LeanMassRule,
  sex: string,
  weight: number | undefined,
  height: number | undefined,
): number | undefined {
  if (!(weight !== undefined && weight > 0 && height !== undefined && height > 0)) return undefined;
  if (sex !== 'M' && sex !== 'F') return undefined;
  const man = sex === 'M';
  if (rule === 'james') {
    const share = weight / (height * 100);
    const mass = man ? 1.1 * weight - 120 * share ** 2 : 1.07 * weight - 148 * share ** 2;
    return mass > 0 ? mass : undefined;
  }
  const index = weight / height ** 2;
  return (9270 * weight) / (man ? 6680 + 216 * index : 8780 + 244 * index);
}
