import type { KeyboardEvent } from 'react';

/** Enter sends. With Shift, or while an input method is composing, it belongs to the text. */
export function onEnter(send: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
}
