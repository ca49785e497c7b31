import { Segmented } from '../ui/forms/segmented.tsx';
import { Row } from '../ui/settings-list.tsx';
import type { PreferencesData } from './use-preferences.ts';

/** Chooses what summarises a call when it is over. */
export function CallAnalysisSetting(props: { settings: PreferencesData }) {
  const { preferences, choose } = props.settings;
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
          onChange={(callAnalysis) => void choose({ callAnalysis })}
        />
      )}
    </Row>
  );
}
