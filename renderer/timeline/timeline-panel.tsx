import { ChevronDown, ChevronUp, Radio } from 'lucide-react';
import { useState } from 'react';
import type { CallView, ClockState, Timeline, TimelineTurn } from '../../common/contract/index.ts';
import { isLive } from '../state/selectors.ts';
import { showTurn, useView } from '../state/view-store.ts';
import { productNowMs, useWallNowMs } from '../state/window-clock.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Num, Tag } from '../ui/labels.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { EmptyState } from '../ui/states.tsx';
import { formatMs } from '../ui/time-format.ts';
import styles from './timeline-panel.module.css';
import { TurnChart } from './turn-chart.tsx';
import { BUDGET_MS } from './turn-extent.ts';
import { TurnTable } from './turn-table.tsx';

/** Where the time of a turn went. It follows the newest turn until a person picks one. */
export function TimelinePanel(props: {
  call: CallView | null;
  timeline: Timeline | null;
  clock: ClockState;
}) {
  const { call, timeline, clock } = props;
  const chosen = useView((view) => view.turn);
  const open = useView((view) => view.timelineOpen);
  const [form, setForm] = useState<'timeline' | 'table'>('timeline');
  const turns = timeline?.turns ?? [];
  const turn = turns.find((candidate) => candidate.index === chosen) ?? turns.at(-1) ?? null;
  const live = call !== null && isLive(call);
  const running = live && turn !== null && turn.outcome === null && turn === turns.at(-1);
  const wallMs = useWallNowMs(100, running);
  const nowMs =
    running && call !== null ? productNowMs(clock, wallMs) - Date.parse(call.startedAt) : null;
  return (
    <section className={styles.panel} aria-label="Timeline" data-open={open}>
      <header className={styles.bar}>
        <Headline turn={turn} />
        <span className={styles.gap} />
        {turns.length > 1 && turn !== null ? (
          <div className={styles.turns}>
            <Segmented
              label="Turn"
              value={String(turn.index)}
              options={turns.map(({ index }) => ({
                value: String(index),
                label: index === 0 ? 'Greeting' : String(index),
              }))}
              onChange={(value) => {
                const next = turns.find(({ index }) => String(index) === value);
                if (next) showTurn(next.index, next.request?.deliveryId ?? null);
              }}
            />
          </div>
        ) : null}
        {live && chosen !== null ? (
          <Button onClick={() => showTurn(null)}>
            <Radio size={14} />
            Live
          </Button>
        ) : null}
        <Segmented
          label="Form"
          value={form}
          options={[
            { value: 'timeline', label: 'Timeline' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={setForm}
        />
        <IconButton
          label={open ? 'Hide the timeline' : 'Show the timeline'}
          onClick={() => useView.setState({ timelineOpen: !open })}
        >
          {open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
        </IconButton>
      </header>
      {!open ? null : turn === null || timeline === null ? (
        <div className={styles.empty}>
          <EmptyState title="Every millisecond of a wait, and whose it is">
            Each turn of a call is drawn here while it runs, from “the caller stopped” to “the
            caller heard”.
          </EmptyState>
        </div>
      ) : form === 'timeline' ? (
        <TurnChart turn={turn} nowMs={nowMs} />
      ) : (
        <TurnTable turn={turn} timeline={timeline} />
      )}
    </section>
  );
}

function Headline(props: { turn: TimelineTurn | null }) {
  const { turn } = props;
  if (turn === null) return <b className={styles.name}>Timeline</b>;
  if (turn.index === 0) return <b className={styles.name}>Greeting</b>;
  const waitMs = turn.responseLatencyMs;
  return (
    <>
      <b className={styles.name}>Turn {turn.index}</b>
      <span className={styles.wait}>
        <span className={styles.words}>caller stopped → caller heard:</span>{' '}
        <Num>{waitMs === null ? 'nothing yet' : formatMs(waitMs)}</Num>
      </span>
      {waitMs === null ? null : waitMs <= BUDGET_MS ? (
        <Tag tone="ok">within {BUDGET_MS} ms</Tag>
      ) : (
        <Tag tone="bad">{formatMs(waitMs - BUDGET_MS)} over budget</Tag>
      )}
      {turn.outcome === 'interrupted' ? <Tag tone="warn">interrupted</Tag> : null}
      {turn.outcome === 'silent' || turn.outcome === 'failed' ? (
        <Tag tone="bad">silence</Tag>
      ) : null}
    </>
  );
}
