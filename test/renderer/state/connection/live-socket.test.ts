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
    socket = new LiveSocket(session, {
      onMessage: () => {},
      onAudio: () => {},
      onState: (state) => states.push(state),
    });
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

  it('waits longer after each failed try', () => {
    newest().accept();
    newest().drop();
    vi.advanceTimersByTime(250);
    newest().drop();
    vi.advanceTimersByTime(499);
    expect(FakeWebSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FakeWebSocket.all).toHaveLength(3);
  });

  it('says that it is refused when it never got in', () => {
    for (const waitMs of [500, 1_000, 2_000]) {
      newest().drop();
      vi.advanceTimersByTime(waitMs);
    }
    expect(states).toEqual(['lost', 'lost', 'refused']);
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
