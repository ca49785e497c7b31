import { describe, expect, it } from 'vitest';
import { commitAfterMs } from '../../../../common/rules/turns/interruption.ts';

describe('how long speech must go on to interrupt', () => {
  it.each([
    [1, 0],
    [0.8, 500],
    [0.5, 1_250],
    [0.1, 2_250],
    [0, null],
    [2, 0],
    [-1, null],
  ])('sensitivity %s commits after %s ms', (sensitivity, ms) => {
    expect(commitAfterMs(sensitivity)).toBe(ms);
  });
});
