import { describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const START = '2026-11-02T09:00:00.000Z';
const HOUR_MS = 3_600_000;

function setUp() {
  const real = new ManualTime(START);
  const clock = new ProductClock({ real });
  const ran: string[] = [];
  const set = (name: string, delayMs: number) => clock.after(delayMs, () => ran.push(name));
  return { real, clock, ran, set };
}

describe('the way back to real time', () => {
  const refuse = () => {
    throw new Error('Something happened there.');
  };

  it('leads back where nothing happened, and delays keep their length', async () => {
    const { clock, real, ran, set } = setUp();
    await clock.advance(HOUR_MS);
    set('delay', 500);
    clock.at(Date.parse(START) + HOUR_MS + 200, () => ran.push('date'));
    const state = await clock.toRealTime(() => {});
    expect(state).toMatchObject({ now: START, offsetMs: 0, mode: 'real', ran: 0 });
    real.pass(499);
    expect(ran).toEqual([]);
    real.pass(1);
    expect(ran).toEqual(['delay']);
    real.pass(HOUR_MS);
    expect(ran).toEqual(['delay', 'date']);
  });

  it('is refused where something happened, and then nothing moves', async () => {
    const { clock } = setUp();
    await clock.advance(HOUR_MS);
    clock.freeze();
    await expect(clock.toRealTime(refuse)).rejects.toThrow('Something happened there.');
    expect(clock.state()).toMatchObject({ offsetMs: HOUR_MS, mode: 'frozen' });
  });

  it('leads forward from a clock that stood, running what is due on the way', async () => {
    const { clock, real, ran, set } = setUp();
    clock.freeze();
    set('due', 2_000);
    set('later', 9_000);
    real.pass(5_000);
    const state = await clock.toRealTime(refuse);
    expect(state).toMatchObject({ offsetMs: 0, mode: 'real', ran: 1 });
    expect(ran).toEqual(['due']);
    real.pass(4_000);
    expect(ran).toEqual(['due', 'later']);
  });
});
