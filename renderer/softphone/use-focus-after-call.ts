import { type RefObject, useEffect, useRef } from 'react';

/**
 * What had the focus in a call is gone with it, and the focus with that. Unless a person has put it
 * elsewhere, it goes to the phone, from where Tab leads on to its buttons.
 */
export function useFocusAfterCall(
  phone: RefObject<HTMLElement | null>,
  callId: string | null,
): void {
  const before = useRef(callId);
  useEffect(() => {
    const ended = before.current !== null && callId === null;
    before.current = callId;
    if (!ended || document.activeElement !== document.body) return;
    const next = phone.current?.querySelector<HTMLElement>(
      'button[data-main="true"]:not(:disabled)',
    );
    (next ?? phone.current)?.focus();
  }, [phone, callId]);
}
