/**
 * Where keys belong to. The narrower place is asked first: what has the focus, then the screen that
 * is shown, then the window.
 */
export type KeyScope = 'focus' | 'screen' | 'window';

/** Somebody who takes keys. */
export interface KeyTaker {
  readonly scope: KeyScope;
  /** Also while a person types, or a dialog is open: for keys that nobody types. */
  readonly always?: boolean;
  /** True when the key was meant for it; nobody else is asked then. */
  take(event: KeyboardEvent): boolean;
}

const ORDER: readonly KeyScope[] = ['focus', 'screen', 'window'];
const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea, select, [contenteditable="true"]';
const IN_FRONT =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state]';

/** The one listener for keys of the window. What is shown comes and goes; so do its keys. */
export class KeyDispatcher {
  readonly #takers = new Set<KeyTaker>();
  /** A key that waits for a second one, and who takes it, e.g. `g` before `m`. */
  #prefix: { readonly timeMs: number; readonly then: (event: KeyboardEvent) => boolean } | null =
    null;

  /** @returns the function that takes it out again */
  add(taker: KeyTaker): () => void {
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }

  /** The next key, if it comes soon, is for `then` before it is for anybody else. */
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

/** A second key that comes later than this stands for itself. */
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

/** Keys may also arrive at the document, which is no element. */
function closest(target: EventTarget | null, selector: string): boolean {
  const element = target as Partial<Element> | null;
  return element?.closest?.(selector) != null;
}

/** A plain key, with none held down but Shift. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.metaKey && !event.ctrlKey && !event.altKey;
}
