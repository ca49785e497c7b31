import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboundResult } from '../../../../main/outbound/http-client.ts';
import { MemorySecretStore } from '../../../../main/platform/secret-store.ts';
import { PublicReach } from '../../../../main/services/twilio/public-reach.ts';
import type { OpenTunnel } from '../../../../main/services/twilio/tunnel.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';

const OWN = 'https://bridge.example.com';
const FIVE_MINUTES_MS = 5 * 60_000;

let real: ManualTime;
let reach: PublicReach;
let ingressOpen: boolean;
let liveCalls: number;
/** Whether the health check reaches our ingress. */
let leadsHere: boolean;
let asked: string[];
let tunnels: {
  closed: boolean;
  onConnected: (connected: boolean) => void;
  answer: (tunnel: OpenTunnel) => void;
}[];

/** Lets pending promises proceed. */
const settle = () => real.settle();

beforeEach(() => {
  real = new ManualTime();
  ingressOpen = true;
  liveCalls = 0;
  leadsHere = true;
  asked = [];
  tunnels = [];
  const kept = new Map<string, unknown>();
  reach = new PublicReach({
    settings: {
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
    },
    secrets: new MemorySecretStore({}),
    real,
    http: {
      send: async ({ url }) => {
        asked.push(url);
        const body = leadsHere ? (new URL(url).searchParams.get('nonce') ?? '') : 'else';
        return { status: 200, failure: null, body: Buffer.from(body) } as unknown as OutboundResult;
      },
    },
    tunnels: {
      open: ({ onConnected }) => {
        const { promise, resolve } = Promise.withResolvers<OpenTunnel>();
        tunnels.push({ closed: false, onConnected, answer: resolve });
        return promise;
      },
    },
    ingress: () =>
      ingressOpen
        ? {
            url: 'http://127.0.0.1:4749',
            port: 4749,
            newNonce: () => 'n',
            refusedHost: () => null,
            close: async () => {},
          }
        : null,
    isDouble: () => false,
    liveCalls: () => liveCalls,
    onChange: () => {},
  });
});

/** The tunnel of request number `index` opens. */
async function arrives(index: number): Promise<string> {
  const url = `https://t${index}.ngrok.app`;
  const tunnel = tunnels[index];
  tunnel?.answer({
    url,
    close: async () => {
      tunnel.closed = true;
    },
  });
  await settle();
  return url;
}

async function openTunnel(): Promise<string> {
  const opening = reach.open({ authToken: 'token' });
  await settle();
  const url = await arrives(tunnels.length - 1);
  await opening;
  return url;
}

describe('the public address', () => {
  it('is looked at again every five minutes, as long as it is wanted', async () => {
    await reach.set(OWN);
    expect(asked).toEqual([]);
    leadsHere = false;
    real.pass(FIVE_MINUTES_MS);
    await settle();
    expect(reach.view().health).toMatchObject({ ok: false });
    leadsHere = true;
    real.pass(FIVE_MINUTES_MS);
    await settle();
    expect(reach.view().health).toMatchObject({ ok: true });
    await reach.set(null);
    real.pass(3 * FIVE_MINUTES_MS);
    expect(asked).toHaveLength(2);
    expect(real.nextInMs()).toBeNull();
  });

  it('is not looked at while no account is linked, nor after the end of the app', async () => {
    ingressOpen = false;
    await reach.set(OWN);
    expect(real.nextInMs()).toBeNull();
    ingressOpen = true;
    reach.watch();
    expect(real.nextInMs()).toBe(FIVE_MINUTES_MS);
    await reach.close();
    expect(real.nextInMs()).toBeNull();
  });

  it('stays as it is while calls are live at Twilio', async () => {
    await reach.set(OWN);
    liveCalls = 1;
    await expect(reach.set(null)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(reach.open({ authToken: 'token' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(reach.publicUrl).toBe(OWN);
    expect(tunnels).toEqual([]);
  });
});

describe('a tunnel', () => {
  it('that breaks by itself is said to be broken, and checked when it is there again', async () => {
    const url = await openTunnel();
    expect(reach.view()).toMatchObject({ publicUrl: url, source: 'ngrok', health: { ok: true } });
    tunnels[0]?.onConnected(false);
    await settle();
    expect(reach.view()).toMatchObject({
      publicUrl: url,
      health: { ok: false, message: expect.stringContaining('lost the connection') },
    });
    tunnels[0]?.onConnected(true);
    await settle();
    expect(reach.view().health).toMatchObject({ ok: true });
  });

  it('that was closed says nothing any more', async () => {
    await openTunnel();
    await reach.set(OWN);
    tunnels[0]?.onConnected(false);
    await settle();
    expect(reach.view().health).toBeNull();
  });

  it('that was asked for twice is there once', async () => {
    const both = [reach.open({ authToken: 'token' }), reach.open({ authToken: 'token' })];
    await settle();
    await arrives(0);
    const url = await arrives(1);
    await Promise.all(both);
    expect(reach.publicUrl).toBe(url);
    expect(tunnels.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it('that is under way while the account is unlinked does not stay', async () => {
    const opening = reach.open({ authToken: 'token' });
    await settle();
    const forgetting = reach.forget();
    await arrives(0);
    await Promise.all([opening.catch(() => {}), forgetting]);
    expect(reach.publicUrl).toBeNull();
    expect(tunnels[0]?.closed).toBe(true);
    await expect(reach.open({})).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('that takes too long is given up, and closed when it comes after all', async () => {
    const opening = reach.open({ authToken: 'token' });
    opening.catch(() => {});
    await settle();
    real.pass(20_000);
    await expect(opening).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await arrives(0);
    expect(tunnels[0]?.closed).toBe(true);
    expect(reach.publicUrl).toBeNull();
  });
});
