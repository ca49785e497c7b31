import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AGENT_TABS,
  desktopLink,
  INSPECTOR_TOOLS,
  PANES,
  parseDesktopLink,
  parseRoute,
  printRoute,
  TIMELINE_FORMS,
  type WindowRoute,
} from '../../../../common/rules/window/window-route.ts';

const NEWEST = { deliveryId: null, attempt: null, tab: null, filter: '' };
const PHONE: WindowRoute = {
  screen: 'phone',
  callId: null,
  turn: null,
  form: 'timeline',
  pane: 'talk',
  inspector: NEWEST,
};

describe('addresses of the window', () => {
  it.each<[string, WindowRoute]>([
    ['#/calls', PHONE],
    ['#/calls/call_x', { ...PHONE, callId: 'call_x' }],
    ['#/calls/call_x/turns/3', { ...PHONE, callId: 'call_x', turn: 3 }],
    ['#/calls?turn=0', { ...PHONE, turn: 0 }],
    [
      '#/calls/call_x?form=table&pane=webhooks&delivery=dlv_y&attempt=2&tab=why',
      {
        ...PHONE,
        callId: 'call_x',
        form: 'table',
        pane: 'webhooks',
        inspector: { deliveryId: 'dlv_y', attempt: 2, tab: 'why', filter: '' },
      },
    ],
    [
      '#/messages/conv_x',
      { screen: 'messages', conversationId: 'conv_x', pane: 'talk', inspector: NEWEST },
    ],
    [
      '#/webhooks/dlv_x?tab=why&filter=status%3Afailed+hours',
      {
        screen: 'webhooks',
        tool: null,
        inspector: {
          deliveryId: 'dlv_x',
          attempt: null,
          tab: 'why',
          filter: 'status:failed hours',
        },
      },
    ],
    ['#/webhooks?tool=clinic', { screen: 'webhooks', tool: 'clinic', inspector: NEWEST }],
    ['#/agents/agt_x?tab=playground', { screen: 'agents', agentId: 'agt_x', tab: 'playground' }],
    ['#/numbers', { screen: 'numbers' }],
    ['#/settings', { screen: 'settings' }],
    ['#/settings?operation=plan.set', { screen: 'settings', operation: 'plan.set' }],
    ['#/calls/call_x?operation=search', { ...PHONE, callId: 'call_x', operation: 'search' }],
  ])('%s', (hash, route) => {
    expect(printRoute(route)).toBe(hash);
    expect(parseRoute(hash)).toEqual(route);
    expect(parseRoute(hash.slice(1))).toEqual(route);
  });

  it('is the Phone screen where there is none', () => {
    for (const hash of ['', '#', '#/']) expect(parseRoute(hash)).toEqual(PHONE);
  });

  it.each(['#/nowhere', '#/%', '#token=secret', '#ticket=secret', '#/../etc'])(
    'leads nowhere: %s',
    (hash) => expect(parseRoute(hash)).toBeNull(),
  );

  it.each([
    ['#/calls/call_x/turns/-1', '#/calls/call_x'],
    ['#/calls/call_x/turns/1e3', '#/calls/call_x'],
    ['#/calls/call_x/turns/3/more', '#/calls/call_x/turns/3'],
    ['#/calls?form=__proto__&attempt=0&tab=%3Cscript%3E&pane=x', '#/calls'],
    ['#/calls/call_x?token=secret&ticket=secret', '#/calls/call_x'],
    [`#/agents/${'a'.repeat(500)}?tab=no`, '#/agents'],
    ['#/numbers?operation=../x', '#/numbers'],
  ])('leaves out what makes no sense: %s', (hash, kept) => {
    const route = parseRoute(hash);
    expect(route && printRoute(route)).toBe(kept);
  });

  it('prints what it reads, whatever is in it', () => {
    fc.assert(
      fc.property(route(), (given) => {
        const hash = printRoute(given);
        expect(parseRoute(hash)).toEqual(given);
        // A browser keeps it as it is, so that it can be held against the one in its bar.
        expect(new URL(hash, 'http://127.0.0.1/').hash).toBe(hash);
      }),
    );
  });

  it('reads anything without throwing, and what it reads is stable', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('#/', '/', '?', '&', '%', '%zz', 'calls', 'turns', 'webhooks', 'filter='),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (given) => {
        const read = parseRoute(given.join(''));
        if (read !== null) expect(parseRoute(printRoute(read))).toEqual(read);
      }),
    );
  });
});

describe('links into the desktop app', () => {
  it('are the address behind a scheme of their own', () => {
    const link = desktopLink({ ...PHONE, callId: 'call_x', turn: 3 });
    expect(link).toBe('agentphone-desktop://calls/call_x/turns/3');
    fc.assert(
      fc.property(route(), (given) => {
        expect(parseDesktopLink(desktopLink(given))).toEqual(given);
        expect(new URL(desktopLink(given)).protocol).toBe('agentphone-desktop:');
      }),
    );
  });

  it.each([
    ['agentphone-desktop://', PHONE],
    ['AgentPhone-Desktop://numbers/', { screen: 'numbers' }],
    ['agentphone-desktop:///settings', { screen: 'settings' }],
    ['agentphone-desktop://calls/?turn=2', { ...PHONE, turn: 2 }],
    ['agentphone-desktop://elsewhere', null],
    ['https://example.com/#/calls', null],
    ['--data-dir', null],
  ])('%s', (link, place) => expect(parseDesktopLink(link)).toEqual(place));
});

function route(): fc.Arbitrary<WindowRoute> {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .map((id) => id.toWellFormed());
  const id = fc.option(text);
  const inspector = fc.record({
    deliveryId: id,
    attempt: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    tab: fc.option(fc.constantFrom('request', 'answer', 'why')),
    filter: fc.oneof(fc.constant(''), text),
  });
  const pane = fc.constantFrom(...PANES);
  return fc.oneof(
    fc.record({
      screen: fc.constant('phone' as const),
      callId: id,
      turn: fc.option(fc.nat({ max: 1_000_000 })),
      form: fc.constantFrom(...TIMELINE_FORMS),
      pane,
      inspector,
    }),
    fc.record({ screen: fc.constant('messages' as const), conversationId: id, pane, inspector }),
    fc.record({
      screen: fc.constant('webhooks' as const),
      tool: fc.option(fc.constantFrom(...INSPECTOR_TOOLS)),
      inspector,
    }),
    fc.record({
      screen: fc.constant('agents' as const),
      agentId: id,
      tab: fc.constantFrom(...AGENT_TABS),
    }),
    fc.constant({ screen: 'numbers' as const }),
    fc.constant({ screen: 'settings' as const }),
  );
}
