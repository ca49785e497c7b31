import { useOperation } from '../../state/use-operation.ts';
import { useRun } from '../../state/window-context.tsx';
import { SwitchRow } from '../switch-row.tsx';

/** The recording add-on of the service. */
export function RecordingSetting() {
  const run = useRun();
  const { data, setData } = useOperation('recording.get', {});
  const choose = async (enabled: boolean) => {
    const saved = await run('recording.set', { enabled });
    if (saved !== null) setData(saved);
  };
  return (
    <SwitchRow
      name="Recording"
      hint="Calls that begin from now on are recorded. Recordings that exist stay."
      on={data?.enabled ?? null}
      onChange={(on) => void choose(on)}
    />
  );
}
