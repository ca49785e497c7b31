import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openMediaSocket,
  streamClaim,
} from '../../../../../main/carriers/twilio/media/media-socket-door.ts';
import { ManualTime } from '../../../../doubles/manual-time.ts';
import { type SocketPair, socketPair } from '../../../../doubles/servers/socket-pair.ts';

let pair: SocketPair;
beforeEach(async () => {
  pair = await socketPair();
});
afterEach(() => pair.close());

describe('a socket that passed the signature and says nothing', () => {
  it('is closed after ten seconds', async () => {
    const real = new ManualTime();
    openMediaSocket(pair.near, real, streamClaim, () => true);
    const closed = once(pair.far, 'close');
    real.pass(10_000);
    expect((await closed)[0]).toBe(1008);
  });

  it('is gone after fifteen, also if it does not answer the closing', async () => {
    const real = new ManualTime();
    pair.far.pause();
    openMediaSocket(pair.near, real, streamClaim, () => true);
    const gone = once(pair.near, 'close');
    real.pass(10_000);
    expect(pair.near.readyState).toBe(pair.near.CLOSING);
    real.pass(5_000);
    await gone;
  });

  it('is no different when it sends greetings for ever', async () => {
    const real = new ManualTime();
    openMediaSocket(pair.near, real, streamClaim, () => true);
    const closed = once(pair.far, 'close');
    for (let second = 0; second < 10; second += 1) {
      pair.far.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
      await once(pair.near, 'message');
      real.pass(1_000);
    }
    expect((await closed)[0]).toBe(1008);
  });
});
