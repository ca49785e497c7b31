import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisPosition,
  retryPlan,
  spread,
} from '../../../../renderer/inspector/detail/retry-plan.ts';
import { deliveryDetail } from '../../state/live-fixtures.ts';

const FAILED_ONCE = deliveryDetail({
  kind: 'event',
  status: 'pending',
  attemptCount: 1,
  nextRetryAt: '2026-11-02T10:05:02.000Z',
});

describe('the retry plan', () => {
  it('shows six attempts: those made, the next one, and those that would follow', () => {
    const plan = retryPlan(FAILED_ONCE);
    expect(plan.map(({ state }) => state)).toEqual([
      'success',
      'next',
      'later',
      'later',
      'later',
      'later',
    ]);
    const hours = plan.map(({ atMs }) => (atMs - (plan[1]?.atMs ?? 0)) / 3_600_000);
    expect(hours.slice(1)).toEqual([0, 0.5, 2.5, 8.5, 20.5]);
  });

  it('plans nothing for what is sent once, or is done', () => {
    expect(retryPlan({ ...FAILED_ONCE, kind: 'voice' })).toHaveLength(1);
    expect(retryPlan({ ...FAILED_ONCE, nextRetryAt: null })).toHaveLength(1);
  });

  it('gives short times room beside long ones', () => {
    const dayMs = 24 * 3_600_000;
    expect(axisPosition(0, 0, dayMs)).toBe(0);
    expect(axisPosition(dayMs, 0, dayMs)).toBe(1);
    expect(axisPosition(5 * 60_000, 0, dayMs)).toBeGreaterThan(0.2);
    expect(axisPosition(0, 0, 0)).toBe(0);
  });

  it('keeps points apart, in order and on the axis', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (values) => {
          const positions = spread(
            values.toSorted((a, b) => a - b),
            0.068,
          );
          positions.forEach((position, index) => {
            expect(position).toBeGreaterThanOrEqual(-1e-9);
            expect(position).toBeLessThanOrEqual(1 + 1e-9);
            const before = positions[index - 1];
            if (before !== undefined)
              expect(position - before).toBeGreaterThanOrEqual(0.068 - 1e-9);
          });
        },
      ),
    );
  });
});
