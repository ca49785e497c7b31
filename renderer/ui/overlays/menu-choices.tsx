import { DropdownMenu } from 'radix-ui';
import { MenuLabel } from './menu.tsx';
import styles from './menu-choices.module.css';

/** A choice of a few short values, side by side to save rows of the menu. */
export function MenuChoices<T extends number | string>(props: {
  label: string;
  value: T;
  options: readonly { readonly value: T; readonly label: string }[];
  onChange(value: T): void;
}) {
  const { label, value, options, onChange } = props;
  return (
    <DropdownMenu.RadioGroup value={String(value)} aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      <div className={styles.row}>
        {options.map((option) => (
          <DropdownMenu.RadioItem
            key={option.value}
            value={String(option.value)}
            className={styles.choice}
            onSelect={() => onChange(option.value)}
          >
            {option.label}
          </DropdownMenu.RadioItem>
        ))}
      </div>
    </DropdownMenu.RadioGroup>
  );
}
