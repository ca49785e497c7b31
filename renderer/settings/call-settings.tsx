import { Group } from '../ui/settings-list.tsx';
import { LineSetting } from './line-setting.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';

/** Settings for all calls, whichever agent answers. */
export function CallSettings() {
  return (
    <Group title="Calls">
      <LineSetting />
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
    </Group>
  );
}
