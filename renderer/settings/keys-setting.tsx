import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Row } from './settings-screen.tsx';

/** Whether hosted models are told of the keys that callers press. */
export function KeysSetting() {
  const run = useRun();
  const { data: preferences, setData } = useOperation('settings.get', {});
  return (
    <Row
      name="Keys go to the model"
      hint="What a caller presses is a line to hosted agents. No webhook is told of keys."
    >
      {preferences === null ? null : (
        <Segmented
          label="Keys go to the model"
          value={preferences.keysToModel ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Off' },
            { value: 'on', label: 'On' },
          ]}
          onChange={(choice) =>
            void run('settings.set', { keysToModel: choice === 'on' }).then((saved) => {
              if (saved !== null) setData(saved);
            })
          }
        />
      )}
    </Row>
  );
}
