import { Fragment } from 'react';
import type { DiffLine } from '../../common/contract/index.ts';
import { useTabStop } from '../ui/use-tab-stop.ts';
import { folded } from './detail/folded-diff.ts';
import styles from './diff-lines.module.css';

/** A comparison by lines, with long equal stretches folded. */
export function DiffLines(props: { lines: readonly DiffLine[] }) {
  const stop = useTabStop<HTMLPreElement>();
  return (
    <pre {...stop} className={styles.diff}>
      {folded(props.lines).map((item) =>
        item.kind === 'fold' ? (
          <span key={`fold-${item.at}`} className={styles.fold}>
            {item.count} equal lines
          </span>
        ) : (
          <Fragment key={`${item.line.leftNumber}-${item.line.rightNumber}`}>
            <span className={styles.line} data-kind={item.line.kind}>
              <i>{SIGNS[item.line.kind]}</i>
              <span>{item.line.text}</span>
            </span>
          </Fragment>
        ),
      )}
    </pre>
  );
}

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;
