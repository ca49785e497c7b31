import { ArrowRight, Hash, MessageSquare, Plus } from 'lucide-react';
import { useState } from 'react';
import type { LiveNumber, LiveState } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { olderNumbers } from '../state/history/history.ts';
import { openForm, showScreen, useView } from '../state/view-store.ts';
import { useRun, useServices } from '../state/window-context.tsx';
import { apiCurl } from '../ui/agent-curl.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Snippet } from '../ui/code.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { Select } from '../ui/forms/select.tsx';
import { Mono, Tag, VisuallyHidden } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import { EmptyState } from '../ui/states.tsx';
import { EndSentinel } from '../ui/virtual-list.tsx';
import { BuyNumberDialog } from './buy-number-dialog.tsx';
import { CallNumber } from './call-number.tsx';
import styles from './numbers-screen.module.css';
import { ReleaseNumber } from './release-number.tsx';
import { ReleaseTwilioNumber } from './release-twilio-number.tsx';

/** The numbers of the workspace, with their agents and carriers. */
export function NumbersScreen(props: { state: LiveState }) {
  const { state } = props;
  const { control } = useServices();
  const [buying, setBuying] = useState(false);
  const firstAgent = state.agents[0];
  const buyCurl = apiCurl(state.workspace, 'POST', '/v1/numbers', {
    country: 'US',
    ...(firstAgent === undefined ? {} : { agentId: firstAgent.id }),
  });
  const buy = (
    <Button tone="primary" onClick={() => setBuying(true)}>
      <Plus size={14} />
      Buy a number
    </Button>
  );
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1>Numbers</h1>
        {state.numbers.length === 0 ? null : buy}
      </header>
      {state.numbers.length === 0 ? (
        <Card className={styles.none}>
          <EmptyState icon={<Hash size={22} />} title="No numbers yet" action={buy}>
            An agent needs one to be called and texted.
          </EmptyState>
        </Card>
      ) : (
        <Card className={styles.card}>
          <NumberTable state={state} />
        </Card>
      )}
      <EndSentinel key={state.numbers.length} onNear={() => void olderNumbers.loadOlder(control)} />
      <section className={styles.group}>
        <h2>Buy one over the API</h2>
        <Snippet label="the request" text={buyCurl} secrets={[state.workspace.apiKey]} wraps />
      </section>
      {buying ? (
        <BuyNumberDialog
          state={state}
          agentId={state.agents.find(({ numbers }) => numbers.length === 0)?.id ?? null}
          onClose={() => setBuying(false)}
        />
      ) : null}
    </div>
  );
}

function NumberTable({ state }: { state: LiveState }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Number</th>
          <th scope="col">Answered by</th>
          <th scope="col">Carrier</th>
          <th scope="col" className={styles.spare}>
            Country
          </th>
          <th scope="col" className={styles.spare}>
            Since
          </th>
          <th scope="col" className={styles.spare}>
            Id
          </th>
          <th scope="col">
            <VisuallyHidden>Actions</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {state.numbers.map((number) => (
          <NumberRow key={number.id} state={state} number={number} />
        ))}
      </tbody>
    </table>
  );
}

const NOBODY = 'nobody';

/** Assigns the number to another agent, or to none. */
function AgentChoice(props: { state: LiveState; number: LiveNumber }) {
  const { state, number } = props;
  const { agentId, id: numberId } = number;
  const run = useRun();
  const choose = (chosen: string) =>
    chosen === NOBODY
      ? run('number.detach', { numberId })
      : run('number.attach', { numberId, agentId: chosen });
  return (
    <span className={styles.agent}>
      <Select
        fill
        label={`Who answers ${formatPhoneNumber(number.phoneNumber)}`}
        value={agentId ?? NOBODY}
        disabled={number.status !== 'active'}
        options={[
          { value: NOBODY, label: 'Nobody' },
          ...state.agents.map((agent) => ({ value: agent.id, label: agent.name })),
        ]}
        onChange={(next) => void choose(next)}
      />
      <IconButton
        label="Open the agent"
        disabled={agentId === null}
        onClick={() => {
          useView.setState({ agentId, agentTab: 'setup' });
          showScreen('agents');
        }}
      >
        <ArrowRight size={14} />
      </IconButton>
    </span>
  );
}

function NumberRow(props: { state: LiveState; number: LiveNumber }) {
  const { state, number } = props;
  const shown = formatPhoneNumber(number.phoneNumber);
  const active = number.status === 'active';
  return (
    <tr>
      <th scope="row">
        <span className={styles.cell}>
          {shown}
          <CopyIcon text={number.phoneNumber} label="Copy the number" />
        </span>
      </th>
      <td>
        <AgentChoice state={state} number={number} />
      </td>
      <td>
        <Tag tone={number.carrier === 'twilio' ? 'accent' : undefined}>
          {number.carrier === 'twilio' ? 'Twilio' : 'simulated'}
        </Tag>{' '}
        {number.whatsappEnabled ? <Tag tone="ok">WhatsApp</Tag> : null}{' '}
        {active ? null : <Tag>{number.status}</Tag>}
      </td>
      <td className={styles.spare}>{number.country}</td>
      <td className={styles.spare}>
        <Moment at={number.createdAt} as="ago" />
      </td>
      <td className={styles.spare}>
        <span className={styles.cell}>
          <Mono>{number.id}</Mono>
          <CopyIcon text={number.id} label="Copy the number id" />
        </span>
      </td>
      <td>
        <span className={styles.cell}>
          {active && number.carrier === 'simulated' ? (
            <IconButton
              label={`Line type of ${shown}: ${number.type === 'imessage' ? 'iMessage' : 'SMS'}`}
              onClick={() => openForm('number.setType', { numberId: number.id })}
            >
              <MessageSquare size={14} />
            </IconButton>
          ) : null}
          <CallNumber phoneNumber={number.phoneNumber} disabled={!active} />
          {!active ? null : number.carrier === 'twilio' ? (
            <ReleaseTwilioNumber number={number} />
          ) : (
            <ReleaseNumber number={number} />
          )}
        </span>
      </td>
    </tr>
  );
}
