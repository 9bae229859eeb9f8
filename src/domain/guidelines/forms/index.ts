/** Structured forms: each one file of questions, rule and sentences. A new form is a new file and a line here. */
import { acrTiRadsForm } from './acr-ti-rads';
import { adrenalWashoutForm } from './adrenal-washout';
import { agatstonForm } from './agatston-form';
import { aspectsForm } from './aspects';
import { biRadsForm } from './bi-rads';
import { cTiRadsForm } from './c-ti-rads';
import { cardiothoracicForm } from './cardiothoracic';
import { ctPneumoniaForm } from './ct-pneumonia';
import type { FormDefinition, FormId } from './form';
import { haematomaForm } from './haematoma';
import { recistForm } from './recist-form';
import { whoForm } from './who-form';

export { biRadsOption } from './bi-rads';

export const forms: readonly FormDefinition[] = [
  acrTiRadsForm,
  cTiRadsForm,
  biRadsForm,
  aspectsForm,
  haematomaForm,
  ctPneumoniaForm,
  agatstonForm,
  adrenalWashoutForm,
  recistForm,
  whoForm,
  cardiothoracicForm,
];

/** Undefined for a form of another version of the page. */
export const formNamed = (id: string): FormDefinition | undefined => forms.find((one) => one.id === id);
export const theForm = (id: FormId): FormDefinition => formNamed(id)!;

export * from './form';
export { lesionName, lung } from './recist-facts';
export { filledForm } from './filled';
export { vessels, type Vessel } from './agatston';
export { acquisitionCautions, vesselNames } from './agatston-form';
export { findCalcium, LARGE_MM3, type CalciumFound, type CalciumLesion } from './calcium-parts';
