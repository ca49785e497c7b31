import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../../format/class-names.ts';
import floating from './floating.module.css';
import styles from './menu.module.css';

/** The position of a context menu on the screen, in CSS pixels. */
export interface MenuPlace {
  readonly xPx: number;
  readonly yPx: number;
}

/**
 * A menu at the position of a click. When it closes, the focus returns to where it was. Its items
 * are those of `Menu`.
 */
export function ContextMenu(props: {
  label: string;
  /** Null while it is closed. */
  place: MenuPlace | null;
  onClose(): void;
  children: ReactNode;
}) {
  const { place } = props;
  if (place === null) return null;
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && props.onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          aria-hidden="true"
          className={styles.place}
          style={{ left: place.xPx, top: place.yPx }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={props.label}
          className={classNames(floating.floating, styles.menu)}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          onContextMenu={(event) => event.preventDefault()}
        >
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
