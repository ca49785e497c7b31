import type { HTMLAttributes } from 'react';
import styles from './card.module.css';
import { classNames } from './class-names.ts';

export function Card(props: HTMLAttributes<HTMLElement>) {
  const { className, ...rest } = props;
  return <section {...rest} className={classNames(styles.card, className)} />;
}
