import type { KeyboardEvent } from 'react';

/** Enter sends; with Shift, or while letters are composed, it belongs to the text. */
export function onEnter(send: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
}
