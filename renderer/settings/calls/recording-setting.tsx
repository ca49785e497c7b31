import { useOperation } from '../../state/use-operation.ts';
import { useRun } from '../../state/window-context.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Row } from '../../ui/settings-list.tsx';

/** The recording add-on of the service. */
export function RecordingSetting() {
  const run = useRun();
  const { data, setData } = useOperation('recording.get', {});
  const choose = async (choice: 'on' | 'off') => {
    const saved = await run('recording.set', { enabled: choice === 'on' });
    if (saved !== null) setData(saved);
  };
  return (
    <Row
      name="Recording"
      hint="Calls that begin from now on are recorded. Recordings that exist stay."
    >
      {data === null ? null : (
        <Segmented
          label="Recording"
          value={data.enabled ? 'on' : 'off'}
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
