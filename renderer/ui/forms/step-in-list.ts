import type { KeyboardEvent } from 'react';

/** So many rows of a virtual list exist beside those in sight: steps find their row in the page. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -6,
  PageDown: 6,
};

/**
 * Moves the focus among the options of a list, which is one stop of the Tab key: arrows and Page keys
 * step, Home and End go to its ends. Enter and Space choose, as on any button.
 */
export function stepInList(event: KeyboardEvent<HTMLElement>): void {
  const option = event.currentTarget;
  const list = option.closest<HTMLElement>('[role="listbox"]');
  if (list === null) return;
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    const options = optionsOf(list);
    const at = options.indexOf(option) + step;
    options[Math.min(Math.max(at, 0), options.length - 1)]?.focus();
  } else if (event.key === 'Home' || event.key === 'End') {
    event.preventDefault();
    const isEnd = event.key === 'End';
    list.scrollTop = isEnd ? list.scrollHeight : 0;
    const focusEnd = () =>
      optionsOf(list)
        .at(isEnd ? -1 : 0)
        ?.focus();
    focusEnd();
    // A virtual list has its last rows once it was drawn.
    requestAnimationFrame(() => requestAnimationFrame(focusEnd));
  }
}

/** In the order in which they are seen: rows that exist are not always in it. */
function optionsOf(list: HTMLElement): HTMLElement[] {
  const options = [...list.querySelectorAll<HTMLElement>('[role="option"]')];
  const topOf = (option: HTMLElement) => option.getBoundingClientRect().top;
  return options.sort((a, b) => topOf(a) - topOf(b));
}
