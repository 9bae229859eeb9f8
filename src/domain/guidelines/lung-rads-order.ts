import type { ManagementKey } from './keys';

export type LungRadsCategory = '0' | '1' | '2' | '3' | '4A' | '4B' | '4X';

/** From what asks for least to what asks for most; 0 is no step of this ladder. */
export const ladder: readonly LungRadsCategory[] = ['1', '2', '3', '4A', '4B', '4X'];

export const rankOf = (category: string): number => ladder.indexOf(category as LungRadsCategory);

/** What the ACR's table recommends for a category from 1 to 4X. */
export const managementOf = (category: LungRadsCategory): ManagementKey => {
  if (category === '3') return 'lr.3';
  if (category === '4A') return 'lr.4a';
  return category === '4B' || category === '4X' ? 'lr.4b' : 'lr.12';
};
