import { afterEach, describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS } from '../../../../common/rules/deliveries/retry-schedule.ts';
import { ACCOUNT, startEngine, textEvent } from '../../../doubles/app/webhook-engine.ts';
import { moodOf, startFaultyServer } from '../../../doubles/handlers/faulty-server.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SEED = 20_261_102;
const DELIVERIES = 20_000;
const DAY_MS = 86_400_000;
/**
 * After this many turns of the event loop without a new request, only hanging requests are left.
 */
const QUIET_TURNS = 50;

interface Book {
  readonly headerId: string;
  readonly status: string;
  readonly attemptCount: number;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** The expected result of the handler's moods. */
function expected(headerId: string): { status: string; attemptCount: number } {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (moodOf(SEED, headerId, attempt) === 'accepts') {
      return { status: 'success', attemptCount: attempt };
    }
  }
  return { status: 'failed', attemptCount: MAX_ATTEMPTS };
}

describe('20,000 deliveries to a handler that fails, hangs and lies', () => {
  it('end with exact books', { timeout: 180_000 }, async () => {
    const time = new ManualTime();
    const engine = await startEngine({ time, frozen: true });
    cleanups.push(() => engine.stop());
    const server = await startFaultyServer(SEED);
    cleanups.push(() => server.stop());
    engine.webhooks.set(ACCOUNT, null, { url: server.url, timeout: 5 });

    for (let n = 0; n < DELIVERIES; n += 1) {
      engine.inTransaction(() =>
        engine.events.enqueue(
          textEvent(`message ${n}`, { messageId: `m${n}`, conversationId: `conv_${n % 700}` }),
        ),
      );
      if (n % 100 === 99) await time.settle();
    }
    let over = false;
    const everything = engine.clock.advance(2 * DAY_MS).finally(() => {
      over = true;
    });
    // Real time moves only when there are only hanging requests to wait for.
    for (let quiet = 0, known = 0; !over; quiet += 1) {
      await time.settle();
      if (server.requests !== known || server.hanging === 0) quiet = 0;
      known = server.requests;
      if (quiet > QUIET_TURNS) {
        time.pass(5_000);
        quiet = 0;
      }
    }
    await everything;

    const books = engine.db
      .prepare<[], Book>(
        `select d.webhook_header_id as headerId, d.status, d.attempt_count as attemptCount,
           d.last_error as lastError,
           (select count(*) from delivery_attempts a where a.seq = d.seq) as attempts
         from deliveries d order by d.seq`,
      )
      .all();
    expect(books).toHaveLength(DELIVERIES);
    const wrong = books.filter(({ headerId, status, attemptCount, attempts, lastError }) => {
      const right = expected(headerId);
      const stated = status === 'success' ? lastError === null : Boolean(lastError);
      return (
        status !== right.status ||
        attemptCount !== right.attemptCount ||
        attempts !== attemptCount ||
        !stated
      );
    });
    expect(wrong).toEqual([]);
    expect(server.requests).toBe(books.reduce((sum, { attempts }) => sum + attempts, 0));
    expect(books.some(({ status }) => status === 'failed')).toBe(true);
    expect(engine.defects).toEqual([]);
    expect(engine.loop.waiting).toBe(0);
  });
});
