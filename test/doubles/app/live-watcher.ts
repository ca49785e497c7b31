import { WebSocket } from 'ws';
import {
  LIVE_SUBPROTOCOL,
  type LiveChange,
  type LiveServerMessage,
  type LiveState,
  type ReadyLine,
} from '../../../common/contract/index.ts';

/** A program that follows the live socket of a running app, like the window does. */
export class LiveWatcher {
  readonly #socket: WebSocket;
  readonly #changes: LiveChange[] = [];
  readonly #watchers = new Set<() => void>();
  /** Settles with the first snapshot. */
  readonly opened: Promise<LiveState>;

  constructor(ready: ReadyLine) {
    const url = `${ready.control.replace('http', 'ws')}/control/live`;
    const token = `token.${Buffer.from(ready.controlToken).toString('base64url')}`;
    this.#socket = new WebSocket(url, [LIVE_SUBPROTOCOL, token]);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.once('close', () => reject(new Error('Closed before the snapshot.')));
      this.#socket.on('message', (data, isBinary) => {
        if (isBinary) return;
        const message = JSON.parse(data.toString()) as LiveServerMessage;
        if (message.type === 'snapshot') resolve(message.state);
        if (message.type !== 'delta') return;
        this.#changes.push(...message.changes);
        for (const watcher of this.#watchers) watcher();
      });
    });
  }

  /** Waits until a change satisfies `wanted`; earlier changes count too. */
  seen<T extends LiveChange>(wanted: (change: LiveChange) => change is T): Promise<T>;
  seen(wanted: (change: LiveChange) => boolean): Promise<LiveChange>;
  seen(wanted: (change: LiveChange) => boolean): Promise<LiveChange> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#changes.find(wanted);
        if (!found) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  close(): void {
    this.#socket.close();
  }
}
