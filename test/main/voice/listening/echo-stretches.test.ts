import { describe, expect, it } from 'vitest';
import {
  type EchoStretch,
  EchoStretches,
} from '../../../../main/voice/listening/echo-stretches.ts';

function setUp() {
  const told: EchoStretch[] = [];
  const stretches = new EchoStretches((stretch) => told.push(stretch));
  const silence = (fromMs: number, untilMs: number, levelDb = -30) => {
    for (let at = fromMs; at < untilMs; at += 20) {
      const times = { fromUs: at * 1_000, untilUs: (at + 20) * 1_000 };
      stretches.silenced({ ...times, levelDb, delayMs: 200 });
    }
  };
  const toldMs = () => told.map(({ fromUs, untilUs }) => [fromUs / 1_000, untilUs / 1_000]);
  return { stretches, silence, told, toldMs };
}

describe('stretches of echo', () => {
  it('are told once so much was silenced that it would have been speech', () => {
    const { stretches, silence, toldMs } = setUp();
    silence(0, 60);
    stretches.end();
    expect(toldMs()).toEqual([]);
    silence(5_000, 5_080);
    stretches.end();
    expect(toldMs()).toEqual([[5_000, 5_080]]);
  });

  it('go on over a pause, and end with what was silenced last', () => {
    const { stretches, silence, toldMs } = setUp();
    silence(0, 100);
    silence(1_500, 1_600);
    stretches.passed(3_599_000);
    expect(toldMs()).toEqual([]);
    stretches.passed(3_600_000);
    expect(toldMs()).toEqual([[0, 1_600]]);
  });

  it('tell their last level and delay', () => {
    const { stretches, silence, told } = setUp();
    silence(0, 100);
    silence(100, 200, -24);
    stretches.end();
    expect(told.at(-1)).toMatchObject({ levelDb: -24, delayMs: 200 });
  });

  it('are not told of a click', () => {
    const { stretches, silence, toldMs } = setUp();
    silence(0, 40);
    stretches.passed(5_000_000);
    silence(6_000, 6_040);
    stretches.end();
    stretches.end();
    expect(toldMs()).toEqual([]);
  });
});
