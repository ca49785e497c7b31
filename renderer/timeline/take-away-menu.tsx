import { Download, Ellipsis } from 'lucide-react';
import type {
  CallExportFormat,
  CallView,
  Timeline,
  TimelineTurn,
} from '../../common/contract/index.ts';
import { turnJson, turnMarkdown } from '../../common/rules/timeline/timeline-copy.ts';
import { turnPytest, turnVitest } from '../../common/rules/timeline/turn-tests.ts';
import { isLive } from '../state/selectors.ts';
import { setBudget, setSilenceBudget, useTimeline } from '../state/timeline-store.ts';
import { showToast } from '../state/toast-store.ts';
import { after } from '../state/window-clock.ts';
import { reportFailure, useRun, useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { useCopy } from '../ui/copy.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';

const BUDGETS_MS = [500, 800, 1_000, 1_500, 2_000] as const;
const SILENCE_BUDGETS_MS = [1_000, 1_500, 2_000, 3_000] as const;

/** Copies of the turn, files of the call, and the budgets. */
export function TakeAwayMenu(props: { call: CallView; timeline: Timeline; turn: TimelineTurn }) {
  const { call, timeline, turn } = props;
  const run = useRun();
  const { control } = useServices();
  const { copy } = useCopy();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const budgets = [budgetMs, silenceBudgetMs] as const;
  const copyAs = (text: string, what: string) => {
    copy(text);
    showToast({ tone: 'ok', title: `Turn ${turn.index} copied as ${what}.` });
  };
  const saveAs = async (format: CallExportFormat) => {
    const of = { callId: call.id, turn: turn.index, budgetMs, silenceBudgetMs };
    const file = await run('call.export', { ...of, format });
    if (file !== null) save(new Blob([file.content], { type: file.contentType }), file.fileName);
  };
  const saveRecording = () => {
    control.recording(call.id).then((blob) => save(blob, `${call.id}.wav`), reportFailure);
  };
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label="Copy, save, budget">
          <Ellipsis size={16} />
        </IconButton>
      }
    >
      <MenuLabel>Copy turn {turn.index}</MenuLabel>
      <MenuItem onSelect={() => copyAs(turnMarkdown(turn, call.id, ...budgets), 'Markdown')}>
        As Markdown
      </MenuItem>
      <MenuItem onSelect={() => copyAs(turnJson(turn, call.id), 'JSON')}>As JSON</MenuItem>
      <MenuItem
        onSelect={() => copyAs(turnVitest(call, timeline, turn, ...budgets), 'a Vitest test')}
      >
        As a Vitest test
      </MenuItem>
      <MenuItem
        onSelect={() => copyAs(turnPytest(call, timeline, turn, ...budgets), 'a pytest test')}
      >
        As a pytest test
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Save the call</MenuLabel>
      <MenuItem icon={<Download size={14} />} onSelect={() => void saveAs('html')}>
        Timeline as a page (HTML)
      </MenuItem>
      <MenuItem icon={<Download size={14} />} onSelect={() => void saveAs('events')}>
        Event log (JSON lines)
      </MenuItem>
      <MenuItem
        icon={<Download size={14} />}
        disabled={isLive(call) || !call.recordingAvailable}
        onSelect={saveRecording}
      >
        Recording (WAV)
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Budget of a wait</MenuLabel>
      {BUDGETS_MS.map((ms) => (
        <MenuItem key={ms} selected={ms === budgetMs} onSelect={() => setBudget(ms)}>
          {ms} ms
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>Budget of a silence within an answer</MenuLabel>
      {SILENCE_BUDGETS_MS.map((ms) => (
        <MenuItem key={ms} selected={ms === silenceBudgetMs} onSelect={() => setSilenceBudget(ms)}>
          {ms} ms
        </MenuItem>
      ))}
    </Menu>
  );
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  after(60_000, () => URL.revokeObjectURL(url));
}
