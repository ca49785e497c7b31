import type { ReactNode } from 'react';
import styles from './panel.module.css';

/** A tool that fills its pane: a heading, an introduction and a form. */
export function Panel(props: { label: string; width?: 'wide' | 'narrow'; children: ReactNode }) {
  return (
    <section className={styles.panel} data-width={props.width ?? 'wide'} aria-label={props.label}>
      {props.children}
    </section>
  );
}

/** What a tool is for, in one or two sentences. */
export function Intro(props: { children: ReactNode }) {
  return <p className={styles.intro}>{props.children}</p>;
}
