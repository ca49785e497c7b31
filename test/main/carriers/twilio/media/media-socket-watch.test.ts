import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MediaSocketWatch } from '../../../../../main/carriers/twilio/media/media-socket-watch.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';

let real: ManualTime;
let log: string[];
/** Whether the other end responds to pings. */
let answers: boolean;

beforeEach(() => {
  real = new ManualTime();
  log = [];
  answers = true;
});

function watch(): MediaSocketWatch {
  const line: MediaSocketWatch = new MediaSocketWatch({
    real,
    silentAfterMs: 10_000,
    ping: () => {
      log.push('ping');
      if (answers) real.after(100, () => line.answered());
    },
    onDead: () => log.push('dead'),
    onSilent: () => log.push('silent'),
  });
  return line;
}

const count = (what: string) => log.filter((line) => line === what).length;

describe('a line', () => {
  it('that brings something all the time is asked nothing', () => {
    const line = watch();
    for (let n = 0; n < 100; n += 1) {
      real.pass(4_900);
      line.heard();
    }
    expect(log).toEqual([]);
  });

  it('that is silent lives as long as its other end answers', () => {
    watch();
    real.pass(3_600_000);
    expect(count('dead')).toBe(0);
    expect(count('ping')).toBeGreaterThan(700);
  });

  it('whose silence lasts is told of, ever more seldom: once a minute at last', () => {
    watch();
    real.pass(9_999);
    expect(count('silent')).toBe(0);
    real.pass(5_001);
    expect(count('silent')).toBe(1);
    real.pass(600_000);
    expect(count('silent')).toBeGreaterThan(10);
    expect(count('silent')).toBeLessThan(15);
  });

  it('that spoke again is told of anew', () => {
    const line = watch();
    real.pass(15_000);
    line.heard();
    real.pass(9_000);
    expect(count('silent')).toBe(1);
    real.pass(6_000);
    expect(count('silent')).toBe(2);
  });

  it('that does not answer is dead ten seconds after its last word, once', () => {
    answers = false;
    const line = watch();
    real.pass(3_000);
    line.heard();
    real.pass(9_999);
    expect(count('dead')).toBe(0);
    real.pass(1);
    expect(count('dead')).toBe(1);
    real.pass(60_000);
    expect(count('dead')).toBe(1);
  });

  it('is not dead because this process was held up', () => {
    answers = false;
    const line = watch();
    real.pass(5_000);
    // The response stays unread while the process is blocked.
    real.stall(20_000);
    line.answered();
    real.pass(4_000);
    expect(count('dead')).toBe(0);
  });

  it('that is closed is asked nothing any more', () => {
    watch().stop();
    real.pass(60_000);
    expect(log).toEqual([]);
  });

  it('is never killed while it answers in time, and never kept when it does not', () => {
    const moment = fc.record({
      afterMs: fc.integer({ min: 1, max: 20_000 }),
      speaks: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 30 }), fc.boolean(), (callWaits, isThere) => {
        real = new ManualTime();
        log = [];
        answers = isThere;
        const line = watch();
        let lastMs = real.monotonicMs();
        let isDue = false;
        for (const { afterMs, speaks } of callWaits) {
          real.pass(afterMs);
          isDue ||= !isThere && real.monotonicMs() - lastMs >= 10_000;
          expect(count('dead') > 0).toBe(isDue);
          if (isDue) return;
          if (speaks) {
            line.heard();
            lastMs = real.monotonicMs();
          }
        }
      }),
    );
  });
});
