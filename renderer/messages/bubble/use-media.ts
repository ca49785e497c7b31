import { type RefObject, useEffect, useRef, useState } from 'react';
import { OperationError } from '../../state/control-client.ts';
import { reportFailure, useServices } from '../../state/window-context.tsx';

export interface MediaContent {
  /** An address of the loaded content that is valid only in this window. */
  readonly src: string;
}

/** Content is loaded when its place comes this close to the visible part. */
const NEAR = '400px';

/** The content of an attachment that is stored here, loaded once its place comes into view. */
export function useMedia(name: string): {
  readonly box: RefObject<HTMLSpanElement | null>;
  /** Null until it is loaded. */
  readonly content: MediaContent | 'gone' | null;
} {
  const { control } = useServices();
  const box = useRef<HTMLSpanElement>(null);
  const [near, setNear] = useState(false);
  const [content, setContent] = useState<MediaContent | 'gone' | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null || near) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near) return;
    const abort = new AbortController();
    let src: string | null = null;
    control.media(name, abort.signal).then(
      (blob) => {
        if (abort.signal.aborted) return;
        src = URL.createObjectURL(blob);
        setContent({ src });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (error instanceof OperationError && error.status === 404) setContent('gone');
        else reportFailure(error);
      },
    );
    return () => {
      abort.abort();
      if (src !== null) URL.revokeObjectURL(src);
    };
  }, [control, name, near]);
  return { box, content };
}
