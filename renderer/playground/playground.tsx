import { FlaskConical, Unplug, Webhook } from 'lucide-react';
import type { Agent } from '../../common/contract/index.ts';
import { keepDraft, useDrafts } from '../state/agent-drafts.ts';
import { useOperation } from '../state/use-operation.ts';
import { showScreen, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { EmptyState } from '../ui/states.tsx';
import { CompareRuns } from './compare-runs.tsx';
import styles from './playground.module.css';
import { changeSession, useSession } from './playground-store.ts';
import { PromptPane } from './prompt-pane.tsx';
import { TalkPane } from './talk-pane.tsx';
import { usePlaygroundTalk } from './use-playground.ts';

/** A text conversation with a hosted agent, without a call, for working on its prompt. */
export function Playground(props: { agent: Agent }) {
  const { agent } = props;
  return agent.voiceMode === 'hosted' ? (
    <HostedPlayground agent={agent} />
  ) : (
    <NotHosted agent={agent} />
  );
}

function NotHosted(props: { agent: Agent }) {
  const { agent } = props;
  return (
    <EmptyState
      icon={<Webhook size={22} />}
      title="Your webhook answers for this agent"
      action={
        <Button
          tone="primary"
          onClick={() => {
            const { [agent.id]: draft } = useDrafts.getState().drafts;
            keepDraft(agent.id, { ...draft, voiceMode: 'hosted' });
            useView.setState({ agentTab: 'setup' });
          }}
        >
          Make it hosted…
        </Button>
      }
    >
      The playground is for hosted agents, whose prompt leads a model. Call this one, or text it, to
      try your server.
    </EmptyState>
  );
}

function HostedPlayground(props: { agent: Agent }) {
  const { agent } = props;
  const session = useSession(agent.id);
  const talk = usePlaygroundTalk(agent);
  const { data: engines } = useOperation('engines.get', {});
  const comparable = session.runs.filter((run) => run.turns.length > 0).length > 1;
  const view = comparable ? session.view : 'talk';
  return (
    <div className={styles.frame}>
      <div className={styles.playground}>
        {engines === null ? null : engines.llm.kind === 'offline' ? (
          <Notice text="No model linked: embedded offline dialogue. It answers the “question → answer” lines of the prompt, and nothing else." />
        ) : engines.llm.problem === null ? null : (
          <Notice text={engines.llm.problem} />
        )}
        <div className={styles.sides} data-view={view}>
          <PromptPane agent={agent} session={session} talk={talk} />
          <section className={styles.right}>
            {comparable ? (
              <Segmented
                label="View"
                value={view}
                options={[
                  { value: 'talk', label: 'Talk' },
                  { value: 'compare', label: 'Compare runs' },
                ]}
                onChange={(next) => changeSession(agent.id, { view: next })}
              />
            ) : null}
            {view === 'talk' ? (
              <TalkPane agent={agent} session={session} talk={talk} />
            ) : (
              <CompareRuns runs={session.runs.filter((run) => run.turns.length > 0)} />
            )}
          </section>
        </div>
      </div>
    </div>
  );
}

function Notice(props: { text: string }) {
  return (
    <div className={styles.banner} role="status">
      <Unplug size={16} />
      <p>{props.text}</p>
      <Button onClick={() => showScreen('settings')}>
        <FlaskConical size={14} />
        Link a model
      </Button>
    </div>
  );
}
