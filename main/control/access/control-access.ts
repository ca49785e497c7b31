import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What lets programs and windows in, as it is kept between runs of the same data folder. */
export interface StoredAccess {
  readonly controlToken: string;
  /** Windows that a ticket let in, the oldest first. Their tokens are kept as SHA-256, in base64url. */
  readonly windows: readonly { readonly id: string; readonly hash: string }[];
}

/** Who sent a request that was let in. */
export type Visitor =
  /** Whoever holds the control token. */
  | { readonly kind: 'token' }
  /** A window that a ticket let in, with a token of its own. */
  | { readonly kind: 'window'; readonly id: string };

/** Whose request or live socket it is, as far as its tokens go. */
export interface ControlGuest {
  /** A page of ours in a browser; no program that says nothing of where it comes from. */
  readonly isWindow: boolean;
  /** The window that a ticket let in; null for every other client. */
  readonly windowId: string | null;
}

/** Keeps what lets in for the next run. */
export interface AccessKeeper {
  /** @throws Error when it cannot be written */
  save(access: StoredAccess): void;
  /** A window came or went, which this run knows and the next one will not. */
  onUnsaved(error: unknown): void;
}

export interface NewTokens {
  readonly token: string;
  /** The new token of each window that stays, by its id. */
  readonly windows: ReadonlyMap<string, string>;
}

/** Windows come and go; the oldest of so many are forgotten. */
const MOST_WINDOWS = 100;

/**
 * The tokens of the control port. A window that came by a ticket has one of its own, so that it can
 * be shut out alone when its ticket turns out to have been seen by somebody else.
 */
export class ControlAccess {
  readonly #keeper: AccessKeeper;
  #stored: StoredAccess;

  /** @param stored of the last run; null begins anew */
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

  /** Null when nobody of ours has this token. */
  recognise(sent: string): Visitor | null {
    if (isSame(Buffer.from(sent), Buffer.from(this.#stored.controlToken))) return { kind: 'token' };
    const hash = Buffer.from(hashOf(sent));
    const window = this.#stored.windows.find((one) => isSame(hash, Buffer.from(one.hash)));
    return window ? { kind: 'window', id: window.id } : null;
  }

  /** Lets a window in. */
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
   * Replaces all tokens: nobody is known any more but the windows that stay, by new ones. If that
   * cannot be kept, nothing has changed.
   *
   * @param stay ids of windows
   * @throws Error when it cannot be kept
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
