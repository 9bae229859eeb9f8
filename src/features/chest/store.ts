import { create } from 'zustand';
import type { ChestMarkKind } from '../../domain/chest-mark';

/** What the next click of the marking tool marks. */
export const useChest = create<{ readonly next: ChestMarkKind }>(() => ({ next: 'nodule' }));
