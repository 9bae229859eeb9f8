import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding';
import { otherModel } from './makers';

type Made = Pick<Finding, 'origin' | 'source' | 'review'>;

const byModel = (
  modelVersion: string,
  review: Made['review'] = 'accepted',
  analysisVersion = '0.3.0',
): Made => ({
  origin: {
    kind: 'analysis',
    analysisId: 'lung-nodule',
    analysisVersion,
    modelId: 'lung-nodule',
    modelVersion,
    modelSha256: 'ab',
    provider: 'wasm',
  },
  review,
});
const imported = (algorithmType: string, algorithmName: string): Made => ({
  origin: { kind: 'reader' },
  source: { algorithmType, algorithmName },
  review: 'accepted',
});

describe('otherModel', () => {
  it('says nothing of one version, and names both of two', () => {
    expect(otherModel([byModel('2.1.0')], [byModel('2.1.0')])).toBeUndefined();
    expect(otherModel([byModel('2.1.0')], [byModel('2.0.0')])).toEqual({
      before: 'lung-nodule 2.0.0',
      now: 'lung-nodule 2.1.0',
    });
    expect(otherModel([byModel('2.1.0')], [byModel('2.1.0'), byModel('2.0.0')])?.before).toBe(
      'lung-nodule 2.0.0, lung-nodule 2.1.0',
    );
  });

  it('says nothing where readers drew or redrew', () => {
    expect(otherModel([byModel('2.1.0')], [byModel('2.0.0', 'edited')])).toBeUndefined();
    expect(otherModel([byModel('2.1.0')], [imported('MANUAL', '')])).toBeUndefined();
    expect(otherModel([], [byModel('2.0.0')])).toBeUndefined();
  });

  it('knows a segmentation made here by its name, and one made elsewhere as another', () => {
    const now = [byModel('2.1.0')];
    expect(otherModel(now, [imported('AUTOMATIC', 'lung-nodule 0.3.0')])).toBeUndefined();
    expect(otherModel(now, [imported('AUTOMATIC', 'OtherCAD 3')])?.before).toBe('OtherCAD 3');
  });
});
