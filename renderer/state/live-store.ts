import { create } from 'zustand';
import type {
  CallEvent,
  LiveChange,
  LiveServerMessage,
  LiveState,
} from '../../common/contract/index.ts';
import { applyChange, mergeEvents } from './apply-change.ts';
import type { ConnectionState } from './connection/live-socket.ts';
import { stopTime } from './window-clock.ts';

interface LiveStore {
  /** Null until the first snapshot. */
  readonly state: LiveState | null;
  readonly connection: ConnectionState;
  /** When the connection was lost; null while it is not. */
  readonly lostAtMs: number | null;
  /** Whether this window plays the sound of calls. */
  readonly audioOwner: boolean;
  /** Another window was closed because a second one used its ticket. */
  readonly ticketUsedTwice: boolean;
}

/** The server's state, without anything derived from it. */
export const useLive = create<LiveStore>(() => ({
  state: null,
  connection: 'connecting',
  lostAtMs: null,
  audioOwner: false,
  ticketUsedTwice: false,
}));

/** Takes in the state of the connection. Without a connection, the window's time stands still. */
export function receiveConnection(connection: ConnectionState): void {
  const isLost = connection !== 'open' && connection !== 'connecting';
  useLive.setState({ connection, lostAtMs: stopTime(isLost) });
}

/** Waits until the window is connected again. @throws when `signal` is aborted first */
export function whenConnected(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      stop();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => end(() => reject(signal?.reason));
    const stop = useLive.subscribe(({ connection }) => {
      if (connection === 'open') end(resolve);
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort);
  });
}

/** Takes in a message of the live socket. */
export function receiveLive(message: LiveServerMessage): void {
  switch (message.type) {
    case 'snapshot':
      useLive.setState((store) => ({
        state: { ...message.state, callEvents: keepLogs(store.state, message.state) },
      }));
      return;
    case 'delta':
      useLive.setState((store) =>
        store.state === null ? {} : { state: message.changes.reduce(applyChange, store.state) },
      );
      return;
    case 'audioOwner':
      useLive.setState({ audioOwner: message.owner });
      return;
    case 'ticketUsedTwice':
      useLive.setState({ ticketUsedTwice: true });
      return;
    case 'token':
    case 'audioClear':
      return;
  }
}

/** Takes in the result of an operation before the delta with the same change arrives. */
export function receiveChange(change: LiveChange): void {
  useLive.setState((store) =>
    store.state === null ? {} : { state: applyChange(store.state, change) },
  );
}

/** Takes in the event log of a finished call. */
export function receiveCallEvents(callId: string, events: readonly CallEvent[]): void {
  receiveChange({ kind: 'callEvents', callId, events });
}

/** A snapshot only has the logs of live calls. Loaded logs are kept for calls that still exist. */
function keepLogs(before: LiveState | null, next: LiveState): LiveState['callEvents'] {
  if (before === null) return next.callEvents;
  const logs: Record<string, readonly CallEvent[]> = { ...next.callEvents };
  for (const call of next.calls) {
    const known = before.callEvents[call.id];
    if (known) logs[call.id] = mergeEvents(known, next.callEvents[call.id] ?? []);
  }
  return logs;
}
