import type { ReactNode } from 'react';
import { classNames } from '../format/class-names.ts';
import { Button } from './button.tsx';
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

/** What an address names and no list holds: it is looked for, and said to be gone once it is known. */
export function Sought(props: {
  /** A word for it: `call`. */
  what: string;
  id: string;
  /** It was looked for, and is not there. */
  isMissing: boolean;
  icon: ReactNode;
  title: string;
  /** How such things go. */
  gone: 'removed' | 'deleted';
  onShowOthers(): void;
}) {
  const { what, id, isMissing, icon, title, gone, onShowOthers } = props;
  if (!isMissing) {
    const looking = `Looking for the ${what}`;
    return (
      <div className={styles.sought}>
        <EmptyState icon={<Spinner label={looking} />} title={`${looking}…`} />
      </div>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title={title}
      action={<Button onClick={onShowOthers}>Show what there is</Button>}
    >
      There is no {what} {id} in this workspace: it was {gone}, or the link to it comes from another
      one.
    </EmptyState>
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
