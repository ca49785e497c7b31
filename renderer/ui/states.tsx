import type { ReactNode } from 'react';
import { classNames } from '../format/class-names.ts';
import styles from './states.module.css';

/** Nothing here yet: one thing to know, and the one thing to do. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {props.icon}
      <p className={styles.title}>{props.title}</p>
      {props.children === undefined ? null : <div>{props.children}</div>}
      {props.action === undefined ? null : <div className={styles.actions}>{props.action}</div>}
    </div>
  );
}

export function Spinner(props: { label: string }) {
  return <span role="status" aria-label={props.label} className={styles.spinner} />;
}

/** A strip across the window about something that concerns all of it. */
export function Banner(props: { tone: 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div role="alert" className={classNames(styles.banner, props.tone === 'bad' && styles.bad)}>
      {props.children}
    </div>
  );
}
