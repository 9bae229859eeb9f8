/** Structured forms: TI-RADS, BI-RADS, ASPECTS and others, their answers, and what they say in the report. */
export { formAbout } from './about';
export { addForm, openOrAddForm } from './change';
export { FormsPanel, useFormCount } from './FormsPanel';
export { filledForms, formSentences, useFilledForms, useFormSentences } from './sentences';
export { closeForms, formsSnapshot, restoreForms } from './snapshot';
export { studyForms, useForms } from './store';
