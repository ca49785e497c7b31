import { type RefObject, useEffect, useState } from 'react';
import styles from './settings-screen.module.css';

/** A section counts as the current one from this distance to the top on. */
const READ_FROM_PX = 90;

interface Section {
  readonly title: string;
  readonly element: HTMLElement;
}

/** Links to the sections of a long page, which mark the current one. */
export function SectionIndex(props: { page: RefObject<HTMLElement | null> }) {
  const { page } = props;
  const [sections, setSections] = useState<readonly Section[]>([]);
  const [current, setCurrent] = useState('');
  useEffect(() => {
    const element = page.current;
    if (element === null) return;
    const look = () => {
      const found = sectionsOf(element);
      setSections((before) => (sameTitles(before, found) ? before : found));
      setCurrent(titleInSight(element, found));
    };
    look();
    // Some sections appear only when their data is loaded.
    const contents = new MutationObserver(look);
    contents.observe(element, { childList: true, subtree: true });
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      contents.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [page]);
  return (
    <nav className={styles.index} aria-label="Sections">
      {sections.map(({ title, element }) => (
        <button
          key={title}
          type="button"
          aria-current={title === current}
          onClick={() => element.scrollIntoView({ block: 'start', behavior: 'smooth' })}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

function sectionsOf(page: HTMLElement): Section[] {
  return [...page.querySelectorAll<HTMLElement>('section')].flatMap((element) => {
    const title = element.querySelector('h2')?.textContent;
    return title === null || title === undefined || title === '' ? [] : [{ title, element }];
  });
}

function sameTitles(some: readonly Section[], others: readonly Section[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ element }, index) => element === others[index]?.element)
  );
}

/** The last section that begins above the line or, at the end of the page, the last one. */
function titleInSight(page: HTMLElement, sections: readonly Section[]): string {
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 2;
  if (atEnd && page.scrollTop > 0) return sections.at(-1)?.title ?? '';
  const top = page.getBoundingClientRect().top + READ_FROM_PX;
  const begun = sections.filter(({ element }) => element.getBoundingClientRect().top <= top);
  return (begun.at(-1) ?? sections[0])?.title ?? '';
}
