import type { HTMLAttributes } from 'react';
import { classNames } from '../format/class-names.ts';
import styles from './card.module.css';

export function Card(props: HTMLAttributes<HTMLElement>) {
  const { className, ...rest } = props;
  return <section {...rest} className={classNames(styles.card, className)} />;
}
