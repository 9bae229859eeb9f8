/** A study as the list of recent ones keeps it, and a passphrase, for the tests of this folder. */
export const study = {
  studyUid: '1.2.3',
  patientName: 'A^B',
  patientId: '1',
  date: '20260101',
  description: '',
  modalities: ['CT'],
  seriesCount: 1,
  imageCount: 1,
  synthetic: false,
  openedAt: '2026-01-01T00:00:00.000Z',
};

export const PASS = 'a long enough one';
