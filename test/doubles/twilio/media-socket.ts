import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LegObserver } from '../../../main/carriers/carrier.ts';
import { MediaLeg } from '../../../main/carriers/twilio/media/media-leg.ts';
import { TwilioCall } from '../../../main/carriers/twilio/twilio-call.ts';
import { settled } from '../calls/call-harness.ts';
import type { ManualTime } from '../manual-time.ts';
import { MediaCaller } from './media-caller.ts';
import { sid } from './resources.ts';

/** A media leg and its far end over a real socket, in time that the test moves, without an app. */
export async function mediaLine(real: ManualTime, told: Partial<LegObserver> = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  const callSid = sid('CA');
  const caller = await MediaCaller.open({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callSid,
    accountSid: sid('AC'),
    authToken: 'token',
    customParameters: {},
    time: real,
  });
  const [socket] = await connected;
  const call = new TwilioCall({
    callId: 'call_1',
    direction: 'inbound',
    callSid,
    detectsVoicemail: false,
    real,
    control: { end: async () => {}, transfer: async () => {}, status: async () => null },
    onOver: () => {},
    onLate: () => {},
    onSettled: () => {},
    onUnreachable: () => {},
  });
  const leg = new MediaLeg(call, real);
  leg.attach({
    ringing() {},
    answered() {},
    notReached() {},
    said: () => 0,
    audio() {},
    dtmf() {},
    phoneSet() {},
    heard() {},
    screeningPassed() {},
    hungUp() {},
    lost() {},
    interrupted() {},
    ...told,
  });
  leg.answer();
  leg.connect({ socket, streamSid: caller.streamSid });
  await caller.settled();
  return {
    leg,
    caller,
    /** Lets time pass for both ends; every message arrives within 5 ms. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 5) {
        real.pass(5);
        await settled();
        await caller.settled();
      }
    },
    async close(): Promise<void> {
      caller.drop();
      socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type MediaLine = Awaited<ReturnType<typeof mediaLine>>;
