import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './tooltip.module.css';

export function TooltipProvider(props: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {props.children}
    </Radix.Provider>
  );
}

/** Plain text that explains the single element inside, on hover and on focus. */
export function Tooltip(props: {
  text: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{props.children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.tooltip}
          side={props.side ?? 'top'}
          sideOffset={6}
          collisionPadding={8}
        >
          {props.text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
