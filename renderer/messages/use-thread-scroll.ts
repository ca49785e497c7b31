import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Thread } from '../state/history/use-thread.ts';

/** More is loaded when the end is this close. */
const NEAR_PX = 600;
const AT_END_PX = 40;

/** The element that stays in place while messages are added and removed around it. */
interface Anchor {
  readonly messageId: string;
  readonly topPx: number;
}

/**
 * Follows the newest message while the end is visible. Otherwise the visible part stays in place,
 * however much is loaded above or below. A message that was requested is scrolled into view once.
 */
export function useThreadScroll(
  thread: Thread,
  threadId: string | null,
  messageId: string | null,
  /** Changes whenever the text under a message changes, and with it the message's height. */
  notes: unknown,
): {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Scrolls to the end of whatever is shown next. */
  readonly toEnd: () => void;
} {
  const frame = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const shownId = useRef<string | null>(null);
  const landed = useRef<string | null>(null);
  const { messages, hasNewer } = thread;

  const note = () => {
    const element = frame.current;
    if (element === null) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    atEnd.current = below <= AT_END_PX;
    anchor.current = anchorOf(element);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows what is shown
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    if (shownId.current !== threadId) {
      shownId.current = threadId;
      atEnd.current = true;
      anchor.current = null;
      landed.current = null;
    }
    const wanted =
      messageId === null || landed.current === messageId ? null : rowOf(element, messageId);
    if (wanted !== null) {
      landed.current = messageId;
      wanted.scrollIntoView({ block: 'center' });
    } else if (atEnd.current && !hasNewer) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current !== null) {
      const row = rowOf(element, anchor.current.messageId);
      if (row !== null) element.scrollTop += topOf(row, element) - anchor.current.topPx;
    }
    note();
  }, [messages, hasNewer, threadId, messageId, notes]);

  return {
    frame,
    toEnd: () => {
      atEnd.current = true;
    },
    onScroll: () => {
      note();
      const element = frame.current;
      if (element === null) return;
      const below = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (element.scrollTop < NEAR_PX && thread.hasOlder) thread.loadOlder();
      else if (below < NEAR_PX && hasNewer) thread.loadNewer();
    },
  };
}

function rowOf(frame: HTMLElement, messageId: string): HTMLElement | null {
  return frame.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);
}

function topOf(row: HTMLElement, frame: HTMLElement): number {
  return row.getBoundingClientRect().top - frame.getBoundingClientRect().top;
}

/** The first message that is at least partly visible. */
function anchorOf(frame: HTMLElement): Anchor | null {
  for (const row of frame.querySelectorAll<HTMLElement>('[data-message]')) {
    const topPx = topOf(row, frame);
    const { message } = row.dataset;
    if (topPx + row.offsetHeight > 0 && message !== undefined) return { messageId: message, topPx };
  }
  return null;
}
