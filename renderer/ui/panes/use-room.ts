import { type RefObject, useLayoutEffect, useState } from 'react';

export interface Room {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The size of an element; null until it is on the page. */
export function useRoom(frame: RefObject<HTMLElement | null>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () =>
      setRoom((before) => {
        const { clientWidth: widthPx, clientHeight: heightPx } = element;
        return before?.widthPx === widthPx && before.heightPx === heightPx
          ? before
          : { widthPx, heightPx };
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return room;
}
