/** Chest films: the reader's quick marks with their zones, and what stands of the film among the findings. */
export { ChestFilm, useFilmCount } from './ChestFilm';
export { startMark } from './mark';
export { onChestFilm } from './film';
export { startChest } from './wiring';
