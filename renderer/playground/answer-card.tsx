import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PlaygroundAnswer } from '../../common/contract/index.ts';
import { argumentsInShort } from '../call/tool-line.tsx';
import { classNames } from '../format/class-names.ts';
import { formatMs } from '../format/time-format.ts';
import { showDelivery, showScreen } from '../state/view-store.ts';
import bubble from '../ui/bubble.module.css';
import { LinkButton } from '../ui/button.tsx';
import { Code } from '../ui/code.tsx';
import { Tag } from '../ui/labels.tsx';
import { ThinkingDots } from '../ui/thinking-dots.tsx';
import styles from './playground.module.css';
import type { PlaygroundTurn } from './playground-store.ts';

/** The answer to a line with its tools and figures, or its failure, or the wait for it. */
export function AnswerCard(props: {
  turn: PlaygroundTurn;
  /** Replaces the plain text if differences are marked. */
  text?: ReactNode;
}) {
  const { answer, failure } = props.turn;
  if (failure !== null) {
    return (
      <p className={styles.failure} role="alert">
        <TriangleAlert size={14} />
        <span>
          {failure}
          <LinkButton className={styles.link} onClick={() => showScreen('settings')}>
            Open the settings
          </LinkButton>
        </span>
      </p>
    );
  }
  if (answer === null) {
    return (
      <p className={classNames(bubble.bubble, styles.bubble, styles.waiting)}>
        <ThinkingDots />
      </p>
    );
  }
  return (
    <div className={styles.answer}>
      {answer.toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the calls of an answer never change places
        <ToolCall key={index} call={call} />
      ))}
      <p className={classNames(bubble.bubble, styles.bubble, answer.text === '' && bubble.silence)}>
        {answer.text === '' ? 'It said nothing' : (props.text ?? answer.text)}
      </p>
      <div className={styles.meta}>
        <span>
          {answer.firstTextMs === null ? 'no text' : `first text ${formatMs(answer.firstTextMs)}`}
        </span>
        <span>whole {formatMs(answer.totalMs)}</span>
        {answer.provider === 'offline' ? (
          <Tag tone="warn">offline dialogue</Tag>
        ) : (
          <>
            <span>
              {answer.usage.inputTokens} + {answer.usage.outputTokens} tokens
            </span>
            <Tag>{answer.model}</Tag>
          </>
        )}
      </div>
    </div>
  );
}

function ToolCall(props: { call: PlaygroundAnswer['toolCalls'][number] }) {
  const { call } = props;
  const { deliveryId } = call;
  return (
    <details className={styles.tool}>
      <summary>
        <Tag tone={call.ok ? 'ok' : 'bad'}>{call.ok ? 'tool' : 'tool failed'}</Tag>
        <b>
          {call.name}({argumentsInShort(call.args)})
        </b>
        <span>{formatMs(call.durationMs)}</span>
      </summary>
      <Code>{JSON.stringify(call.answer, null, 2)}</Code>
      {deliveryId === null ? null : (
        <LinkButton
          className={styles.link}
          onClick={() => {
            showScreen('webhooks');
            showDelivery(deliveryId);
          }}
        >
          See the request
        </LinkButton>
      )}
    </details>
  );
}
