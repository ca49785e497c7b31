import type { ButtonHTMLAttributes, MouseEvent } from 'react';
import { classNames } from '../format/class-names.ts';
import styles from './button.module.css';
import { Tooltip } from './tooltip.tsx';

type NativeButton = ButtonHTMLAttributes<HTMLButtonElement>;

/** A button with a text. */
export function Button(
  props: NativeButton & {
    tone?: 'primary' | 'ghost' | 'quiet' | 'danger';
    size?: 'normal' | 'large';
    wide?: boolean;
    /** Its work is under way: it looks disabled and does nothing, but keeps the keyboard focus. */
    busy?: boolean;
  },
) {
  const { tone = 'ghost', size = 'normal', wide, busy, className, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      {...(busy ? { 'aria-disabled': true, onClick: ignorePress } : {})}
      className={classNames(
        styles.button,
        styles[tone],
        size === 'large' && styles.large,
        wide && styles.wide,
        className,
      )}
    />
  );
}

/** Enter in a field of its form presses a submit button too, and sends nothing either. */
function ignorePress(event: MouseEvent): void {
  event.preventDefault();
}

/** A button with only an icon. The label is its accessible name and its tooltip. */
export function IconButton(props: NativeButton & { label: string; hint?: string }) {
  const { label, hint, className, type = 'button', ...rest } = props;
  return (
    <Tooltip text={hint ?? label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={classNames(styles.icon, className)}
      />
    </Tooltip>
  );
}

/** A button that looks like a link within a text. */
export function LinkButton(props: NativeButton) {
  const { className, type = 'button', ...rest } = props;
  return <button {...rest} type={type} className={classNames(styles.link, className)} />;
}
