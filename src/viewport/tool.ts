/** What the left button does. */
export type Tool = 'window' | 'scroll' | 'pan' | 'zoom' | 'crosshair' | 'addNodule' | 'brush' | 'eraser';

export type Layout = 'stack' | 'mpr';
export type PaneName = 'stack' | 'axial' | 'coronal' | 'sagittal';
