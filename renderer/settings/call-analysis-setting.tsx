import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Row } from '../ui/settings-list.tsx';

/** Chooses what summarises a call when it is over. */
export function CallAnalysisSetting() {
  const run = useRun();
  const { data: preferences, setData } = useOperation('settings.get', {});
  return (
    <Row
      name="Analysis after a call"
      hint="Summary, mood and success in agent.call_ended. By the model costs tokens."
    >
      {preferences === null ? null : (
        <Segmented
          label="Analysis after a call"
          value={preferences.callAnalysis}
          options={[
            { value: 'local', label: 'Word rules' },
            { value: 'model', label: 'The model' },
          ]}
          onChange={(callAnalysis) =>
            void run('settings.set', { callAnalysis }).then((saved) => {
              if (saved !== null) setData(saved);
            })
          }
        />
      )}
    </Row>
  );
}
