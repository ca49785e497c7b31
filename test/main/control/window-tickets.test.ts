import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiError } from '../../../common/contract/index.ts';
import { ControlAccess } from '../../../main/control/access/control-access.ts';
import { WindowTickets } from '../../../main/control/access/window-tickets.ts';
import { ManualTime } from '../../doubles/manual-time.ts';

function booth() {
  const real = new ManualTime();
  const closed: string[] = [];
  const access = new ControlAccess(null, { save: () => {}, onUnsaved: () => {} });
  const tickets = new WindowTickets({ real, access, onUsedTwice: (id) => closed.push(id) });
  const redeem = (ticket: string) => {
    try {
      return { token: tickets.redeem(ticket) };
    } catch (error) {
      return { code: (error as ApiError).code };
    }
  };
  return { real, closed, access, tickets, redeem };
}

describe('a ticket', () => {
  it('is good for a minute of real time', () => {
    const { real, tickets, redeem } = booth();
    const [early, late] = [tickets.issue(), tickets.issue()];
    real.pass(60_000);
    expect(redeem(early)).toHaveProperty('token');
    real.pass(1);
    expect(redeem(late)).toEqual({ code: 'TICKET_EXPIRED' });
  });

  it('that expired is only refused, also the second time', () => {
    const { real, closed, tickets, redeem } = booth();
    const ticket = tickets.issue();
    real.pass(60_001);
    expect([redeem(ticket), redeem(ticket)]).toEqual([
      { code: 'TICKET_EXPIRED' },
      { code: 'TICKET_EXPIRED' },
    ]);
    expect(closed).toEqual([]);
  });

  it('is found used however late the second one comes, for that may be the right one', () => {
    const { real, closed, access, tickets, redeem } = booth();
    const ticket = tickets.issue();
    const { token = '' } = redeem(ticket);
    real.pass(86_400_000);
    expect(redeem(ticket)).toEqual({ code: 'TICKET_USED' });
    expect(closed).toHaveLength(1);
    expect(access.recognise(token)).toBeNull();
  });

  it('lets in at most one window at any time, whatever is tried in whatever order', () => {
    const step = fc.oneof(
      fc.constant({ kind: 'issue' as const }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 70_000 }) }),
      fc.record({ kind: fc.constant('redeem' as const), pick: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { real, access, tickets, redeem } = booth();
        const issued: { ticket: string; atMs: number; tokens: string[]; tries: number }[] = [];
        for (const one of steps) {
          if (one.kind === 'issue') {
            issued.push({ ticket: tickets.issue(), atMs: real.now(), tokens: [], tries: 0 });
          } else if (one.kind === 'wait') real.pass(one.ms);
          else {
            const chosen = issued[one.pick % Math.max(1, issued.length)];
            if (!chosen) continue;
            const { token } = redeem(chosen.ticket);
            chosen.tries += 1;
            if (token === undefined) continue;
            expect(real.now() - chosen.atMs).toBeLessThanOrEqual(60_000);
            chosen.tokens.push(token);
          }
        }
        for (const { tokens, tries } of issued) {
          expect(tokens.length).toBeLessThanOrEqual(1);
          const isIn = tokens.some((token) => access.recognise(token) !== null);
          expect(isIn).toBe(tokens.length === 1 && tries === 1);
        }
      }),
    );
  });

  it('is forgotten when too many are given out, the oldest first', () => {
    const { tickets, redeem } = booth();
    const first = tickets.issue();
    const all = Array.from({ length: 100 }, () => tickets.issue());
    expect(redeem(first)).toEqual({ code: 'TICKET_EXPIRED' });
    expect(redeem(all[0] ?? '')).toHaveProperty('token');
  });
});

describe('the tokens', () => {
  it('stay as they are when a new one cannot be kept', () => {
    const access = new ControlAccess(null, {
      save: () => {
        throw new Error('the disk is full');
      },
      onUnsaved: () => {},
    });
    const before = access.token;
    const window = access.openWindow();
    expect(() => access.rotate(new Set())).toThrow('the disk is full');
    expect(access.token).toBe(before);
    expect(access.recognise(window.token)).toEqual({ kind: 'window', id: window.id });
  });

  it('are those of the newest hundred windows', () => {
    const access = new ControlAccess(null, { save: () => {}, onUnsaved: () => {} });
    const tokens = Array.from({ length: 101 }, () => access.openWindow().token);
    expect(access.recognise(tokens[0] ?? '')).toBeNull();
    expect(access.recognise(tokens[1] ?? '')).not.toBeNull();
  });
});
