import type { ModelAnswer } from '../../../common/contract/index.ts';
import { Code } from '../../ui/code.tsx';
import { Tag } from '../../ui/labels.tsx';
import { ToolCall } from './asked-body.tsx';
import styles from './model-view.module.css';
import { cutWords } from './request-words.ts';

/** What came back on a request. */
export function Answer(props: { answer: ModelAnswer | null; over: boolean }) {
  const { answer, over } = props;
  if (answer === null) {
    return (
      <p className={styles.none}>
        {over
          ? 'No answer was kept: the app ended before it was complete.'
          : 'The model is answering…'}
      </p>
    );
  }
  const { outcome, message, text, toolCalls } = answer;
  const cut = cutWords(text);
  return (
    <section className={styles.answer} aria-label="What came back">
      <h4>
        What came back
        {outcome === 'failed' ? <Tag tone="bad">failed</Tag> : null}
        {outcome === 'aborted' ? <Tag tone="warn">broken off</Tag> : null}
        {cut === null ? null : <Tag>{cut}</Tag>}
      </h4>
      {message === null ? null : <p className={styles.failed}>{message}</p>}
      {outcome === 'aborted' ? (
        <p className={styles.about}>The caller spoke, or the call ended, before it was complete.</p>
      ) : null}
      {text.text === '' ? null : <Code>{text.text}</Code>}
      {toolCalls.map((call, index) => (
        <ToolCall
          // biome-ignore lint/suspicious/noArrayIndexKey: calls are known by their place
          key={index}
          name={call.name}
          args={call.arguments.text}
          cut={cutWords(call.arguments)}
        />
      ))}
      {text.text === '' && toolCalls.length === 0 && outcome === 'complete' ? (
        <p className={styles.about}>Nothing: no words, and no tool was called.</p>
      ) : null}
    </section>
  );
}
