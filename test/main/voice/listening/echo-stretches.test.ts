import { describe, expect, it } from 'vitest';
import {
  type EchoStretch,
  EchoStretches,
} from '../../../../main/voice/listening/echo-stretches.ts';

function setUp() {
  const told: [string, EchoStretch][] = [];
  const stretches = new EchoStretches({
    began: (stretch) => told.push(['began', stretch]),
    ended: (stretch) => told.push(['ended', stretch]),
  });
  const silence = (fromMs: number, untilMs: number, levelDb = -30) => {
    for (let at = fromMs; at < untilMs; at += 20) {
      const times = { fromUs: at * 1_000, untilUs: (at + 20) * 1_000 };
      stretches.silenced({ ...times, levelDb, delayMs: 200 });
    }
  };
  const edges = () =>
    told.map(([edge, { fromUs, untilUs }]) => [edge, fromUs / 1_000, untilUs / 1_000]);
  return { stretches, silence, told, edges };
}

describe('stretches of echo', () => {
  it('begin once so much was silenced that it would have been speech', () => {
    const { silence, edges } = setUp();
    silence(0, 60);
    expect(edges()).toEqual([]);
    silence(60, 80);
    expect(edges()).toEqual([['began', 0, 80]]);
  });

  it('go on over a pause, and end with what was silenced last', () => {
    const { stretches, silence, edges } = setUp();
    silence(0, 100);
    silence(1_500, 1_600);
    stretches.passed(3_599_000);
    expect(edges()).toHaveLength(1);
    stretches.passed(3_600_000);
    expect(edges()).toEqual([
      ['began', 0, 80],
      ['ended', 0, 1_600],
    ]);
  });

  it('tell their last level and delay', () => {
    const { stretches, silence, told } = setUp();
    silence(0, 100);
    silence(100, 200, -24);
    stretches.end();
    expect(told.at(-1)?.[1]).toMatchObject({ levelDb: -24, delayMs: 200 });
  });

  it('are not told of a click', () => {
    const { stretches, silence, edges } = setUp();
    silence(0, 40);
    stretches.passed(5_000_000);
    silence(6_000, 6_040);
    stretches.end();
    stretches.end();
    expect(edges()).toEqual([]);
  });
});
