import type { ButtonHTMLAttributes, CSSProperties, HTMLAttributes, ReactNode } from 'react';
import { avatarLook } from '../format/avatar-look.ts';
import { classNames } from '../format/class-names.ts';
import type { Tone } from '../format/tone.ts';
import styles from './labels.module.css';

/** A pill, which is a button if it has an action. */
export function Chip(props: ButtonHTMLAttributes<HTMLButtonElement> & { children: ReactNode }) {
  const { className, children, onClick, ...rest } = props;
  if (onClick === undefined) {
    return <span className={classNames(styles.chip, className)}>{children}</span>;
  }
  return (
    <button
      {...rest}
      type="button"
      onClick={onClick}
      className={classNames(styles.chip, className)}
    >
      {children}
    </button>
  );
}

/** A small label on a soft background. */
export function Tag(props: { tone?: Tone | undefined; children: ReactNode; title?: string }) {
  return (
    <span className={classNames(styles.tag, props.tone && styles[props.tone])} title={props.title}>
      {props.children}
    </span>
  );
}

/** A key of the keyboard. `inherit` takes the colour of its surroundings. */
export function Kbd(props: { children: ReactNode; inherit?: boolean }) {
  return (
    <kbd className={classNames(styles.kbd, props.inherit && styles.inherit)}>{props.children}</kbd>
  );
}

/** A state as a coloured dot, which always has a text beside it. */
export function Dot(props: { tone?: Tone | undefined; pulse?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        styles.dot,
        props.tone && styles[props.tone],
        props.pulse && styles.pulse,
      )}
    />
  );
}

/**
 * A circle with two letters or digits: green for agents, and for people a colour that depends on
 * their number or address, `of`.
 */
export function Avatar(props: { text: string; agent?: boolean; of?: string; small?: boolean }) {
  const look = props.of === undefined ? null : avatarLook(props.of);
  return (
    <span
      aria-hidden="true"
      className={classNames(
        styles.avatar,
        props.small && styles.small,
        props.agent && styles.agent,
        look && (look.ring ? styles.ring : styles.disc),
      )}
      style={look === null ? undefined : ({ '--hue': look.hue } as CSSProperties)}
    >
      {props.text}
    </span>
  );
}

/** Ids, addresses and code within a sentence. */
export function Mono(props: { children: ReactNode }) {
  return <span className={styles.mono}>{props.children}</span>;
}

/** Digits of equal width. */
export function Num(props: { children: ReactNode }) {
  return <span className={styles.num}>{props.children}</span>;
}

/** A name with a smaller text below it, each truncated to one line. */
export function Named(props: { children: ReactNode }) {
  return <span className={styles.named}>{props.children}</span>;
}

/**
 * A name that a person gave, within other words. It is read in the direction of its own letters, and the
 * sentence around it in that of the window: a Hebrew or Arabic name moves no word of it.
 */
export function Name({ children }: { children: string }) {
  return <bdi>{children}</bdi>;
}

/** A text for screen readers only. */
export function VisuallyHidden(props: HTMLAttributes<HTMLSpanElement>) {
  return <span {...props} className={styles.hidden} />;
}

/** A heading for screen readers only, where the layout makes a visible one unnecessary. */
export function HiddenHeading(props: { children: ReactNode }) {
  return <h2 className={styles.hidden}>{props.children}</h2>;
}

/** The number of new items, as a small count; nothing if there are none. */
export function UnreadMark(props: { count: number; label: string; className?: string }) {
  const { count, label, className } = props;
  if (count === 0) return null;
  return (
    <span className={classNames(styles.unread, className)} title={label}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
