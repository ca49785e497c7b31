import type { KeyDescription } from '../../ui/keys/key-list.tsx';

/** What a key does with a ringing call. */
export type RingAnswer = 'answer' | 'decline';

type Key = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'defaultPrevented' | 'isComposing'
>;

interface Where {
  readonly isMac: boolean;
  /** The focus is where letters become text. */
  readonly inText: boolean;
}

/**
 * From anywhere in the window, Ctrl or ⌘ with Enter answers, and Escape or Ctrl or ⌘ with Backspace
 * declines. An open menu or dialog takes Escape first, and a text takes Backspace.
 */
export function ringAnswer(event: Key, { isMac, inText }: Where): RingAnswer | null {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return null;
  const command = isMac ? event.metaKey : event.ctrlKey;
  const plain = !event.metaKey && !event.ctrlKey;
  switch (event.key) {
    case 'Enter':
      return command ? 'answer' : null;
    case 'Escape':
      return plain ? 'decline' : null;
    case 'Backspace':
      return command && !inText ? 'decline' : null;
    default:
      return null;
  }
}

/** The keys as the list of keys shows them. */
export function ringKeyList(isMac: boolean): readonly KeyDescription[] {
  const command = isMac ? '⌘' : 'Ctrl';
  return [
    { keys: [command, 'Enter'], does: 'Answer' },
    { keys: ['Esc'], does: 'Decline' },
    { keys: [command, 'Backspace'], does: 'Decline, where nobody types' },
  ];
}

/** The keys as text to show, and as text to read out. */
export function ringKeys(isMac: boolean) {
  return {
    answer: isMac ? '⌘⏎' : 'Ctrl ⏎',
    decline: 'Esc',
    spoken: `${isMac ? 'Command' : 'Control'} Enter answers, Escape declines.`,
  } as const;
}
