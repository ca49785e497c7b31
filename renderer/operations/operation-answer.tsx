import { Download } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from '../ui/button.tsx';
import { Code, JsonText } from '../ui/code.tsx';
import { Tag } from '../ui/labels.tsx';
import { saveText } from '../ui/save-file.ts';
import styles from './operations.module.css';

export interface GivenAnswer {
  readonly ok: boolean;
  readonly text: string;
}

/** More than this is read in a file: an exported workspace has megabytes. */
const MOST_SHOWN = 100_000;

/** What an operation answered, or why it was refused. */
export function OperationAnswer(props: {
  ref: Ref<HTMLDivElement>;
  name: string;
  answer: GivenAnswer;
}) {
  const { ref, name, answer } = props;
  const isCut = answer.text.length > MOST_SHOWN;
  const shown = isCut ? answer.text.slice(0, MOST_SHOWN) : answer.text;
  return (
    <div ref={ref} className={styles.answer} role="status">
      <div className={styles.verdict}>
        <Tag tone={answer.ok ? 'ok' : 'bad'}>{answer.ok ? 'answer' : 'refused'}</Tag>
        {answer.ok ? (
          <Button onClick={() => saveText(`${name}.json`, 'application/json', answer.text)}>
            <Download size={14} />
            Save as a file
          </Button>
        ) : null}
      </div>
      <Code>{answer.ok ? <JsonText text={shown} /> : shown}</Code>
      {isCut ? <small>This is the beginning of it; the file has all.</small> : null}
    </div>
  );
}
