import { Bot, Plus } from 'lucide-react';
import type { Agent, LiveState } from '../../common/contract/index.ts';
import { classNames } from '../format/class-names.ts';
import { initials } from '../format/initials.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { Playground } from '../playground/playground.tsx';
import { NEW, useDrafts } from '../state/agent-drafts.ts';
import { formOf, NEW_AGENT } from '../state/agent-form.ts';
import { olderAgents } from '../state/history/history.ts';
import { showToast } from '../state/toast-store.ts';
import { type OperationData, useOperation } from '../state/use-operation.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { createAgentCurl, updateAgentCurl } from '../ui/agent-curl.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Snippet } from '../ui/code.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Avatar, Dot, Mono, Named, Tag, VisuallyHidden } from '../ui/labels.tsx';
import listRow from '../ui/list-row.module.css';
import { EmptyState, Sought } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs/tabs.tsx';
import { EndSentinel } from '../ui/virtual-list.tsx';
import { useWebhook } from '../webhooks/use-webhook.ts';
import { WebhookForm } from '../webhooks/webhook-form.tsx';
import { AgentEditor } from './agent-editor.tsx';
import { AgentNumbers } from './agent-numbers.tsx';
import styles from './agents-screen.module.css';
import { DeleteAgent } from './delete-agent.tsx';
import { FormSection } from './form-section.tsx';

/** Agents: who answers, how, and a place to try them out. */
export function AgentsScreen(props: { state: LiveState }) {
  const { state } = props;
  const chosenId = useView((view) => view.agentId);
  const agent =
    chosenId === null
      ? state.agents[0]
      : state.agents.find((candidate) => candidate.id === chosenId);
  const making = chosenId === NEW;
  return (
    <div className={styles.screen}>
      <AgentList state={state} shownId={making ? NEW : (agent?.id ?? null)} />
      {making ? (
        <NewAgent />
      ) : agent === undefined && chosenId !== null ? (
        <NoSuchAgent id={chosenId} />
      ) : agent === undefined ? (
        <EmptyState
          icon={<Bot size={22} />}
          title="No agents yet"
          action={
            <Button tone="primary" onClick={() => showAgent(NEW)}>
              <Plus size={14} />
              New agent
            </Button>
          }
        >
          <div className={styles.snippet}>
            <p>Make one here, or over the API:</p>
            <Snippet
              label="the request"
              text={createAgentCurl(state.workspace)}
              secrets={[state.workspace.apiKey]}
              wraps
            />
          </div>
        </EmptyState>
      ) : (
        <AgentDetail key={agent.id} state={state} agent={agent} />
      )}
    </div>
  );
}

/** Searches the whole history for the agent before reporting it as gone. */
function NoSuchAgent(props: { id: string }) {
  const isMissing = olderAgents.use(({ missing }) => missing.includes(props.id));
  return (
    <Sought
      what="agent"
      id={props.id}
      isMissing={isMissing}
      icon={<Bot size={22} />}
      title="This agent is gone"
      gone="deleted"
      onShowOthers={() => showAgent(null)}
    />
  );
}

function AgentList(props: { state: LiveState; shownId: string | null }) {
  const { state, shownId } = props;
  const drafts = useDrafts((store) => store.drafts);
  const { control } = useServices();
  return (
    <nav className={styles.list} aria-label="Agents">
      <header>
        <h2>Agents</h2>
        <IconButton label="New agent" onClick={() => showAgent(NEW)}>
          <Plus size={15} />
        </IconButton>
      </header>
      {shownId === NEW || drafts[NEW] !== undefined ? (
        <Row
          shown={shownId === NEW}
          unsaved={drafts[NEW] !== undefined}
          name={drafts[NEW]?.name || 'New agent'}
          hint="not made yet"
          onClick={() => showAgent(NEW)}
        />
      ) : null}
      {state.agents.map((agent) => (
        <Row
          key={agent.id}
          shown={agent.id === shownId}
          unsaved={drafts[agent.id] !== undefined}
          name={agent.name}
          hint={
            agent.numbers[0] === undefined
              ? `${agent.voiceMode} · no number`
              : `${agent.voiceMode} · ${formatPhoneNumber(agent.numbers[0].phoneNumber)}`
          }
          onClick={() => showAgent(agent.id)}
        />
      ))}
      <EndSentinel key={state.agents.length} onNear={() => void olderAgents.loadOlder(control)} />
    </nav>
  );
}

function Row(props: {
  shown: boolean;
  unsaved: boolean;
  name: string;
  hint: string;
  onClick(): void;
}) {
  return (
    <button
      type="button"
      aria-current={props.shown}
      className={classNames(listRow.row, styles.row, props.shown && listRow.shown)}
      onClick={props.onClick}
    >
      <Avatar agent text={initials(props.name)} />
      <Named>
        {props.name}
        <small>{props.hint}</small>
      </Named>
      {props.unsaved ? (
        <span className={styles.unsaved} title="Unsaved changes">
          <Dot tone="warn" />
          <VisuallyHidden>unsaved changes</VisuallyHidden>
        </span>
      ) : null}
    </button>
  );
}

function NewAgent() {
  return (
    <article className={styles.detail}>
      <header className={styles.head}>
        <h1>New agent</h1>
      </header>
      <div className={styles.setup}>
        <AgentEditor
          id={NEW}
          stored={NEW_AGENT}
          onSaved={(agent) => {
            showAgent(agent.id);
            showToast({
              tone: 'ok',
              title: `${agent.name} is ready. Give it a number.`,
            });
          }}
          onDiscarded={() => showAgent(null)}
        />
      </div>
    </article>
  );
}

function AgentDetail(props: { state: LiveState; agent: Agent }) {
  const { state, agent } = props;
  const tab = useView((view) => view.agentTab);
  const preferences = useOperation('agentPreferences.get', { agentId: agent.id });
  return (
    <article className={styles.detail} aria-label={agent.name}>
      <header className={styles.head}>
        <h1>{agent.name}</h1>
        <Tag tone={agent.voiceMode === 'webhook' ? 'accent' : 'ok'}>{agent.voiceMode}</Tag>
        <span className={styles.id}>
          <Mono>{agent.id}</Mono>
          <CopyIcon text={agent.id} label="Copy the agent id" />
        </span>
        <DeleteAgent agent={agent} />
      </header>
      <Tabs
        label="About the agent"
        value={tab}
        tabs={[
          {
            value: 'setup',
            label: 'Setup',
            content: <Setup state={state} agent={agent} preferences={preferences} />,
          },
          {
            value: 'playground',
            label: 'Playground',
            content: <Playground agent={agent} />,
          },
          {
            value: 'api',
            label: 'Over the API',
            content: <OverTheApi state={state} agent={agent} />,
          },
        ]}
        onChange={(agentTab) => useView.setState({ agentTab })}
      />
    </article>
  );
}

function Setup(props: {
  state: LiveState;
  agent: Agent;
  /** Loaded by the parent, so that changing tabs does not load it again. */
  preferences: OperationData<'agentPreferences.get'>;
}) {
  const { state, agent, preferences } = props;
  const webhook = useWebhook(agent.id);
  return (
    <div className={styles.setup}>
      <AgentNumbers state={state} agent={agent} />
      {preferences.data === null ? null : (
        <AgentEditor
          id={agent.id}
          stored={formOf(agent, preferences.data)}
          onSaved={(saved) => {
            void preferences.reload();
            showToast({
              tone: 'ok',
              title: `${saved.name} was saved. Calls take it up when they begin.`,
            });
          }}
        />
      )}
      <FormSection
        title="Webhook of its own"
        hint="Without one, its events go to the webhook of the project."
      >
        <WebhookForm webhook={webhook} />
      </FormSection>
    </div>
  );
}

function OverTheApi(props: { state: LiveState; agent: Agent }) {
  const { state, agent } = props;
  return (
    <div className={styles.snippets}>
      <section>
        <h2>Change it</h2>
        <Snippet
          label="the request"
          text={updateAgentCurl(state.workspace, agent)}
          secrets={[state.workspace.apiKey]}
          wraps
        />
      </section>
      <section>
        <h2>Make another one</h2>
        <Snippet
          label="the request"
          text={createAgentCurl(state.workspace)}
          secrets={[state.workspace.apiKey]}
          wraps
        />
      </section>
    </div>
  );
}

function showAgent(agentId: string | null): void {
  useView.setState({ agentId });
}
