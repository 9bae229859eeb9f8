import { describe, expect, it } from 'vitest';
import { placeOf } from './sent';

describe('where a request goes', () => {
  const page = 'https://ct.example/view/?study=1.2';
  it.each([
    ['https://ct.example/view/assets/index-x.js', undefined],
    ['models/lung-nodule/weights.onnx', undefined],
    ['servers.json', undefined],
    ['blob:https://ct.example/1', undefined],
    ['data:text/plain,x', undefined],
    ['https://ct.example/view/dicom-web/studies?PatientName=W*', 'https://ct.example/view/dicom-web'],
    ['/dicom-web/studies', 'https://ct.example/dicom-web'],
    ['/other.js', 'https://ct.example/other.js'],
    ['https://pacs.example:8443/rs/studies', 'https://pacs.example:8443'],
    ['http://[', undefined],
  ])('%s', (address, place) => expect(placeOf(address, page)).toBe(place));
});
