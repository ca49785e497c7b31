import { useState } from 'react';
import { diffLines } from '../../common/rules/deliveries/text-diff.ts';
import { formatMs } from '../format/time-format.ts';
import { DiffLines } from '../inspector/diff-lines.tsx';
import { Card } from '../ui/card.tsx';
import { Select } from '../ui/forms/select.tsx';
import { AnswerCard } from './answer-card.tsx';
import styles from './playground.module.css';
import type { PlaygroundRun, PlaygroundTurn } from './playground-store.ts';
import { figuresOf } from './run-figures.ts';
import { diffWords, type WordRun } from './word-diff.ts';

/** Two runs side by side: the changes to the prompt, and the changes in the answers. */
export function CompareRuns(props: { runs: readonly PlaygroundRun[] }) {
  const { runs } = props;
  const [chosen, setChosen] = useState<{ left?: number; right?: number }>({});
  const left = runs.find(({ number }) => number === chosen.left) ?? runs.at(-2);
  const right = runs.find(({ number }) => number === chosen.right) ?? runs.at(-1);
  if (left === undefined || right === undefined) return null;
  const options = runs.map((run) => ({
    value: String(run.number),
    label: `Run ${run.number} · ${run.tier}`,
  }));
  const rows = Array.from({ length: Math.max(left.turns.length, right.turns.length) });
  return (
    <Card className={styles.pane} aria-label="Comparison">
      <header>
        <Select
          label="Left run"
          value={String(left.number)}
          options={options}
          onChange={(number) => setChosen({ ...chosen, left: Number(number) })}
        />
        <span>and</span>
        <Select
          label="Right run"
          value={String(right.number)}
          options={options}
          onChange={(number) => setChosen({ ...chosen, right: Number(number) })}
        />
      </header>
      <Figures left={left} right={right} />
      <div className={styles.changes}>
        {left.prompt === right.prompt ? (
          <h3>Both ran under the same prompt.</h3>
        ) : (
          <>
            <h3>Changed in the prompt</h3>
            <DiffLines lines={diffLines(left.prompt, right.prompt)} />
          </>
        )}
      </div>
      {rows.map((_row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns never change places
        <Pair key={index} left={left.turns[index]} right={right.turns[index]} />
      ))}
    </Card>
  );
}

function Figures(props: { left: PlaygroundRun; right: PlaygroundRun }) {
  const { left, right } = props;
  const rows = [left, right].map((run) => ({ run, figures: figuresOf(run) }));
  return (
    <div className={styles.figures}>
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">First text</th>
            <th scope="col">In all</th>
            <th scope="col">Tokens</th>
            <th scope="col">Tools</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ run, figures }) => (
            <tr key={run.number}>
              <th scope="row">
                Run {run.number} · {run.tier}
              </th>
              <td>{figures.firstTextMs === null ? '–' : formatMs(figures.firstTextMs)}</td>
              <td>{formatMs(figures.totalMs)}</td>
              <td>
                {figures.inputTokens} + {figures.outputTokens}
              </td>
              <td>
                {figures.toolCalls}
                {figures.failures === 0 ? '' : ` · ${figures.failures} failed`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pair(props: { left: PlaygroundTurn | undefined; right: PlaygroundTurn | undefined }) {
  const { left, right } = props;
  const diff = diffWords(left?.answer?.text ?? '', right?.answer?.text ?? '');
  const both = left?.answer != null && right?.answer != null;
  const equal = both && left.answer?.text === right.answer?.text;
  const line = left?.text ?? right?.text ?? '';
  return (
    <section className={styles.pair} aria-label={`Answers to “${line}”`}>
      <header>
        <b>{line}</b>
        {left !== undefined && right !== undefined && left.text !== right.text
          ? ` / ${right.text}`
          : ''}
        {equal ? ' · the same answer' : ''}
      </header>
      <Side turn={left} words={both ? diff.left : null} />
      <Side turn={right} words={both ? diff.right : null} />
    </section>
  );
}

function Side(props: { turn: PlaygroundTurn | undefined; words: readonly WordRun[] | null }) {
  const { turn, words } = props;
  if (turn === undefined) return <p className={styles.none}>Not said in this run.</p>;
  if (words === null) return <AnswerCard turn={turn} />;
  return (
    <AnswerCard
      turn={turn}
      text={words.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text, in its order
        <span key={index}>
          {index === 0 ? '' : ' '}
          {run.kind === 'same' ? run.text : <mark>{run.text}</mark>}
        </span>
      ))}
    />
  );
}
