import { CALL_LINES } from '../../../common/contract/lists/call-lines.ts';
import { lineInWords } from '../../softphone/live/line-menu.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Row } from '../../ui/settings-list.tsx';
import type { PreferencesData } from '../use-preferences.ts';

/** The line of simulated calls for which none was chosen. */
export function LineSetting(props: { settings: PreferencesData }) {
  const { preferences, choose } = props.settings;
  return (
    <Row
      name="Line of simulated calls"
      hint="What both ends hear, unless the softphone chose another for its call. Calls take it up when they begin."
    >
      {preferences === null ? null : (
        <Select
          label="Line of simulated calls"
          value={preferences.line}
          options={CALL_LINES.map((line) => ({ value: line, label: lineInWords(line) }))}
          onChange={(line) => void choose({ line })}
        />
      )}
    </Row>
  );
}
