import { TextField } from '../ui/forms/field.tsx';

/** A key that is never shown again: empty keeps the one that is stored. */
export function ApiKeyField(props: {
  label: string;
  value: string;
  /** Whether one is stored for what is chosen. */
  isKept: boolean;
  onText: (text: string) => void;
}) {
  return (
    <TextField
      label={props.label}
      mono
      type="password"
      value={props.value}
      placeholder={props.isKept ? 'kept; type to replace it' : 'none yet'}
      onText={props.onText}
    />
  );
}
