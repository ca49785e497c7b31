import { useEffect, useEffectEvent, useRef } from 'react';

/** Stands at the end of a list that goes on, and says when that end is nearly in sight. */
export function EndSentinel(props: { onNear(): void }) {
  const element = useRef<HTMLDivElement>(null);
  const onNear = useEffectEvent(() => props.onNear());
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onNear();
      },
      { rootMargin: '600px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, []);
  return <div ref={element} aria-hidden="true" style={{ height: 1 }} />;
}
