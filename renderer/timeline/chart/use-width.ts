import { type RefObject, useLayoutEffect, useState } from 'react';

/** Used until it is measured. */
const USUAL_WIDTH_PX = 840;

/** The width of an element, updated as it changes. */
export function useWidth(frame: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(USUAL_WIDTH_PX);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    setWidthPx(element.clientWidth);
    return () => observer.disconnect();
  }, [frame]);
  return widthPx;
}
