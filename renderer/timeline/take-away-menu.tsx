import { Download, Ellipsis } from 'lucide-react';
import type {
  CallExportFormat,
  CallView,
  Timeline,
  TimelineTurn,
} from '../../common/contract/index.ts';
import { turnJson, turnMarkdown } from '../../common/rules/timeline/timeline-copy.ts';
import { turnPytest, turnVitest } from '../../common/rules/timeline/turn-tests.ts';
import { formatMs } from '../format/time-format.ts';
import { isLive } from '../state/selectors.ts';
import { setBudget, setSilenceBudget, useTimeline } from '../state/timeline-store.ts';
import { showToast } from '../state/toast-store.ts';
import { after } from '../state/window-clock.ts';
import { reportFailure, useRun, useServices } from '../state/window-context.tsx';
import { IconButton } from '../ui/button.tsx';
import { useCopy } from '../ui/copy.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/overlays/menu.tsx';
import { MenuChoices } from '../ui/overlays/menu-choices.tsx';

const BUDGETS_MS = [500, 800, 1_000, 1_500, 2_000] as const;
const SILENCE_BUDGETS_MS = [1_000, 1_500, 2_000, 3_000] as const;

/** Copies of the turn, exports of the call, and the budgets. */
export function TakeAwayMenu(props: { call: CallView; timeline: Timeline; turn: TimelineTurn }) {
  const { call, timeline, turn } = props;
  const run = useRun();
  const { control } = useServices();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
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
      <CopyItems call={call} timeline={timeline} turn={turn} />
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
      <MenuChoices
        label="Budget of a wait"
        value={budgetMs}
        options={BUDGETS_MS.map(choiceOf)}
        onChange={setBudget}
      />
      <MenuChoices
        label="Budget of a silence within an answer"
        value={silenceBudgetMs}
        options={SILENCE_BUDGETS_MS.map(choiceOf)}
        onChange={setSilenceBudget}
      />
    </Menu>
  );
}

/** Copies the turn to the clipboard in one of several text forms. */
function CopyItems(props: { call: CallView; timeline: Timeline; turn: TimelineTurn }) {
  const { call, timeline, turn } = props;
  const { copy } = useCopy();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const budgets = [budgetMs, silenceBudgetMs] as const;
  const copies = [
    { label: 'As Markdown', what: 'Markdown', text: () => turnMarkdown(turn, call.id, ...budgets) },
    { label: 'As JSON', what: 'JSON', text: () => turnJson(turn, call.id) },
    {
      label: 'As a Vitest test',
      what: 'a Vitest test',
      text: () => turnVitest(call, timeline, turn, ...budgets),
    },
    {
      label: 'As a pytest test',
      what: 'a pytest test',
      text: () => turnPytest(call, timeline, turn, ...budgets),
    },
  ];
  const copyAs = (text: string, what: string) => {
    copy(text);
    showToast({ tone: 'ok', title: `Turn ${turn.index} copied as ${what}.` });
  };
  return (
    <>
      <MenuLabel>Copy turn {turn.index}</MenuLabel>
      {copies.map(({ label, what, text }) => (
        <MenuItem key={label} onSelect={() => copyAs(text(), what)}>
          {label}
        </MenuItem>
      ))}
    </>
  );
}

function choiceOf(ms: number): { readonly value: number; readonly label: string } {
  return { value: ms, label: formatMs(ms) };
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  after(60_000, () => URL.revokeObjectURL(url));
}
