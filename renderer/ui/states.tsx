import type { ReactNode } from 'react';
import { classNames } from '../format/class-names.ts';
import { Button } from './button.tsx';
import styles from './states.module.css';

/** The state of an empty list: one explanation and one action. */
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

/**
 * Replaces an item that an address names but no list holds. It is searched for, and reported as
 * gone if it does not exist.
 */
export function Sought(props: {
  /** The word for it: `call`. */
  what: string;
  id: string;
  /** The search is over, and it does not exist. */
  isMissing: boolean;
  icon: ReactNode;
  title: string;
  /** How items of this kind disappear. */
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

/** A strip across the window about something that affects all of it. */
export function Banner(props: { tone: 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div role="alert" className={classNames(styles.banner, props.tone === 'bad' && styles.bad)}>
      {props.children}
    </div>
  );
}
