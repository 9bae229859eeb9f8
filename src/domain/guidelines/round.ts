/**
 * Sizes as the guidelines round them. A category is found from the rounded value, the one that is shown, so that a
 * report and its category never disagree.
 */

/** To 0.1 mm, as the panel prints lengths: Lung-RADS reports mean diameters so. */
export const tenth = (mm: number): number => Number(mm.toFixed(1));

/** To the nearest whole mm, halves up, as the Fleischner Society measures. The addend takes up binary fractions. */
export const wholeMm = (mm: number): number => Math.floor(mm + 0.5 + 1e-9);

/** pi/6 d3: volume of a sphere in mm3 from its diameter in mm. */
export const sphereVolume = (mm: number): number => (Math.PI / 6) * mm ** 3;

/** Diameter in mm of the sphere of this volume in mm3. */
export const sphereDiameter = (mm3: number): number => Math.cbrt((6 * mm3) / Math.PI);
