import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '../../format/class-names.ts';
import floating from './floating.module.css';
import styles from './menu.module.css';

/** A menu below the element that opens it. */
export function Menu(props: { trigger: ReactNode; align?: 'start' | 'end'; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{props.trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={classNames(floating.floating, styles.menu)}
          align={props.align ?? 'start'}
          sideOffset={6}
          collisionPadding={8}
        >
          {props.children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem(props: {
  onSelect(): void;
  icon?: ReactNode;
  selected?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      className={styles.item}
      disabled={props.disabled ?? false}
      onSelect={props.onSelect}
    >
      {props.icon}
      <span>{props.children}</span>
      {props.selected ? <Check size={14} className={styles.end} /> : null}
    </DropdownMenu.Item>
  );
}

export function MenuLabel(props: { children: ReactNode }) {
  return <DropdownMenu.Label className={styles.label}>{props.children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={styles.separator} />;
}
