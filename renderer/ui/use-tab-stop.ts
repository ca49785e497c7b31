import { useEffect, useRef, useState } from 'react';

const TAKES_FOCUS = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * Makes a scrollable element focusable, so that the arrow keys can scroll it: only while it can
 * scroll, and unless something inside can be focused. Not every browser does this by itself.
 */
export function useTabStop<E extends HTMLElement>() {
  const ref = useRef<E>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () => {
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = element;
      const over = scrollHeight > clientHeight || scrollWidth > clientWidth;
      setScrolls(over && element.querySelector(TAKES_FOCUS) === null);
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    const contents = new MutationObserver(look);
    contents.observe(element, { childList: true, subtree: true, characterData: true });
    // With its own font, a text may need more room than it had with the one that stood in for it.
    document.fonts.addEventListener('loadingdone', look);
    return () => {
      document.fonts.removeEventListener('loadingdone', look);
      sizes.disconnect();
      contents.disconnect();
    };
  }, []);
  return { ref, tabIndex: scrolls ? 0 : undefined };
}
