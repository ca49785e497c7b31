import type { ReactNode } from 'react';
import styles from './settings-list.module.css';

/** A group of settings under a title. */
export function Group(props: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <header>
        <h2>{props.title}</h2>
        {props.action}
      </header>
      <div className={styles.card}>{props.children}</div>
    </section>
  );
}

/** One setting: its name, a hint and its control. */
export function Row(props: { name: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.name}>
        {props.name}
        {props.hint === undefined ? null : <small>{props.hint}</small>}
      </div>
      <div className={styles.value}>{props.children}</div>
    </div>
  );
}
