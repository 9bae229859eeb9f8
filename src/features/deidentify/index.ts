/** Export of a study without the identity of its patient. */
export { DeidentifyDialog } from './DeidentifyDialog';
export { openDeidentify, useDeidentify } from './store';
