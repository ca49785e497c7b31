import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What gives programs and windows access; stored between runs with the same data folder. */
export interface StoredAccess {
  readonly controlToken: string;
  /**
   * Windows that were let in by a ticket, oldest first. Their tokens are stored as SHA-256, in
   * base64url.
   */
  readonly windows: readonly { readonly id: string; readonly hash: string }[];
}

/** The sender of an authorised request. */
export type Visitor =
  /** The sender has the control token. */
  | { readonly kind: 'token' }
  /** A window that was let in by a ticket and has its own token. */
  | { readonly kind: 'window'; readonly id: string };

/** The client behind a request or live socket, as far as its token identifies it. */
export interface ControlGuest {
  /** A page of ours in a browser, as opposed to a program, which sends no origin. */
  readonly isWindow: boolean;
  /** The window that was let in by a ticket; null for every other client. */
  readonly windowId: string | null;
}

/** Stores access for the next run. */
export interface AccessKeeper {
  /** @throws Error if it cannot be written */
  save(access: StoredAccess): void;
  /**
   * A window came or went. This run knows, but the next one will not, because it could not be
   * stored.
   */
  onUnsaved(error: unknown): void;
}

export interface NewTokens {
  readonly token: string;
  /** The new token of each remaining window, by its id. */
  readonly windows: ReadonlyMap<string, string>;
}

/** How many windows are remembered; the oldest are dropped. */
const MOST_WINDOWS = 100;

/**
 * The tokens of the control port. A window that came with a ticket has its own token, so that it
 * alone can be shut out if its ticket turns out to have been seen by someone else.
 */
export class ControlAccess {
  readonly #keeper: AccessKeeper;
  #stored: StoredAccess;

  /** @param stored from the last run; null starts from scratch */
  constructor(stored: StoredAccess | null, keeper: AccessKeeper) {
    this.#stored = stored ?? { controlToken: newToken(), windows: [] };
    this.#keeper = keeper;
  }

  get stored(): StoredAccess {
    return this.#stored;
  }

  get token(): string {
    return this.#stored.controlToken;
  }

  /** Null if the token is unknown. */
  recognise(sent: string): Visitor | null {
    if (isSame(Buffer.from(sent), Buffer.from(this.#stored.controlToken))) return { kind: 'token' };
    const hash = Buffer.from(hashOf(sent));
    const window = this.#stored.windows.find((one) => isSame(hash, Buffer.from(one.hash)));
    return window ? { kind: 'window', id: window.id } : null;
  }

  /** Lets a window in, with a new token. */
  openWindow(): { readonly id: string; readonly token: string } {
    const id = randomBytes(12).toString('base64url');
    const token = newToken();
    const windows = [...this.#stored.windows, { id, hash: hashOf(token) }].slice(-MOST_WINDOWS);
    this.#setWindows(windows);
    return { id, token };
  }

  /** Shuts a window out. */
  closeWindow(id: string): void {
    this.#setWindows(this.#stored.windows.filter((window) => window.id !== id));
  }

  /**
   * Replaces all tokens: the remaining windows get new ones, all others lose access. If that cannot
   * be stored, nothing changes.
   *
   * @param stay ids of the windows that remain
   * @throws Error if it cannot be stored
   */
  rotate(stay: ReadonlySet<string>): NewTokens {
    const windows = new Map<string, string>();
    for (const { id } of this.#stored.windows) if (stay.has(id)) windows.set(id, newToken());
    const next: StoredAccess = {
      controlToken: newToken(),
      windows: [...windows].map(([id, token]) => ({ id, hash: hashOf(token) })),
    };
    this.#keeper.save(next);
    this.#stored = next;
    return { token: next.controlToken, windows };
  }

  #setWindows(windows: StoredAccess['windows']): void {
    this.#stored = { ...this.#stored, windows };
    try {
      this.#keeper.save(this.#stored);
    } catch (error) {
      this.#keeper.onUnsaved(error);
    }
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
