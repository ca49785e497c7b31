import { describe, expect, it } from 'vitest';
import { parseDeliveryFilter } from '../../../../common/rules/deliveries/delivery-filter.ts';
import { filtersLike } from '../../../../renderer/inspector/actions/filters-like.ts';
import { narrowed, scopeOf } from '../../../../renderer/inspector/list/scope.ts';
import { delivery } from '../../state/live-fixtures.ts';

const NOTHING = { screen: 'phone', callId: null, conversationId: null } as const;
const TEXTING = { person: '+12025550147', agentNumber: '+14155550123' };

describe('what is on the screen beside the list', () => {
  it('is the call or the thread, and narrows the filter of a person', () => {
    const call = scopeOf(null, { ...NOTHING, callId: 'call_a' }, TEXTING);
    expect(narrowed('status:failed', call)).toBe('call:call_a status:failed');
    const view = { ...NOTHING, screen: 'messages', conversationId: 'conv_a' } as const;
    expect(scopeOf(null, view, TEXTING)).toEqual({
      kind: 'thread',
      term: 'conversation:conv_a',
      id: 'conv_a',
    });
  });

  it('is nothing on other screens', () => {
    const view = { ...NOTHING, screen: 'webhooks', callId: 'call_a' } as const;
    expect(scopeOf(null, view, TEXTING)).toBeNull();
    expect(narrowed('x', null)).toBe('x');
  });
});

describe('filters for what is like a delivery', () => {
  it('can all be read, whatever is in it', () => {
    const odd = delivery({
      counterparty: 'sip:"Ada, B" <ada@x>',
      event: 'twilio "x"',
      conversationId: 'conv_a',
      status: 'failed',
      httpStatus: 503,
      url: 'http://127.0.0.1:3000/a%20b',
    });
    const filters = filtersLike(odd, (address) => address);
    expect(filters.map(({ filter }) => parseDeliveryFilter(filter).ok)).not.toContain(false);
    expect(filters.map(({ filter }) => filter)).toContain('status:503');
    const silent = filtersLike(delivery({ silent: true }), String);
    expect(silent.map(({ filter }) => filter)).toContain('status:silent');
  });
});
