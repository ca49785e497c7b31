import type { Preferences } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Row } from '../ui/settings-list.tsx';

/** The settings that are either on or off. */
type SwitchName = {
  [Name in keyof Preferences]: Preferences[Name] extends boolean ? Name : never;
}[keyof Preferences];

/** A switch for one of the provider's settings. */
export function PreferenceSwitch(props: { preference: SwitchName; name: string; hint: string }) {
  const { preference, name, hint } = props;
  const run = useRun();
  const { data: preferences, setData } = useOperation('settings.get', {});
  const choose = async (choice: 'on' | 'off') => {
    const saved = await run('settings.set', { [preference]: choice === 'on' });
    if (saved !== null) setData(saved);
  };
  return (
    <Row name={name} hint={hint}>
      {preferences === null ? null : (
        <Segmented
          label={name}
          value={preferences[preference] ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Off' },
            { value: 'on', label: 'On' },
          ]}
          onChange={(choice) => void choose(choice)}
        />
      )}
    </Row>
  );
}
