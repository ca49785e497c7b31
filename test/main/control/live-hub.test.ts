import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type {
  LiveChange,
  LiveServerMessage,
  LiveWorkspace,
} from '../../../common/contract/index.ts';
import { decodeAudioFrame, encodeAudioFrame } from '../../../common/rules/sound/audio-frame.ts';
import { LiveHub } from '../../../main/control/live/live-hub.ts';
import { liveState } from '../../renderer/state/live-fixtures.ts';

/** A hub behind real sockets; its state is a single name. */
let server: Server;
let sockets: WebSocketServer;
let hub: LiveHub;
let name = 'first';
const onHeard = vi.fn();
const onDefect = vi.fn();
const onAudio = vi.fn();
const windows: TestWindow[] = [];

function hubFrom(firstSeq: number): LiveHub {
  return new LiveHub({
    firstSeq,
    sources: {
      workspace: () => {
        if (name === 'broken') throw new Error('no disk');
        return { dataDir: name } as LiveWorkspace;
      },
      clock: () => ({
        now: '2026-11-02T09:00:00.000Z',
        mode: 'real',
        handlerTimeMs: null,
        offsetMs: 0,
      }),
      agents: () => [],
      numbers: () => [],
      contacts: () => [],
      conversations: () => [],
      messages: () => [],
      verifications: () => [],
      calls: () => [],
      deliveries: () => [],
      twilio: () => liveState().twilio,
      optOuts: () => [],
      damage: () => ({ tables: {} }),
      importing: () => null,
      storage: () => ({ problem: null, waiting: 0, notices: [] }),
      liveCallEvents: () => ({}),
    },
    onHeard,
    onDefect,
    onCallerAudio: onAudio,
  });
}

beforeEach(async () => {
  name = 'first';
  for (const spy of [onHeard, onDefect, onAudio]) spy.mockReset();
  hub = hubFrom(0);
  server = createServer();
  sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const since = new URL(request.url ?? '/', 'http://x').searchParams.get('since');
    const { headers } = request;
    hub.connect(socket, since === null ? null : Number(since), {
      isWindow: headers.origin !== undefined,
      windowId: headers['x-window-id']?.toString() ?? null,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const window of windows.splice(0)) window.socket.terminate();
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

/** The other end: a window that keeps what it gets. */
class TestWindow {
  readonly messages: LiveServerMessage[] = [];
  readonly audio: ArrayBuffer[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;

  constructor(since?: number) {
    const { port } = server.address() as AddressInfo;
    const query = since === undefined ? '' : `?since=${since}`;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/${query}`);
    this.socket.binaryType = 'arraybuffer';
    this.socket.on('message', (data, isBinary) => {
      if (isBinary) this.audio.push(data as ArrayBuffer);
      else this.messages.push(JSON.parse(data.toString()) as LiveServerMessage);
    });
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
    windows.push(this);
  }

  get types(): string[] {
    return this.messages.map((message) => message.type);
  }

  /** Waits until this many messages have arrived. */
  async had(count: number): Promise<LiveServerMessage[]> {
    await expect.poll(() => this.messages.length, { interval: 5 }).toBeGreaterThanOrEqual(count);
    return this.messages;
  }
}

const renamed = (dataDir: string): LiveChange => ({
  kind: 'workspace',
  item: { dataDir } as LiveWorkspace,
});
const frame = (number: number) =>
  ({
    direction: 'toCaller',
    callId: 'call_abc',
    frame: number,
    sampleRateHz: 16_000,
    samples: new Int16Array([1, 2]),
  }) as const;

describe('a window at the live socket', () => {
  it('gets one snapshot, then what changes, together per turn of the loop', async () => {
    const window = new TestWindow();
    await window.had(2);
    hub.publish([renamed('a')]);
    hub.publish([renamed('b')]);
    await window.had(3);
    hub.publish([renamed('c')]);
    const messages = await window.had(4);
    expect(messages).toMatchObject([
      { type: 'snapshot', seq: 0, state: { workspace: { dataDir: 'first' } } },
      { type: 'audioOwner', owner: true },
      { type: 'delta', seq: 1, changes: [renamed('a'), renamed('b')] },
      { type: 'delta', seq: 2, changes: [renamed('c')] },
    ]);
  });

  it('that comes back is told only what it missed', async () => {
    for (const [n, each] of ['a', 'b', 'c'].entries()) {
      hub.publish([renamed(each)]);
      await Promise.resolve();
      expect(n).toBeLessThan(3);
    }
    const messages = await new TestWindow(1).had(3);
    expect(messages).toMatchObject([
      { type: 'delta', seq: 2, changes: [renamed('b')] },
      { type: 'delta', seq: 3, changes: [renamed('c')] },
      { type: 'audioOwner' },
    ]);
    expect((await new TestWindow(3).had(1))[0]?.type).toBe('audioOwner');
  });

  it('that was away too long, or comes from another run, gets a snapshot', async () => {
    for (let n = 0; n < 2_100; n += 1) {
      hub.publish([renamed(String(n))]);
      await Promise.resolve();
    }
    for (const since of [5, 99_999]) {
      expect((await new TestWindow(since).had(1))[0]).toMatchObject({
        type: 'snapshot',
        seq: 2_100,
      });
    }
    expect((await new TestWindow(2_099).had(1))[0]?.type).toBe('delta');
  });

  it('gets a snapshot of another run also when that has counted as far as it had', async () => {
    hub = hubFrom(1_000);
    for (const each of ['a', 'b', 'c']) {
      hub.publish([renamed(each)]);
      await Promise.resolve();
    }
    for (const since of [0, 2, 999]) {
      expect((await new TestWindow(since).had(1))[0]?.type).toBe('snapshot');
    }
    expect((await new TestWindow(1_001).had(1))[0]).toMatchObject({ type: 'delta', seq: 1_002 });
  });

  it('gets a new snapshot when everything changed', async () => {
    const window = new TestWindow();
    await window.had(2);
    name = 'second';
    hub.publish([{ kind: 'reset' }]);
    const messages = await window.had(4);
    expect(messages.slice(2)).toMatchObject([
      { type: 'delta', changes: [{ kind: 'reset' }] },
      { type: 'snapshot', seq: 1, state: { workspace: { dataDir: 'second' } } },
    ]);
    expect((await new TestWindow(0).had(1))[0]?.type).toBe('snapshot');
  });

  it('that reads nothing is dropped at 8 MiB; the others go on', async () => {
    const slow = new TestWindow();
    const quick = new TestWindow();
    await Promise.all([slow.had(2), quick.had(2)]);
    slow.socket.pause();
    const big = 'x'.repeat(1024 * 1024);
    const held = () => [...sockets.clients].map((client) => client.bufferedAmount);
    // The system buffers a few megabytes itself before our buffer fills.
    for (let n = 0; n < 60; n += 1) {
      hub.publish([renamed(big)]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Math.max(...held())).toBeLessThan(11 * 1024 * 1024);
    slow.socket.resume();
    expect(await slow.closed).toBe(1013);
    await expect.poll(() => sockets.clients.size).toBe(1);
    await quick.had(50);
  });

  it('that cannot be told the state is sent away, not left waiting', async () => {
    name = 'broken';
    expect(await new TestWindow().closed).toBe(1013);
    expect(onDefect).toHaveBeenCalledOnce();
    await expect.poll(() => sockets.clients.size).toBe(0);
  });

  it('that talks nonsense is sent away', async () => {
    for (const nonsense of ['{', '{"type":"dance"}', '[]', 'null', '{"type":"heard","frame":1}']) {
      const window = new TestWindow();
      await window.had(1);
      window.socket.send(nonsense);
      expect(await window.closed, nonsense).toBe(1003);
    }
  });

  it('tells when it heard a frame; nobody hears the future', async () => {
    const window = new TestWindow();
    await window.had(1);
    const heard = (agoMs: number) =>
      window.socket.send(JSON.stringify({ type: 'heard', callId: 'call_abc', frame: 3, agoMs }));
    for (const agoMs of [12.5, -50, 60_000]) heard(agoMs);
    await expect.poll(() => onHeard.mock.calls.length).toBe(3);
    expect(onHeard.mock.calls.map((call) => call[2])).toEqual([12.5, 0, 5_000]);
  });
});

describe('sound', () => {
  it('goes to one window: the newest, or the one that claimed it last', async () => {
    const one = new TestWindow();
    await one.had(2);
    const two = new TestWindow();
    await Promise.all([one.had(3), two.had(2)]);
    hub.audio(frame(0));
    one.socket.send('{"type":"claimAudio"}');
    await Promise.all([one.had(4), two.had(3)]);
    hub.audio(frame(1));
    hub.clearAudio('call_abc');
    await one.had(5);
    expect(two.audio.map((bytes) => decodeAudioFrame(bytes)?.frame)).toEqual([0]);
    expect(one.audio.map((bytes) => decodeAudioFrame(bytes)?.frame)).toEqual([1]);
    expect(one.messages.slice(1)).toEqual([
      { type: 'audioOwner', owner: true },
      { type: 'audioOwner', owner: false },
      { type: 'audioOwner', owner: true },
      { type: 'audioClear', callId: 'call_abc' },
    ]);
  });

  it('goes to another window when its owner closes, and nowhere without one', async () => {
    const one = new TestWindow();
    await one.had(2);
    const two = new TestWindow();
    await two.had(2);
    two.socket.close();
    await one.had(4);
    expect(one.messages.at(-1)).toEqual({ type: 'audioOwner', owner: true });
    one.socket.close();
    await one.closed;
    await expect.poll(() => sockets.clients.size).toBe(0);
    expect(() => hub.audio(frame(0))).not.toThrow();
    hub.clearAudio('call_abc');
  });

  it('of the caller is taken from the window that owns it, in our own form only', async () => {
    const other = new TestWindow();
    await other.had(2);
    const owner = new TestWindow();
    await owner.had(2);
    const spoken = { ...frame(0), direction: 'toAgent' } as const;
    other.socket.send(encodeAudioFrame(spoken));
    owner.socket.send(encodeAudioFrame({ ...spoken, sampleRateHz: 48_000 }));
    owner.socket.send(encodeAudioFrame(frame(0)));
    owner.socket.send(new Uint8Array([1, 2, 3]));
    owner.socket.send(encodeAudioFrame(spoken));
    await expect.poll(() => onAudio.mock.calls).toEqual([[spoken]]);
  });

  it('is left out for a window that lags, which stays', async () => {
    const window = new TestWindow();
    await window.had(2);
    window.socket.pause();
    const samples = new Int16Array(512 * 1024);
    for (let n = 0; n < 40; n += 1) {
      hub.audio({ ...frame(n), samples });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([...sockets.clients][0]?.bufferedAmount).toBeLessThan(6 * 1024 * 1024);
    expect(window.socket.readyState).toBe(WebSocket.OPEN);
  });
});
