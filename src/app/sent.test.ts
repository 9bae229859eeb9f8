import { describe, expect, it } from 'vitest';
import { placeOf, questionSize } from './sent';

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

describe('what a question tells', () => {
  const page = 'https://ct.example/view/';
  it.each([
    // The page's own files tell nothing of a patient.
    ['assets/index-x.js', {}, 0],
    ['servers.json', {}, 0],
    ['/dicom-web/studies?PatientName=W*', {}, 'GET /dicom-web/studies?PatientName=W* HTTP/1.1\r\n'.length],
    [
      'https://pacs.example/rs/studies',
      { method: 'POST', headers: { Authorization: 'Bearer x' } },
      'POST /rs/studies HTTP/1.1\r\nauthorization: Bearer x\r\n'.length,
    ],
    // Three bytes a letter, percent signs and all.
    [
      '/dicom-web/studies?PatientName=张',
      {},
      'GET /dicom-web/studies?PatientName=%E5%BC%A0 HTTP/1.1\r\n'.length,
    ],
  ])('%s', (address, how, bytes) => expect(questionSize(address, page, how)).toBe(bytes));
});
