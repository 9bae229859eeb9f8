/** The models on this device: the page that lists, tests, imports and removes them. */
export { importModel, openModels, refreshModels } from './commands';
export { ModelsPage } from './ModelsPage';
export { useModels } from './store';
