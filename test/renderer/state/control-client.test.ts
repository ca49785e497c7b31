import { describe, expect, it } from 'vitest';
import { ControlClient, OperationError } from '../../../renderer/state/control-client.ts';

const session = { controlUrl: 'http://127.0.0.1:4748', token: 'secret' };

describe('the control client', () => {
  it('posts the input with the token and gives back the output', async () => {
    let seen: [string, RequestInit | undefined] | null = null;
    const client = new ControlClient(session, async (url, init) => {
      seen = [String(url), init];
      return Response.json({ callId: 'call_a' });
    });
    const placed = await client.run('call.place', { from: '+12025550147', to: '+14155550123' });
    expect(placed).toEqual({ callId: 'call_a' });
    expect(seen).toMatchObject([
      'http://127.0.0.1:4748/control/operations/call.place',
      {
        method: 'POST',
        headers: { authorization: 'Bearer secret' },
        body: '{"from":"+12025550147","to":"+14155550123"}',
      },
    ]);
  });

  it("turns a refusal into an error with the server's own words", async () => {
    const body = {
      error: { message: 'The call is over.', code: 'CALL_NOT_LIVE', type: 'conflict' },
    };
    const client = new ControlClient(session, async () => Response.json(body, { status: 409 }));
    const failure = client.run('call.hangUp', { callId: 'call_a' });
    await expect(failure).rejects.toThrowError(OperationError);
    await expect(failure).rejects.toMatchObject({
      message: 'The call is over.',
      code: 'CALL_NOT_LIVE',
      status: 409,
    });
  });

  it('says so when nothing answers', async () => {
    const client = new ControlClient(session, async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(client.run('clock.get', {})).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('asks again for what it only reads once the window is connected, and does nothing twice', async () => {
    let lost = false;
    const asked: string[] = [];
    let connect: () => void = () => undefined;
    const client = new ControlClient(
      session,
      async (url) => {
        asked.push(String(url).split('/').at(-1) ?? '');
        if (lost) throw new TypeError('Failed to fetch');
        return Response.json({ items: [], total: 0 });
      },
      {
        onlyReads: (name) => name === 'call.list',
        isLost: () => lost,
        whenConnected: () =>
          new Promise((resolve) => {
            connect = () => {
              lost = false;
              resolve();
            };
          }),
      },
    );
    lost = true;
    const read = client.run('call.list', {});
    await expect(client.run('call.hangUp', { callId: 'call_a' })).rejects.toMatchObject({
      code: 'UNREACHABLE',
    });
    expect(asked).toEqual(['call.hangUp']);
    connect();
    expect(await read).toEqual({ items: [], total: 0 });
    expect(asked).toEqual(['call.hangUp', 'call.list']);
  });

  it('knows whether its token lets in, or that nothing answers', async () => {
    const known = (answer: () => Response) =>
      new ControlClient(session, async () => answer()).isKnown();
    expect(await known(() => Response.json([]))).toBe(true);
    expect(await known(() => new Response(null, { status: 401 }))).toBe(false);
    const unreachable = () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await known(unreachable)).toBeNull();
  });
});
