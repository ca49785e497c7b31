import { expect, it } from 'vitest';
import { rmsOf } from '../../../renderer/audio/sound-level.ts';

it('samples have their root mean square as level', () => {
  expect(rmsOf(new Int16Array([16_384, -16_384]))).toBeCloseTo(0.5);
  expect(rmsOf(new Int16Array())).toBe(0);
});
