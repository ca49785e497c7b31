import type { KeyboardEvent } from 'react';

/**
 * A virtual list renders this many rows beyond the visible ones, so a step of this size always
 * finds its row.
 */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -6,
  PageDown: 6,
};

/**
 * Moves the focus among the options of a list, which is a single stop of the Tab key. The arrow and
 * Page keys step, and Home and End go to the ends. Enter and Space choose, as on any button.
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
    // A virtual list only has its last rows after it has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(focusEnd));
  }
}

/** In the visible order, because the elements are not always in it. */
function optionsOf(list: HTMLElement): HTMLElement[] {
  const options = [...list.querySelectorAll<HTMLElement>('[role="option"]')];
  const topOf = (option: HTMLElement) => option.getBoundingClientRect().top;
  return options.sort((a, b) => topOf(a) - topOf(b));
}
