export default {
  question: 'Go on from the work in this report?',
  what: 'The report holds work on this study as it was on {{when}}: findings, measurements, answers and report text. What is on this computer differs from it.',
  undo: 'If you take the work of the report, Undo brings back what is here now.',
  keep: 'Keep mine',
  take: 'Take the work of the report',
  close: 'Close',
  done: 'take the work of the report',
  message: {
    taken: 'Work of {{when}} came back out of the report.',
    same: 'This report holds the same work as this computer.',
    kept: 'Your own work was kept; the report is only shown.',
    damaged: 'The work in this report is damaged and was not taken. The report itself is shown.',
    otherStudy: 'The work in this report belongs to another study and was not taken.',
  },
};
