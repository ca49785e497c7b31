import { describe, expect, it } from 'vitest';
import type { LiveMessage } from '../../../../common/contract/index.ts';
import {
  MOST_KEPT,
  threadOf,
  withLiveMessages,
  withNewer,
  withOlder,
} from '../../../../renderer/state/history/thread-pages.ts';

const message = (n: number, body = '') =>
  ({ id: `msg${n}`, body, receivedAt: String(n).padStart(6, '0') }) as LiveMessage;
/** Newest first, as the operation answers. */
const page = (newest: number, oldest: number, hasOlder: boolean, hasNewer: boolean) => ({
  items: Array.from({ length: newest - oldest + 1 }, (_, index) => message(newest - index)),
  hasOlder,
  hasNewer,
});
const ends = (items: readonly LiveMessage[]) => [items[0]?.id, items.at(-1)?.id, items.length];

describe('a thread', () => {
  it('grows at both ends, oldest first and nothing twice', () => {
    let thread = threadOf('conv_a', page(60, 40, true, true));
    thread = withOlder(thread, page(40, 20, false, true));
    thread = withNewer(thread, page(80, 61, true, false));
    expect(ends(thread.items)).toEqual(['msg20', 'msg80', 61]);
    expect(thread).toMatchObject({ hasOlder: false, hasNewer: false });
  });

  it('lets the other end go beyond its bound, and knows that it can be read again', () => {
    const thread = threadOf('conv_a', page(2_000, 2_001 - MOST_KEPT, true, false));
    const older = withOlder(thread, page(2_000 - MOST_KEPT, 1_901 - MOST_KEPT, true, true));
    expect(ends(older.items)).toEqual([`msg${1_901 - MOST_KEPT}`, 'msg1900', MOST_KEPT]);
    expect(older.hasNewer).toBe(true);
    const back = withNewer(older, page(2_000, 1_901, true, false));
    expect(ends(back.items)).toEqual([`msg${2_001 - MOST_KEPT}`, 'msg2000', MOST_KEPT]);
    expect(back).toMatchObject({ hasOlder: true, hasNewer: false });
  });

  it('takes in what is new and what changed, if it reaches there', () => {
    const thread = threadOf('conv_a', page(5, 1, false, false));
    const live = [message(5, 'read'), message(6)];
    const now = withLiveMessages(thread, live);
    expect(ends(now.items)).toEqual(['msg1', 'msg6', 6]);
    expect(now.items[4]?.body).toBe('read');
    expect(withLiveMessages(now, live)).toBe(now);
    expect(withLiveMessages(now, [])).toBe(now);
    const middle = threadOf('conv_a', page(5, 1, false, true));
    expect(ends(withLiveMessages(middle, [message(90)]).items)).toEqual(['msg1', 'msg5', 5]);
  });
});
