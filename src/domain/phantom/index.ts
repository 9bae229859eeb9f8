/** A synthetic adult chest CT, made by code from a seed. No patient, no data of anybody. */
export { demoNodules, type DemoNodule } from './nodules';
export { makeSlice, OUTSIDE_HU, preparePhantom, type Phantom, type SliceOptions } from './slice';
export { FIELD_MM, SIZE, SLICE_MM, SLICES, sliceZ, SPACING } from './space';

/** The seed of the demo study. */
export const DEMO_SEED = 62;
