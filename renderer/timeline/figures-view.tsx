import { type ReactNode, useEffect, useState } from 'react';
import type { CallView, LatencySummary, TimelineTurn } from '../../common/contract/index.ts';
import { shownPercentiles } from '../../common/rules/timeline/shown-percentiles.ts';
import { PART_INFO } from '../../common/rules/timeline/timeline-parts.ts';
import { classNames } from '../format/class-names.ts';
import { formatMs } from '../format/time-format.ts';
import { useLive } from '../state/live-store.ts';
import { agentById } from '../state/selectors.ts';
import { useTimeline } from '../state/timeline-store.ts';
import { showCall } from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import { Moment } from '../ui/moment.tsx';
import { Spinner } from '../ui/states.tsx';
import { useTabStop } from '../ui/use-tab-stop.ts';
import styles from './form.module.css';
import table from './table.module.css';
import { Heads } from './table-heads.tsx';

/** Percentiles over the turns of this call, over calls and over agents, with their trend. */
export function FiguresView(props: { call: CallView; turns: readonly TimelineTurn[] }) {
  const { call, turns } = props;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const summary = useSummary(call, turns.length);
  if (summary === null) {
    return (
      <div className={styles.form}>
        <Spinner label="Adding up" />
      </div>
    );
  }
  return (
    <Frame>
      <Overall summary={summary} />
      <h3 className={styles.head}>Turns of this call</h3>
      <TurnTrend turns={turns} budgetMs={budgetMs} />
      <SummaryTable summary={summary} callId={call.id} />
    </Frame>
  );
}

function Frame(props: { children: ReactNode }) {
  const stop = useTabStop<HTMLElement>();
  return (
    <section {...stop} className={styles.form} aria-label="Figures">
      {props.children}
    </section>
  );
}

/** Loaded again when a call has ended, or when another turn or budget changes the figures. */
function useSummary(call: CallView, turnCount: number): LatencySummary | null {
  const { control } = useServices();
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const [summary, setSummary] = useState<LatencySummary | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when they change
  useEffect(() => {
    const abort = new AbortController();
    control
      .run('latency.summary', { budgetMs, silenceBudgetMs }, abort.signal)
      .then(setSummary, (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      });
    return () => abort.abort();
  }, [control, budgetMs, silenceBudgetMs, turnCount, call.phase]);
  return summary;
}

function Overall({ summary }: { summary: LatencySummary }) {
  const { overall, trend } = summary;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  const latency = shownPercentiles(overall.responseLatency);
  const silence = shownPercentiles(overall.longestSilence);
  return (
    <div className={styles.figures}>
      <Figure
        value={ms(latency.p50)}
        name={`p50 of ${latency.n === 1 ? '1 turn' : `${latency.n} turns`} heard`}
      />
      <Figure value={ms(latency.p90)} name={latency.p90 === null ? 'p90, from 10 turns' : 'p90'} />
      <Figure value={ms(latency.p99)} name={latency.p99 === null ? 'p99, from 100 turns' : 'p99'} />
      <Figure value={String(overall.overBudget)} name={`over ${formatMs(budgetMs)}`} />
      <Figure value={String(overall.unheard)} name="never heard" />
      <Figure
        value={ms(silence.p90 ?? silence.p50)}
        name={`${silence.p90 === null ? 'p50' : 'p90'} of the longest silence`}
      />
      <Figure value={String(overall.deadAir)} name={`silent over ${formatMs(silenceBudgetMs)}`} />
      {trend === null ? null : (
        <Figure value={trendWords(trend)} name="p50, newer against older half of the calls" />
      )}
    </div>
  );
}

const COLUMNS = ['Turns', 'p50', 'p90', 'p99', 'Silence p90', 'Late or silent', 'Trend'] as const;

/** The figures by agent, by call and by part. */
function SummaryTable(props: { summary: LatencySummary; callId: string }) {
  const { summary, callId } = props;
  return (
    <table className={classNames(table.table, styles.table)}>
      <AgentRows summary={summary} />
      <CallRows summary={summary} callId={callId} />
      <Heads columns={['Part, all calls', ...COLUMNS]} />
      <tbody>
        {Object.entries(summary.parts).map(([name, part]) => {
          const { n, p50, p90, p99 } = shownPercentiles(part);
          return (
            <tr key={name}>
              <th scope="row">{PART_INFO[name as keyof typeof PART_INFO].label}</th>
              <td>{n}</td>
              <td>{ms(p50)}</td>
              <td>{ms(p90)}</td>
              <td>{ms(p99)}</td>
              <td />
              <td />
              <td />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function AgentRows({ summary }: { summary: LatencySummary }) {
  const state = useLive((live) => live.state);
  return (
    <>
      <Heads columns={['Agent', ...COLUMNS]} />
      <tbody>
        {summary.agents.map((agent) => (
          <tr key={agent.agentId ?? ''}>
            <th scope="row">
              {(state === null ? null : agentById(state, agent.agentId)?.name) ?? 'No agent'}
            </th>
            <Cells figures={agent} />
            <td>{trendWords(agent.trend)}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
}

function CallRows(props: { summary: LatencySummary; callId: string }) {
  const { summary, callId } = props;
  return (
    <>
      <Heads columns={['Call', ...COLUMNS]} />
      <tbody>
        {summary.calls.map((each) => (
          <tr key={each.callId}>
            <th scope="row">
              {each.callId === callId ? (
                'This call'
              ) : (
                <button type="button" className={styles.link} onClick={() => showCall(each.callId)}>
                  <Moment at={each.startedAt} as="recent" />
                </button>
              )}
            </th>
            <Cells figures={each} />
            <td />
          </tr>
        ))}
      </tbody>
    </>
  );
}

function Cells(props: { figures: LatencySummary['overall'] }) {
  const { turns, overBudget, unheard, deadAir } = props.figures;
  const responseLatency = shownPercentiles(props.figures.responseLatency);
  const longestSilence = shownPercentiles(props.figures.longestSilence);
  const bad = overBudget + unheard + deadAir;
  return (
    <>
      <td>{turns}</td>
      <td>
        <b>{ms(responseLatency.p50)}</b>
      </td>
      <td>{ms(responseLatency.p90)}</td>
      <td>{ms(responseLatency.p99)}</td>
      <td>{ms(longestSilence.p90)}</td>
      <td className={bad > 0 ? styles.slower : undefined}>{bad}</td>
    </>
  );
}

function Figure(props: { value: string; name: string }) {
  return (
    <span className={styles.figure}>
      <b>{props.value}</b>
      <span>{props.name}</span>
    </span>
  );
}

/** A dot for each turn, in the order of the call. */
function TurnTrend(props: { turns: readonly TimelineTurn[]; budgetMs: number }) {
  const { turns, budgetMs } = props;
  const waited = turns.filter(({ responseLatencyMs }) => responseLatencyMs !== null).slice(-400);
  const most = Math.max(budgetMs * 1.1, ...waited.map((turn) => turn.responseLatencyMs ?? 0));
  const y = (value: number) => 44 - (value / most) * 40;
  return (
    <svg className={styles.spark} role="img" aria-label="Response latency turn by turn">
      <line className={styles.budget} x1="16" x2="98%" y1={y(budgetMs)} y2={y(budgetMs)} />
      {waited.map((turn, n) => {
        const value = turn.responseLatencyMs ?? 0;
        return (
          <circle
            key={turn.index}
            className={value > budgetMs ? styles.dotLate : styles.dot}
            cx={`${2 + ((n + 0.5) / waited.length) * 96}%`}
            cy={y(value)}
            r={3}
          >
            <title>{`Turn ${turn.index}: ${formatMs(value)}`}</title>
          </circle>
        );
      })}
    </svg>
  );
}

function trendWords(trend: LatencySummary['trend']): string {
  if (trend === null) return '–';
  const change = trend.newerP50Ms - trend.olderP50Ms;
  if (Math.abs(change) < 1) return '→ same';
  return `${change > 0 ? '↑' : '↓'} ${formatMs(Math.abs(change))}`;
}

function ms(value: number | null): string {
  return value === null ? '–' : formatMs(value);
}
