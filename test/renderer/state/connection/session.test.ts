import { describe, expect, it } from 'vitest';
import { ERROR_TABLE } from '../../../../common/contract/index.ts';
import { takeArrival } from '../../../../renderer/state/connection/arrival.ts';
import { enter } from '../../../../renderer/state/connection/session.ts';

const ORIGIN = 'http://127.0.0.1:4748';
const KEY = 'agentphone.controlToken';

interface Given {
  readonly hash?: string;
  readonly kept?: Record<string, string>;
  readonly bridge?: object;
  /** The control port's response to the ticket: a token, a refusal, or none at all. */
  readonly answer?: { status: number; body: object };
}

/** A tab that loads the page; `happened` lists its externally visible actions in order. */
function load({ hash = '', kept = {}, bridge, answer }: Given) {
  const happened: string[] = [];
  const page = {
    agentphone: bridge,
    location: { hash, origin: ORIGIN, pathname: '/', search: '' },
    sessionStorage: {
      getItem: (key: string) => kept[key] ?? null,
      setItem(key: string, value: string) {
        happened.push(`keeps ${value}`);
        kept[key] = value;
      },
    },
    history: {
      replaceState: (_: null, __: string, url: string) => happened.push(`address ${url}`),
    },
  } as unknown as Window;
  const request = (url: string, init: { method: string; body: string }) => {
    happened.push(`${init.method} ${url} ${init.body}`);
    if (answer === undefined) return Promise.reject(new TypeError('fetch failed'));
    return Promise.resolve(Response.json(answer.body, { status: answer.status }));
  };
  return {
    happened,
    kept,
    entry: enter(page, takeArrival(page), request as unknown as typeof fetch),
  };
}

describe('the session of the window', () => {
  it('exchanges the ticket of its address, which it has taken out of there before', async () => {
    const { happened, entry } = load({
      hash: '#ticket=once',
      answer: { status: 200, body: { token: 'secret' } },
    });
    expect((await entry).session.token).toBe('secret');
    expect(happened).toEqual([
      'address /',
      `POST ${ORIGIN}/control/ticket {"ticket":"once"}`,
      'keeps secret',
    ]);
  });

  it.each(['TICKET_EXPIRED', 'TICKET_USED'] as const)(
    'says in the words of the control port what to do: %s',
    async (code) => {
      const { message, status } = ERROR_TABLE[code];
      const { entry, kept } = load({
        hash: '#ticket=old',
        // The token stored by an earlier page of this tab must not be used.
        kept: { [KEY]: 'secret' },
        answer: { status, body: { error: { message } } },
      });
      expect(await entry).toMatchObject({ session: { token: null }, refusal: message });
      expect(message).toContain('Open');
      expect(kept).toEqual({ [KEY]: 'secret' });
    },
  );

  it('says so when nobody answers', async () => {
    const { refusal, session } = await load({ hash: '#ticket=once' }).entry;
    expect([refusal, session.token]).toEqual([expect.stringContaining('does not answer'), null]);
  });

  it('takes a token from the address, keeps it for the tab and cleans the address', async () => {
    const { entry, happened } = load({ hash: '#token=secret' });
    const { session } = await entry;
    expect([session.controlUrl, session.token]).toEqual([ORIGIN, 'secret']);
    expect(happened).toEqual(['address /', 'keeps secret']);
  });

  it('finds it again after a reload', async () => {
    const { session } = await load({ kept: { [KEY]: 'secret' } }).entry;
    expect(session.token).toBe('secret');
  });

  it('keeps a new token in place of the old one', async () => {
    const { kept, entry } = load({ hash: '#token=secret' });
    const { session } = await entry;
    session.renew('newer');
    expect([session.token, kept]).toEqual(['newer', { [KEY]: 'newer' }]);
  });

  it('asks the desktop app, and stores nothing then', async () => {
    const bridge = {
      session: () => Promise.resolve({ controlUrl: 'http://127.0.0.1:9', token: 'bridge' }),
    };
    const { kept, entry } = load({ bridge });
    const { session } = await entry;
    session.renew('newer');
    expect([session.controlUrl, session.token, kept]).toEqual(['http://127.0.0.1:9', 'newer', {}]);
  });

  it('says why the desktop app does not take it for its window', async () => {
    const bridge = { session: () => Promise.reject(new Error('not ours')) };
    expect(await load({ bridge }).entry).toMatchObject({ refusal: 'not ours' });
  });

  it('has no token when nobody gave one', async () => {
    const { session, refusal } = await load({}).entry;
    expect([session.token, refusal]).toEqual([null, null]);
  });
});
