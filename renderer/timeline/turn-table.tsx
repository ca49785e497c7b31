import type { Timeline, TimelineTurn } from '../../common/contract/index.ts';
import { OWNER_INFO, PART_INFO } from '../../common/rules/timeline-parts.ts';
import styles from './turn-table.module.css';

/** The same figures as the chart, to read and to copy; milliseconds with three decimals. */
export function TurnTable(props: { turn: TimelineTurn; timeline: Timeline }) {
  const { turn, timeline } = props;
  const zeroMs = turn.parts[0]?.startMs ?? 0;
  const overall = timeline.percentiles.responseLatency;
  return (
    <section className={styles.frame} aria-label="Parts of the wait">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Owner</th>
            <th scope="col">Starts</th>
            <th scope="col">Ends</th>
            <th scope="col">Takes</th>
            <th scope="col">Call p50</th>
            <th scope="col">p90</th>
            <th scope="col" className={styles.words}>
              To shorten it
            </th>
          </tr>
        </thead>
        <tbody>
          {turn.parts.map((part) => {
            const usual = timeline.percentiles.parts[part.name];
            return (
              <tr key={part.name}>
                <th scope="row">{PART_INFO[part.name].label}</th>
                <td className={styles.text}>{OWNER_INFO[part.owner].label}</td>
                <td>{exact(part.startMs - zeroMs)}</td>
                <td>{exact(part.endMs - zeroMs)}</td>
                <td>
                  <b>{exact(part.endMs - part.startMs)}</b>
                </td>
                <td>{exact(usual?.p50 ?? null)}</td>
                <td>{exact(usual?.p90 ?? null)}</td>
                <td className={styles.words}>{PART_INFO[part.name].shorten}</td>
              </tr>
            );
          })}
          {turn.parts.length === 0 ? (
            <tr>
              <td colSpan={8} className={styles.words}>
                No part of a wait in this turn.
              </td>
            </tr>
          ) : null}
        </tbody>
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
            <td className={styles.words}>
              {overall.n === 1 ? 'one turn' : `${overall.n} turns`} in this call
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function exact(ms: number | null): string {
  return ms === null ? '–' : ms.toFixed(3);
}
