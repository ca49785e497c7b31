import type { Timeline, TimelineTurn } from '../../common/contract/index.ts';
import { saidAs } from '../../common/rules/timeline/said-as.ts';
import { shownPercentiles } from '../../common/rules/timeline/shown-percentiles.ts';
import { silenceOverMs, spokenSummary } from '../../common/rules/timeline/timeline-budget.ts';
import { OWNER_INFO, partInfo } from '../../common/rules/timeline/timeline-parts.ts';
import { longestSilenceOf } from '../../common/rules/timeline/turn-silence.ts';
import { classNames } from '../format/class-names.ts';
import { useTimeline } from '../state/timeline-store.ts';
import table from './table.module.css';
import { Heads } from './table-heads.tsx';
import styles from './turn-table.module.css';

/**
 * The figures of the chart as text, in milliseconds with three decimals, which can be read out and
 * copied.
 */
export function TurnTable(props: {
  turn: TimelineTurn;
  timeline: Timeline;
  playable: boolean;
  onHear(fromMs: number, toMs: number): void;
}) {
  const { turn, timeline, playable, onHear } = props;
  const budgetMs = useTimeline((store) => store.budgetMs);
  const silenceBudgetMs = useTimeline((store) => store.silenceBudgetMs);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
    <section className={styles.frame} tabIndex={0} aria-label="Turn as tables">
      <p className={styles.summary} role="status">
        {spokenSummary(turn, budgetMs, silenceBudgetMs)}
      </p>
      <p className={styles.unit}>All times in milliseconds.</p>
      <PartsTable turn={turn} timeline={timeline} />
      <SilenceTable turn={turn} timeline={timeline} silenceBudgetMs={silenceBudgetMs} />
      <ToolsTable turn={turn} />
      <LinesTable turn={turn} playable={playable} onHear={onHear} />
      <WordsTable turn={turn} />
    </section>
  );
}

/** The silences after the first words, which the caller waits for, too. */
function SilenceTable(props: { turn: TimelineTurn; timeline: Timeline; silenceBudgetMs: number }) {
  const { turn, timeline, silenceBudgetMs } = props;
  const longest = longestSilenceOf(turn);
  if (longest === null) return null;
  const zeroMs = turn.callerStoppedMs ?? turn.pieces[0]?.spokenFromMs ?? 0;
  const { p50, p90 } = shownPercentiles(timeline.percentiles.longestSilence);
  const overMs = silenceOverMs(turn, silenceBudgetMs);
  return (
    <section aria-label="Silence within the answer">
      <table className={classNames(table.table, styles.table)}>
        <Heads
          columns={[
            'Silence within the answer',
            'Budget',
            'From',
            'To',
            'Lasts',
            'Call p50',
            'p90',
            'All over 300 ms',
          ]}
        />
        <tbody>
          <tr>
            <th scope="row">The longest</th>
            <td className={styles.text}>{overMs === 0 ? 'within' : `${exact(overMs)} over`}</td>
            <td>{exact(longest.fromMs - zeroMs)}</td>
            <td>{exact(longest.toMs - zeroMs)}</td>
            <td>
              <b>{exact(turn.longestSilenceMs)}</b>
            </td>
            <td>{exact(p50)}</td>
            <td>{exact(p90)}</td>
            <td>{exact(turn.silenceMs)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function ToolsTable({ turn }: { turn: TimelineTurn }) {
  const zeroMs = turn.callerStoppedMs ?? 0;
  if (turn.tools.length === 0) return null;
  return (
    <section aria-label="Tools">
      <table className={classNames(table.table, styles.table)}>
        <Heads
          columns={['Tool', 'Owner', 'Starts', 'Ends', 'Takes', 'Result']}
          words={['Arguments', 'What the model was told']}
        />
        <tbody>
          {turn.tools.map((tool, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: tools are known by their place
            <tr key={n}>
              <th scope="row">{tool.name}</th>
              <td className={styles.text}>{tool.builtIn ? 'AgentPhone' : 'your server'}</td>
              <td>{exact(tool.startMs - zeroMs)}</td>
              <td>{exact(tool.endMs === null ? null : tool.endMs - zeroMs)}</td>
              <td>
                <b>{exact(tool.endMs === null ? null : tool.endMs - tool.startMs)}</b>
              </td>
              <td className={styles.text}>
                {tool.ok === null ? 'working' : tool.ok ? 'ok' : 'failed'}
                {tool.status === null ? '' : ` · ${tool.status}`}
              </td>
              <td className={table.words}>{JSON.stringify(tool.args)}</td>
              <td className={table.words}>{tool.message ?? tool.answer ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function LinesTable(props: {
  turn: TimelineTurn;
  playable: boolean;
  onHear(fromMs: number, toMs: number): void;
}) {
  const { turn, playable, onHear } = props;
  const zeroMs = turn.callerStoppedMs ?? 0;
  if (turn.chunks.length === 0) return null;
  return (
    <section aria-label="Lines and their sound">
      <table className={classNames(table.table, styles.table)}>
        <Heads columns={['Line', 'Text', 'Came', 'Sound from', 'To', 'Hear']} />
        <tbody>
          {turn.chunks.map(({ atMs, text, spokenFromMs, spokenToMs }, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are known by their place
            <tr key={n}>
              <th scope="row">{n + 1}</th>
              <td className={table.words}>{text}</td>
              <td>{exact(atMs - zeroMs)}</td>
              <td>{exact(spokenFromMs === null ? null : spokenFromMs - zeroMs)}</td>
              <td>{exact(spokenToMs === null ? null : spokenToMs - zeroMs)}</td>
              <td>
                {spokenFromMs === null || spokenToMs === null ? (
                  'not heard'
                ) : (
                  <button
                    type="button"
                    className={styles.hear}
                    disabled={!playable}
                    aria-label={`Hear line ${n + 1}`}
                    onClick={() => onHear(spokenFromMs, spokenToMs)}
                  >
                    ▶
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The pieces whose text was changed for the voice. */
function WordsTable({ turn }: { turn: TimelineTurn }) {
  const changed = turn.pieces.filter((piece) => saidAs(piece) !== null);
  if (changed.length === 0) return null;
  return (
    <section aria-label="Said in other words">
      <table className={classNames(table.table, styles.table)}>
        <Heads columns={['Piece']} words={['Written', 'Said as']} />
        <tbody>
          {changed.map(({ piece, text, spoken }) => (
            <tr key={piece}>
              <th scope="row">{turn.pieces.findIndex((each) => each.piece === piece) + 1}</th>
              <td className={table.words}>{text}</td>
              <td className={table.words}>
                {spoken === '' ? <i>nothing: the voice has no sound for it</i> : spoken}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PartsTable(props: { turn: TimelineTurn; timeline: Timeline }) {
  const { turn, timeline } = props;
  const zeroMs = turn.parts[0]?.startMs ?? 0;
  return (
    <section aria-label="Parts of the wait">
      <table className={classNames(table.table, styles.table)}>
        <Heads
          columns={['Part', 'Owner', 'Starts', 'Ends', 'Takes', 'Call p50', 'p90']}
          words={['To shorten it']}
        />
        <tbody>
          {turn.parts.map((part) => {
            const ofCall = timeline.percentiles.parts[part.name];
            const usual = ofCall && shownPercentiles(ofCall);
            return (
              <tr key={part.name}>
                <th scope="row">{partInfo(part).label}</th>
                <td className={styles.text}>{OWNER_INFO[part.owner].label}</td>
                <td>{exact(part.startMs - zeroMs)}</td>
                <td>{exact(part.endMs - zeroMs)}</td>
                <td>
                  <b>{exact(part.endMs - part.startMs)}</b>
                </td>
                <td>{exact(usual?.p50 ?? null)}</td>
                <td>{exact(usual?.p90 ?? null)}</td>
                <td className={table.words}>{partInfo(part).shorten}</td>
              </tr>
            );
          })}
          {turn.parts.length === 0 ? (
            <tr>
              <td colSpan={8} className={table.words}>
                No part of a wait in this turn.
              </td>
            </tr>
          ) : null}
        </tbody>
        <Total turn={turn} timeline={timeline} />
      </table>
    </section>
  );
}

function Total(props: { turn: TimelineTurn; timeline: Timeline }) {
  const { turn, timeline } = props;
  const overall = shownPercentiles(timeline.percentiles.responseLatency);
  return (
    <tfoot>
      <tr>
        <th scope="row">Caller stopped → caller heard</th>
        <td />
        <td />
        <td />
        <td>
          <b>{exact(turn.responseLatencyMs)}</b>
        </td>
        <td>{exact(overall.p50)}</td>
        <td>{exact(overall.p90)}</td>
        <td className={table.words}>
          {overall.n === 1 ? 'one turn' : `${overall.n} turns`} in this call
        </td>
      </tr>
    </tfoot>
  );
}

function exact(ms: number | null): string {
  return ms === null ? '–' : ms.toFixed(3);
}
