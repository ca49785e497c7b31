import { Segmented } from '../ui/forms/segmented.tsx';
import { Row } from '../ui/settings-list.tsx';

const OFF_ON = [
  { value: 'off', label: 'Off' },
  { value: 'on', label: 'On' },
] as const;

/** One setting that is either on or off. */
export function SwitchRow(props: {
  name: string;
  hint: string;
  /** Null until it is known. */
  on: boolean | null;
  onChange(on: boolean): void;
}) {
  const { name, hint, on, onChange } = props;
  return (
    <Row name={name} hint={hint}>
      {on === null ? null : (
        <Segmented
          label={name}
          value={on ? 'on' : 'off'}
          options={OFF_ON}
          onChange={(choice) => onChange(choice === 'on')}
        />
      )}
    </Row>
  );
}
