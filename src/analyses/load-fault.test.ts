import { describe, expect, it } from 'vitest';
import { VolumeError } from '../dicom/errors';
import { loadFault } from './load-fault';

describe('images that cannot be loaded', () => {
  it('do not suit when they are no regular grid: the reason stays', () => {
    const uneven = loadFault(new VolumeError({ key: 'unevenSpacing', values: { count: 18 } }, '18 slices'));
    expect(uneven).toMatchObject({
      code: 'unsuitable',
      reasons: [{ key: 'unevenSpacing', values: { count: 18 } }],
    });
    const single = loadFault(
      new VolumeError({ key: 'tooFewSlices', values: { count: 19 } }, 'too few slices'),
    );
    expect(single.reasons).toEqual([{ key: 'tooFewSlices', values: { count: 1, least: 2 } }]);
  });

  it('failed in any other case', () => {
    expect(loadFault(new Error('slice 7 is damaged'))).toMatchObject({
      code: 'loadFailed',
      message: 'slice 7 is damaged',
      reasons: [],
    });
    expect(loadFault('odd')).toMatchObject({ code: 'loadFailed', message: 'odd' });
  });
});
