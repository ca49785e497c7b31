import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ConnectionState,
  LiveSocket,
} from '../../../../renderer/state/connection/live-socket.ts';

/** A WebSocket whose other end is the test. */
class FakeWebSocket {
  static readonly OPEN = 1;
  static readonly all: FakeWebSocket[] = [];
  readyState = 0;
  binaryType = 'blob';
  readonly sent: string[] = [];
  readonly url: URL;
  readonly protocols: readonly string[];
  onopen: (() => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;

  constructor(url: URL, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeWebSocket.all.push(this);
  }

  accept(): void {
    this.readyState = FakeWebSocket.OPEN;
    this.onopen?.();
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.drop();
  }
}

describe('the live socket', () => {
  let states: ConnectionState[];
  let socket: LiveSocket;
  /** What the control port says of the token; null: nothing. */
  let known: boolean | null;
  let session: { controlUrl: string; token: string };
  const newest = () => {
    const last = FakeWebSocket.all.at(-1);
    if (!last) throw new Error('No socket was opened.');
    return last;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('WebSocket', FakeWebSocket);
    FakeWebSocket.all.length = 0;
    states = [];
    session = { controlUrl: 'http://127.0.0.1:4748', token: 'tökén' };
    known = null;
    socket = new LiveSocket(
      session,
      { onMessage: () => {}, onAudio: () => {}, onState: (state) => states.push(state) },
      () => Promise.resolve(known),
    );
    socket.open();
  });

  afterEach(() => {
    socket.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('offers the protocol and the token as base64url', () => {
    expect(newest().url.href).toBe('ws://127.0.0.1:4748/control/live');
    const encoded = Buffer.from('tökén', 'utf8').toString('base64url');
    expect(newest().protocols).toEqual(['agentphone.v1', `token.${encoded}`]);
  });

  it('comes back after a drop and asks for what it missed', () => {
    newest().accept();
    newest().onmessage?.({ data: JSON.stringify({ type: 'delta', seq: 41, changes: [] }) });
    newest().drop();
    expect(states).toEqual(['open', 'lost']);
    vi.advanceTimersByTime(250);
    expect(FakeWebSocket.all).toHaveLength(2);
    expect(newest().url.searchParams.get('since')).toBe('41');
  });

  it('waits longer after each failed try', async () => {
    newest().accept();
    newest().drop();
    vi.advanceTimersByTime(250);
    newest().drop();
    await vi.advanceTimersByTimeAsync(499);
    expect(FakeWebSocket.all).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeWebSocket.all).toHaveLength(3);
  });

  it('says that it is refused when it is told so, also after it was let in, and goes on trying', async () => {
    newest().accept();
    newest().drop();
    await vi.advanceTimersByTimeAsync(250);
    newest().drop();
    await vi.advanceTimersByTimeAsync(500);
    // It answers again, and has another token.
    known = false;
    newest().drop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states).toEqual(['open', 'lost', 'lost', 'refused']);
    newest().accept();
    expect(states.at(-1)).toBe('open');
  });

  it('is lost, and not refused, for as long as nothing answers', async () => {
    for (const waitMs of [500, 1_000, 2_000, 4_000, 4_000]) {
      newest().drop();
      await vi.advanceTimersByTimeAsync(waitMs);
    }
    expect(new Set(states)).toEqual(new Set(['lost']));
  });

  it.each([
    [4001, 'tokenChanged'],
    [4002, 'ticketUsedTwice'],
  ])('stays away when it is shut out with code %i', (code, state) => {
    newest().accept();
    newest().drop(code);
    expect(states).toEqual(['open', state]);
    vi.advanceTimersByTime(60_000);
    socket.retryNow();
    expect(FakeWebSocket.all).toHaveLength(1);
  });

  it('comes back with the token that it has by then', () => {
    newest().accept();
    session.token = 'other';
    newest().drop();
    vi.advanceTimersByTime(250);
    const encoded = Buffer.from('other').toString('base64url');
    expect(newest().protocols).toEqual(['agentphone.v1', `token.${encoded}`]);
  });

  it('sends nothing while it is closed', () => {
    expect(socket.send({ type: 'claimAudio' })).toBe(false);
    newest().accept();
    expect(socket.send({ type: 'claimAudio' })).toBe(true);
    expect(newest().sent).toEqual(['{"type":"claimAudio"}']);
  });
});
