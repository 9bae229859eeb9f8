import { describe, expect, it } from 'vitest';
import { dicomDate, personName } from './person-text';

describe('patient text', () => {
  it('takes the name of the language, and what there is when that form is missing', () => {
    expect(personName('Wang^XiaoDong=王^小东', 'zh')).toBe('王小东');
    expect(personName('Wang^XiaoDong=王^小东', 'en')).toBe('Wang XiaoDong');
    expect(personName('Wang^Xiaoming', 'zh')).toBe('Wang Xiaoming');
    expect(personName('王小东', 'en')).toBe('王小东');
    expect(personName('=王^小东', 'en')).toBe('王小东');
    expect(personName('Doe^Jane^^Dr', 'zh')).toBe('Doe Jane Dr');
    expect(personName('', 'zh')).toBe('');
  });

  it('writes whole dates with dashes and leaves others as they are', () => {
    expect(dicomDate('20260131')).toBe('2026-01-31');
    expect(dicomDate('2026')).toBe('2026');
  });
});
