import type { Code } from '../../domain/finding';

/** A UCUM unit as people read it: none for 1, no curly or square brackets. */
export function unitText(unit: Code | undefined): string {
  if (!unit || unit.value === '1' || unit.value === 'no units') return '';
  if (unit.value === "[hnsf'U]") return 'HU';
  if (/^\{.*\}$/.test(unit.value))
    return unit.meaning === unit.value ? unit.value.slice(1, -1) : unit.meaning;
  return unit.value || unit.meaning;
}
