import { describe, expect, it } from 'vitest';
import type { ValueName } from './annotation';
import { formatValue, unitText } from './values';

const text = (name: ValueName, value: number, unit: string) => formatValue({ name, value, unit });

describe('how values are written', () => {
  it.each([
    ['length', 12.345, 'mm', '12.3 mm'],
    ['length', 12.96, 'px', '13.0 px'],
    ['angle', 44.96, 'deg', '45.0°'],
    ['jointLineConvergence', -0.04, 'deg', '0.0°'],
    ['mechanicalAxisDeviation', -12.34, 'mm', '\u221212.3 mm'],
    ['area', 99.94, 'mm2', '99.9 mm²'],
    ['area', 99.96, 'mm2', '100 mm²'],
    ['area', 1234.5678, 'mm2', '1235 mm²'],
    ['area', 3.21, 'px2', '3.2 px²'],
    ['mean', -612.449, 'HU', '\u2212612.4 HU'],
    ['mean', 40, 'HU', '40.0 HU'],
    ['sd', 0, 'HU', '0.0 HU'],
    ['min', -1024, 'HU', '\u22121024 HU'],
    ['max', 71.25, 'HU', '71.3 HU'],
    ['value', 55, "[hnsf'U]", '55 HU'],
    ['mean', -0.01, 'HU', '0.0 HU'],
    ['mean', 1234.56, '1', '1234.6'],
    ['max', 255, '1', '255'],
    ['mean', 4.531, 'g/ml{SUVbw}', '4.53 g/ml{SUVbw}'],
    ['mean', 0.000812, 'mm2/s', '0.000812 mm2/s'],
    ['sd', 0, 'Gy', '0.0 Gy'],
    ['count', 1470, '1', '1470'],
    ['cardiothoracicRatio', 142 / 280, '1', '0.51'],
    ['length', Number.NaN, 'mm', '- mm'],
  ] as const)('%s %s %s', (name, value, unit, wanted) => {
    expect(text(name, value, unit)).toBe(wanted);
  });

  it('keeps a unit that it does not know', () => {
    expect(unitText('kBq/ml')).toBe('kBq/ml');
  });
});
