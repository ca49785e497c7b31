import { ChevronDown, ChevronUp, Radio, SkipForward } from 'lucide-react';
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import type {
  CallEvent,
  CallView,
  ClockState,
  Timeline,
  TimelineTurn,
} from '../../common/contract/index.ts';
import { needsAttention, nextOverBudget } from '../../common/rules/timeline/timeline-budget.ts';
import { turnMarkdown } from '../../common/rules/timeline/timeline-copy.ts';
import type { TimelineForm } from '../../common/rules/window/window-route.ts';
import { isLive } from '../state/selectors.ts';
import { openTimelineOf, useTimeline } from '../state/timeline-store.ts';
import { showToast } from '../state/toast-store.ts';
import { showTurn, useView } from '../state/view-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useCopy } from '../ui/copy.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Select } from '../ui/forms/select.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { EmptyState } from '../ui/states.tsx';
import { CallChart, type ChartHandle } from './call-chart.tsx';
import { type ChartModel, chartModel } from './chart/chart-model.ts';
import { CompareView } from './compare-view.tsx';
import { FiguresView } from './figures-view.tsx';
import { Headline } from './headline.tsx';
import type { ModelView as ModelViewOf } from './model/model-view.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { type CallSound, useCallSound } from './sound/use-recording.ts';
import { TakeAwayMenu } from './take-away-menu.tsx';
import styles from './timeline-panel.module.css';
import { TurnPicker } from './turn-picker.tsx';
import { TurnTable } from './turn-table.tsx';
import { useTimelineKeys } from './use-timeline-keys.ts';
import { WhatIfView } from './what-if-view.tsx';

interface PanelProps {
  readonly call: CallView;
  readonly events: readonly CallEvent[];
  readonly timeline: Timeline | null;
  readonly clock: ClockState;
}

/**
 * Where the time of a turn went. Follows the newest turn until a person picks one. Renders again
 * only if something of its call changed, whatever else happens in the workspace.
 */
export const TimelinePanel = memo(function TimelinePanel(props: PanelProps) {
  const { call, timeline } = props;
  const chosen = useView((view) => view.turn);
  const open = useView((view) => view.timelineOpen);
  const turns = timeline?.turns ?? [];
  const turn = turns.find((candidate) => candidate.index === chosen) ?? turns.at(-1) ?? null;
  useEffect(() => openTimelineOf(call.id), [call.id]);
  if (timeline === null || turn === null || !open) {
    return (
      <section className={styles.panel} aria-label="Timeline" data-open={open}>
        <header className={styles.bar}>
          <Headline turn={turn} />
          <span className={styles.gap} />
          <FoldButton open={open} />
        </header>
        {open ? (
          <div className={styles.empty}>
            <EmptyState title="Every millisecond of a wait, and whose it is">
              Each turn of a call is drawn here while it runs, from “the caller stopped” to “the
              caller heard”.
            </EmptyState>
          </div>
        ) : null}
      </section>
    );
  }
  return (
    <OpenPanel
      call={call}
      clock={props.clock}
      events={props.events}
      timeline={timeline}
      turn={turn}
    />
  );
});

const FORMS: readonly { value: TimelineForm; label: string }[] = [
  { value: 'timeline', label: 'Timeline' },
  { value: 'table', label: 'Table' },
  { value: 'compare', label: 'Compare' },
  { value: 'whatIf', label: 'What if' },
  { value: 'figures', label: 'Figures' },
  { value: 'model', label: 'Model' },
];

const ModelView = lazily<Parameters<typeof ModelViewOf>[0]>(() =>
  import('./model/model-view.tsx').then(({ ModelView }) => ModelView),
);

interface OpenProps extends PanelProps {
  readonly timeline: Timeline;
  readonly turn: TimelineTurn;
}

function OpenPanel(props: OpenProps) {
  const { call, clock, events, timeline, turn } = props;
  const panel = useRef<HTMLElement>(null);
  const chart = useRef<ChartHandle | null>(null);
  const repaint = useRef(() => {});
  const form = useTimeline((store) => store.form);
  const sound = useCallSound(
    call,
    useCallback(() => repaint.current(), []),
  );
  const model = useMemo(() => chartModel(timeline, events), [timeline, events]);
  const hear = (fromMs: number, toMs: number) =>
    sound.play([{ side: 'agent', atMs: fromMs, fromMs, toMs }]);
  const playOrPause = () => playFromCursor(sound, turn);
  const toNextOverBudget = usePanelKeys(props, panel, chart, { playOrPause, hear });
  return (
    <section ref={panel} className={styles.panel} aria-label="Timeline" data-open>
      <PanelBar
        call={call}
        timeline={timeline}
        turn={turn}
        onForm={(next) => {
          sound.stop();
          useTimeline.setState({ form: next });
        }}
        onNextOverBudget={toNextOverBudget}
      />
      <div className={styles.content}>
        {form === 'timeline' ? (
          <CallChart
            call={call}
            clock={clock}
            model={model}
            turn={turn}
            sound={sound}
            repaint={repaint}
            handle={chart}
          />
        ) : null}
        {form === 'table' ? (
          <TurnTable turn={turn} timeline={timeline} playable={sound.playable} onHear={hear} />
        ) : null}
        {form === 'compare' ? <CompareView call={call} turn={turn} /> : null}
        {form === 'whatIf' ? <WhatIfView turn={turn} sound={sound} /> : null}
        {form === 'figures' ? <FiguresView call={call} turns={timeline.turns} /> : null}
        {form === 'model' ? <ModelView key={turn.index} call={call} turn={turn} /> : null}
      </div>
      {form === 'timeline' ? (
        <Selected
          timeline={timeline}
          turn={turn}
          model={model}
          playable={sound.playable}
          onPlay={playOrPause}
          onHear={hear}
        />
      ) : null}
    </section>
  );
}

function pick(next: TimelineTurn): void {
  useTimeline.setState({ view: null, selectedId: null, cursorMs: null, whatIf: null });
  showTurn(next.index, next.request?.deliveryId ?? null);
}

/**
 * The keys of the panel. Returns the action that has a button, too: going to the next late turn.
 */
function usePanelKeys(
  { call, timeline, turn }: OpenProps,
  panel: RefObject<HTMLElement | null>,
  chart: RefObject<ChartHandle | null>,
  sound: { playOrPause(): void; hear(fromMs: number, toMs: number): void },
): () => void {
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const { copy } = useCopy();
  const toNextOverBudget = () => {
    const next = nextOverBudget(timeline.turns, turn.index, budgetMs, silenceBudgetMs);
    if (next) pick(next);
  };
  useTimelineKeys(panel, chart, {
    playOrPause: sound.playOrPause,
    hear: (item) => {
      if (item?.spoken) sound.hear(item.spoken.fromMs, item.spoken.toMs ?? item.spoken.fromMs);
    },
    nextOverBudget: toNextOverBudget,
    copyTurn: () => {
      copy(turnMarkdown(turn, call.id, budgetMs, silenceBudgetMs));
      showToast({ tone: 'ok', title: `Turn ${turn.index} copied as Markdown.` });
    },
  });
  return toNextOverBudget;
}

/** The bar above the chart: the wait in words, the turn, and the kind of view. */
function PanelBar(props: {
  call: CallView;
  timeline: Timeline;
  turn: TimelineTurn;
  onForm(form: TimelineForm): void;
  onNextOverBudget(): void;
}) {
  const { call, timeline, turn } = props;
  const form = useTimeline((store) => store.form);
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const late = timeline.turns.some((each) => needsAttention(each, budgetMs, silenceBudgetMs));
  return (
    <header className={styles.bar}>
      <Headline turn={turn} />
      <span className={styles.gap} />
      <LiveButton call={call} />
      {timeline.turns.length > 1 ? (
        <TurnPicker turns={timeline.turns} turn={turn} onPick={pick} />
      ) : null}
      {late && timeline.turns.length > 2 ? (
        <IconButton label="Next over budget (N)" onClick={props.onNextOverBudget}>
          <SkipForward size={15} />
        </IconButton>
      ) : null}
      <div className={styles.ends}>
        <div className={styles.forms}>
          <Segmented label="Form" value={form} options={FORMS} onChange={props.onForm} />
        </div>
        <div className={styles.narrowForms}>
          <Select label="Form" value={form} options={FORMS} onChange={props.onForm} />
        </div>
        <TakeAwayMenu call={call} timeline={timeline} turn={turn} />
        <FoldButton open />
      </div>
    </header>
  );
}

/** The item that is selected on the chart. */
function Selected(props: {
  timeline: Timeline;
  turn: TimelineTurn;
  model: ChartModel;
  playable: boolean;
  onPlay(): void;
  onHear(fromMs: number, toMs: number): void;
}) {
  const { timeline, turn, model, playable, onPlay, onHear } = props;
  const selectedId = useTimeline((store) => store.selectedId);
  return (
    <SelectionBar
      timeline={timeline}
      turn={turn}
      item={selectedId === null ? null : (model.byId.get(selectedId) ?? null)}
      playable={playable}
      onPlay={onPlay}
      onHear={({ spoken }) => {
        if (spoken) onHear(spoken.fromMs, spoken.toMs ?? spoken.fromMs);
      }}
    />
  );
}

/** Plays from the cursor, or from where the caller of the turn began. */
function playFromCursor(sound: CallSound, turn: TimelineTurn): void {
  if (useTimeline.getState().playing) {
    sound.stop();
    return;
  }
  if (!sound.playable) return;
  const toMs = sound.recording?.durationMs ?? Number.POSITIVE_INFINITY;
  const kept = useTimeline.getState().cursorMs;
  const begin = turn.callerStartedMs ?? turn.pieces[0]?.spokenFromMs ?? 0;
  const fromMs = kept === null || kept >= toMs - 50 ? begin : Math.max(0, kept);
  sound.play([{ side: 'both', atMs: fromMs, fromMs, toMs }]);
}

/** Returns to the head. Shown once a person has moved the timeline of a live call. */
function LiveButton(props: { call: CallView }) {
  const chosen = useView((view) => view.turn);
  const touched = useTimeline((store) => store.view !== null);
  if (!isLive(props.call) || (chosen === null && !touched)) return null;
  return (
    <Button
      onClick={() => {
        useTimeline.setState({ view: null, selectedId: null, cursorMs: null });
        showTurn(null);
      }}
    >
      <Radio size={14} />
      Live
    </Button>
  );
}

function FoldButton(props: { open: boolean }) {
  return (
    <IconButton
      label={props.open ? 'Hide the timeline' : 'Show the timeline'}
      onClick={() => useView.setState({ timelineOpen: !props.open })}
    >
      {props.open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
    </IconButton>
  );
}
