import { useOperation } from '../../state/use-operation.ts';
import { Group } from '../../ui/settings-list.tsx';
import { FormRow } from '../form-row.tsx';
import { PreferenceSwitch } from '../preference-switch.tsx';
import { CalleeSetting } from './callee-setting.tsx';
import { LineSetting } from './line-setting.tsx';
import { RecordingSetting } from './recording-setting.tsx';

/** Settings for all calls, whichever agent answers. */
export function CallSettings() {
  return (
    <Group title="Calls">
      <LineSetting />
      <CalleeSetting />
      <RecordingSetting />
      <PreferenceSwitch
        preference="helloTurn"
        name="Ask for a greeting"
        hint="The handler of an agent without a greeting is asked for one, with an empty turn."
      />
      <PreferenceSwitch
        preference="mergeContinuedSpeech"
        name="Callers may go on"
        hint="What is said before anything of the answer was heard belongs to the same line, which is sent again whole."
      />
      <PreferenceSwitch
        preference="echoControl"
        name="Echo control"
        hint="The agent's own voice, come back from the caller's loudspeaker, neither interrupts it nor counts as words."
      />
      <PreferenceSwitch
        preference="keysToModel"
        name="Keys go to the model"
        hint="What a caller presses is a line to hosted agents. No webhook is told of keys."
      />
      <EndpointingSetting />
    </Group>
  );
}

/** The silence that ends a turn; its form has all other settings too. */
function EndpointingSetting() {
  const { data } = useOperation('settings.get', {});
  const silenceMs = data?.endpointingSilenceMs;
  return (
    <FormRow
      name="Silence that ends a turn"
      hint="And every other setting of this kind, in one form."
      operation="settings.set"
    >
      {data === null ? null : silenceMs == null ? 'By the agent' : `${silenceMs} ms`}
    </FormRow>
  );
}
