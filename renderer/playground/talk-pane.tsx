import { Square } from 'lucide-react';
import { type FormEvent, Fragment, type RefObject, useEffect, useRef, useState } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import bubble from '../ui/bubble.module.css';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextInput } from '../ui/forms/field.tsx';
import { Kbd, Tag } from '../ui/labels.tsx';
import { AnswerCard } from './answer-card.tsx';
import styles from './playground.module.css';
import { beginRun, changeSession, type PlaygroundSession } from './playground-store.ts';
import { triedOf, type usePlaygroundTalk } from './use-playground.ts';

/** The newest run as a conversation, with a field for the next line. */
export function TalkPane(props: {
  agent: Agent;
  session: PlaygroundSession;
  talk: ReturnType<typeof usePlaygroundTalk>;
}) {
  const { agent, session, talk } = props;
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const run = session.runs.at(-1);
  const turns = run?.turns ?? [];
  const settled = turns.filter(({ answer, failure }) => answer !== null || failure !== null).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows whatever was added
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [turns.length, settled]);
  const tried = triedOf(agent, session);
  const stale = run !== undefined && (run.prompt !== tried.prompt || run.tier !== tried.tier);
  const greeting = run?.greeting ?? tried.greeting;
  return (
    <Card className={styles.pane} aria-label="Conversation">
      <header>
        <h2>{run === undefined ? 'Conversation' : `Run ${run.number}`}</h2>
        {stale ? <Tag tone="warn">under the prompt as it was</Tag> : null}
        {talk.busy ? (
          <Button tone="quiet" onClick={talk.stop}>
            <Square size={13} />
            Stop
          </Button>
        ) : turns.length === 0 ? null : (
          <Button
            tone="quiet"
            onClick={() => {
              beginRun(agent.id, tried);
              input.current?.focus();
            }}
          >
            New conversation
          </Button>
        )}
      </header>
      <div ref={list} className={styles.talk} role="log" aria-label="What was said">
        {greeting === '' ? null : (
          <p className={classNames(bubble.bubble, styles.bubble)}>{greeting}</p>
        )}
        {turns.length === 0 ? (
          <p className={styles.hint}>Say something. No call is made: only the model answers.</p>
        ) : (
          turns.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns never change places
            <Fragment key={index}>
              <p className={classNames(bubble.bubble, bubble.caller, styles.bubble, styles.said)}>
                {turn.text}
              </p>
              <AnswerCard turn={turn} />
            </Fragment>
          ))
        )}
      </div>
      <LineForm input={input} stale={stale} talk={talk} />
      {session.runs.length < 2 || talk.busy ? null : (
        <div className={styles.line}>
          <Button tone="quiet" onClick={() => changeSession(agent.id, { runs: [], view: 'talk' })}>
            Forget all runs
          </Button>
        </div>
      )}
    </Card>
  );
}

/** The field for the next line. */
function LineForm(props: {
  input: RefObject<HTMLInputElement | null>;
  stale: boolean;
  talk: ReturnType<typeof usePlaygroundTalk>;
}) {
  const { input, stale, talk } = props;
  const [line, setLine] = useState('');
  const say = (event: FormEvent) => {
    event.preventDefault();
    const text = line.trim();
    if (text === '' || talk.busy) return;
    setLine('');
    // The button has nothing to say now: the next line is typed.
    input.current?.focus();
    void talk.say(text);
  };
  return (
    <form className={styles.say} onSubmit={say}>
      <TextInput
        ref={input}
        aria-label="Line to try"
        value={line}
        maxLength={5_000}
        placeholder={stale ? 'The next line begins a new run' : 'What the caller says'}
        onChange={(event) => setLine(event.target.value)}
      />
      <Button type="submit" tone="primary" busy={talk.busy} disabled={line.trim() === ''}>
        Say <Kbd inherit>⏎</Kbd>
      </Button>
    </form>
  );
}
