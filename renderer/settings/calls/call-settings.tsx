import { Group } from '../../ui/settings-list.tsx';
import { FormRow } from '../form-row.tsx';
import { PreferenceSwitch } from '../preference-switch.tsx';
import type { PreferencesData } from '../use-preferences.ts';
import { CalleeSetting } from './callee-setting.tsx';
import { LineSetting } from './line-setting.tsx';
import { RecordingSetting } from './recording-setting.tsx';

/** Settings for all calls, whichever agent answers. */
export function CallSettings(props: { settings: PreferencesData }) {
  const { settings } = props;
  return (
    <Group title="Calls">
      <LineSetting settings={settings} />
      <CalleeSetting />
      <RecordingSetting />
      <PreferenceSwitch
        settings={settings}
        preference="helloTurn"
        name="Ask for a greeting"
        hint="The handler of an agent without a greeting is asked for one, with an empty turn."
      />
      <PreferenceSwitch
        settings={settings}
        preference="mergeContinuedSpeech"
        name="Callers may go on"
        hint="What is said before anything of the answer was heard belongs to the same line, which is sent again whole."
      />
      <PreferenceSwitch
        settings={settings}
        preference="echoControl"
        name="Echo control"
        hint="The agent's own voice, come back from the caller's loudspeaker, neither interrupts it nor counts as words."
      />
      <PreferenceSwitch
        settings={settings}
        preference="keysToModel"
        name="Keys go to the model"
        hint="What a caller presses is a line to hosted agents. No webhook is told of keys."
      />
      <EndpointingSetting settings={settings} />
    </Group>
  );
}

/** The silence that ends a turn; its form has all other settings too. */
function EndpointingSetting(props: { settings: PreferencesData }) {
  const { preferences } = props.settings;
  const silenceMs = preferences?.endpointingSilenceMs;
  return (
    <FormRow
      name="Silence that ends a turn"
      hint="And every other setting of this kind, in one form."
      operation="settings.set"
    >
      {preferences === null ? null : silenceMs == null ? 'By the agent' : `${silenceMs} ms`}
    </FormRow>
  );
}
