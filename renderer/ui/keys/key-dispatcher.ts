/**
 * Where keys apply. The narrowest scope is asked first: the focused part, then the shown screen,
 * then the window.
 */
export type KeyScope = 'focus' | 'screen' | 'window';

/** A receiver of keys. */
export interface KeyTaker {
  readonly scope: KeyScope;
  /** Also while a person is typing or a dialog is open. For keys that do not type anything. */
  readonly always?: boolean;
  /** Returns true if it used the key; no other receiver is asked then. */
  take(event: KeyboardEvent): boolean;
}

const ORDER: readonly KeyScope[] = ['focus', 'screen', 'window'];
const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, select, [contenteditable="true"]';
const IN_FRONT =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state]';

/** The window's only listener for keys. Components come and go, and their keys with them. */
export class KeyDispatcher {
  readonly #takers = new Set<KeyTaker>();
  /** A key that waits for a second one, such as `g` before `m`, and the receiver of the second. */
  #prefix: { readonly timeMs: number; readonly then: (event: KeyboardEvent) => boolean } | null =
    null;

  /** @returns the function that removes it */
  add(taker: KeyTaker): () => void {
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }

  /** If the next key comes soon, `then` receives it first. */
  expect(event: KeyboardEvent, then: (event: KeyboardEvent) => boolean): void {
    this.#prefix = { timeMs: event.timeStamp, then };
  }

  readonly handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
    const busy = isTyping(event.target) || isInFront(event.target);
    const prefix = this.#prefix;
    this.#prefix = null;
    if (prefix !== null && !busy && event.timeStamp - prefix.timeMs <= PREFIX_MS) {
      if (prefix.then(event)) event.preventDefault();
      return;
    }
    for (const scope of ORDER) {
      for (const taker of [...this.#takers].reverse()) {
        if (taker.scope !== scope || (busy && taker.always !== true)) continue;
        if (!taker.take(event)) continue;
        event.preventDefault();
        return;
      }
    }
  };
}

/** After this time, the second key stands for itself. */
const PREFIX_MS = 1_500;

function isModifier(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta';
}

function isTyping(target: EventTarget | null): boolean {
  return closest(target, TYPING);
}

function isInFront(target: EventTarget | null): boolean {
  return closest(target, IN_FRONT);
}

/** The target of a key may be the document, which is not an element. */
function closest(target: EventTarget | null, selector: string): boolean {
  const element = target as Partial<Element> | null;
  return element?.closest?.(selector) != null;
}

/** A key without modifiers, except Shift. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.metaKey && !event.ctrlKey && !event.altKey;
}
