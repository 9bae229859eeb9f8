/** The demo study in the list: the one study whose images this page can make anew. */
import { demoUids } from '../../dicom/demo';
import type { WorklistRow } from '../../domain/worklist/row';

/**
 * By its UID alone: "synthetic" stands in descriptions of real patients, too (synthetic 2D mammograms, synthetic MR), and
 * their names and numbers must be shown.
 */
export const isDemo = ({ key }: Pick<WorklistRow, 'key'>): boolean => key === demoUids.study;
