import { TextField } from '../ui/forms/field.tsx';

/** A field for a key that is never shown again. If it stays empty, the stored key is kept. */
export function ApiKeyField(props: {
  label: string;
  value: string;
  /** Whether a key is stored for the current choice. */
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
