import type { Preferences } from '../../common/contract/index.ts';
import { SwitchRow } from './switch-row.tsx';
import type { PreferencesData } from './use-preferences.ts';

/** The settings that are either on or off. */
type SwitchName = {
  [Name in keyof Preferences]: Preferences[Name] extends boolean ? Name : never;
}[keyof Preferences];

/** A switch for one of the provider's settings. */
export function PreferenceSwitch(props: {
  settings: PreferencesData;
  preference: SwitchName;
  name: string;
  hint: string;
}) {
  const { settings, preference, name, hint } = props;
  return (
    <SwitchRow
      name={name}
      hint={hint}
      on={settings.preferences?.[preference] ?? null}
      onChange={(on) => void settings.choose({ [preference]: on })}
    />
  );
}
