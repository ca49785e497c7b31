import { z } from 'zod';
import { StorageState } from '../storage.ts';
import { defineOperation } from './definition/define.ts';

export const STORAGE_OPERATIONS = [
  defineOperation({
    name: 'storage.get',
    description:
      'Whether everything is kept: what is wrong with the disk, what waits for room, what was lost.',
    input: z.object({}),
    output: StorageState,
    effect: 'readOnly',
  }),
  defineOperation({
    name: 'storage.dismiss',
    description: 'Takes note of what was lost: it is no longer shown.',
    input: z.object({}),
    output: StorageState,
    effect: 'changes',
  }),
] as const;
