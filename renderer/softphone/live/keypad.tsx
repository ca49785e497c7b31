import styles from './keypad.module.css';

const KEYS = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

/** The telephone's keys. While it has the focus, digits on the keyboard work too. */
export function Keypad(props: { onKey(digit: string): void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's meaning
    <div
      role="group"
      aria-label="Keypad"
      className={styles.keys}
      onKeyDown={(event) => {
        if (/^[0-9*#]$/.test(event.key)) props.onKey(event.key);
      }}
    >
      {KEYS.map(([digit, letters]) => (
        <button
          key={digit}
          type="button"
          className={styles.key}
          data-letters={letters}
          onClick={() => props.onKey(digit)}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}
