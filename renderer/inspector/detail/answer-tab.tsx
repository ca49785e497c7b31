import type { DeliveryAttempt } from '../../../common/contract/index.ts';
import { formatDuration, formatMs } from '../../format/time-format.ts';
import { Code, JsonText } from '../../ui/code.tsx';
import styles from './attempt-tabs.module.css';
import { BodyView } from './body-view.tsx';
import { HeaderTable } from './header-table.tsx';
import type { StreamLine } from './stream-lines.ts';

/** The response: line by line if it was streamed, otherwise as one body. */
export function AnswerTab(props: { attempt: DeliveryAttempt; lines: readonly StreamLine[] }) {
  const { attempt, lines } = props;
  const first = lines[0];
  return (
    <div className={styles.tab}>
      {lines.length === 0 ? null : (
        <Code>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <span key={index} className={styles.line}>
              <span className={styles.at}>
                {line.afterMs === null ? '' : formatMs(line.afterMs)}
              </span>
              <span>
                <JsonText text={lineAsJson(line)} />
              </span>
            </span>
          ))}
        </Code>
      )}
      {first?.heardFromMs == null || first.heardToMs === null ? null : (
        <p className={styles.story}>
          Line 1 was heard from <b>{formatDuration(first.heardFromMs)}</b> to{' '}
          <b>{formatDuration(first.heardToMs)}</b> after the request.
          {storyOfSecond(lines)}
        </p>
      )}
      {attempt.responseBody === null || attempt.responseBody.sizeBytes === 0 ? (
        lines.length === 0 ? (
          <p className={styles.none}>
            {attempt.outcome === 'inFlight' ? 'Nothing has come back yet.' : 'No body came back.'}
          </p>
        ) : null
      ) : lines.length === 0 ? (
        <BodyView body={attempt.responseBody} />
      ) : (
        <details className={styles.more}>
          <summary>Body as it came</summary>
          <BodyView body={attempt.responseBody} />
        </details>
      )}
      <HeaderTable label="Response headers" headers={attempt.responseHeaders} />
    </div>
  );
}

function lineAsJson(line: StreamLine): string {
  return JSON.stringify(
    line.interim ? { text: line.text, interim: true } : { text: line.text },
    null,
    1,
  ).replaceAll(/\n\s*/g, ' ');
}

/** Says whether the second line came in time, as the caller experienced it. */
function storyOfSecond(lines: readonly StreamLine[]): string {
  const [first, second] = lines;
  if (second?.afterMs == null || first?.heardToMs == null) return '';
  const gapMs = (second.heardFromMs ?? second.afterMs) - first.heardToMs;
  return gapMs <= 150
    ? ' The caller never waited for line 2.'
    : ` Then the caller waited ${formatDuration(gapMs)} for line 2.`;
}
