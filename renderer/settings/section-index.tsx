import { type RefObject, useEffect, useState } from 'react';
import styles from './settings-screen.module.css';

/** A section counts as the one that is read from here on, measured from the top of what scrolls. */
const READ_FROM_PX = 90;

interface Section {
  readonly title: string;
  readonly element: HTMLElement;
}

/** The sections of a long page, one click away, and which of them is in sight. */
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
    // Some come when they have been fetched.
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

/** The last one that begins above the line; at the very end the last one of all. */
function titleInSight(page: HTMLElement, sections: readonly Section[]): string {
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 2;
  if (atEnd && page.scrollTop > 0) return sections.at(-1)?.title ?? '';
  const top = page.getBoundingClientRect().top + READ_FROM_PX;
  const begun = sections.filter(({ element }) => element.getBoundingClientRect().top <= top);
  return (begun.at(-1) ?? sections[0])?.title ?? '';
}
