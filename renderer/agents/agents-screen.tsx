import { Bot } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Agent, LiveState } from '../../common/contract/index.ts';
import { usePhone } from '../softphone/callers.ts';
import { showScreen, useView } from '../state/view-store.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Snippet } from '../ui/code.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { initials } from '../ui/initials.ts';
import { Avatar, Mono, Tag } from '../ui/labels.tsx';
import { formatPhoneNumber } from '../ui/phone-number.ts';
import { EmptyState } from '../ui/states.tsx';
import { formatDayTime } from '../ui/time-format.ts';
import { createAgentCurl, updateAgentCurl } from './agent-curl.ts';
import styles from './agents-screen.module.css';

/** Agents as the API sees them, and the requests that change them. */
export function AgentsScreen(props: { state: LiveState }) {
  const { state } = props;
  const chosenId = useView((view) => view.agentId);
  const agent = state.agents.find((candidate) => candidate.id === chosenId) ?? state.agents[0];
  return (
    <div className={styles.screen}>
      <nav className={styles.list} aria-label="Agents">
        <h2>Agents</h2>
        {state.agents.map((candidate) => (
          <button
            key={candidate.id}
            type="button"
            aria-current={candidate.id === agent?.id}
            className={classNames(styles.row, candidate.id === agent?.id && styles.shown)}
            onClick={() => useView.setState({ agentId: candidate.id })}
          >
            <Avatar agent text={initials(candidate.name)} />
            <span className={styles.name}>
              {candidate.name}
              <small>
                {candidate.numbers[0] === undefined
                  ? 'no number'
                  : formatPhoneNumber(candidate.numbers[0].phoneNumber)}
              </small>
            </span>
          </button>
        ))}
      </nav>
      {agent === undefined ? (
        <EmptyState icon={<Bot size={22} />} title="No agents yet">
          <div className={styles.snippet}>
            <p>Make one over the API:</p>
            <Snippet label="the request" text={createAgentCurl(state.workspace)} />
          </div>
        </EmptyState>
      ) : (
        <AgentDetail state={state} agent={agent} />
      )}
    </div>
  );
}

function AgentDetail(props: { state: LiveState; agent: Agent }) {
  const { state, agent } = props;
  return (
    <article className={styles.detail}>
      <header className={styles.head}>
        <h1>{agent.name}</h1>
        <Tag tone={agent.voiceMode === 'webhook' ? 'accent' : 'ok'}>{agent.voiceMode}</Tag>
        <Mono>{agent.id}</Mono>
        <CopyIcon text={agent.id} label="Copy the agent id" />
      </header>
      {agent.description === null ? null : <p className={styles.lead}>{agent.description}</p>}
      <Group title="Numbers">
        {agent.numbers.length === 0 ? (
          <p className={styles.dim}>None attached.</p>
        ) : (
          agent.numbers.map((number) => (
            <p key={number.id} className={styles.number}>
              <b>{formatPhoneNumber(number.phoneNumber)}</b>
              <Mono>{number.id}</Mono>
              <CopyIcon text={number.phoneNumber} label="Copy the number" />
              <Button
                onClick={() => {
                  usePhone.setState({ agentNumber: number.phoneNumber });
                  showScreen('phone');
                }}
              >
                Call it
              </Button>
            </p>
          ))
        )}
      </Group>
      <Group title="What it says">
        <Facts
          rows={[
            ['Greeting', agent.beginMessage],
            ['System prompt', agent.systemPrompt],
            ['Voicemail', agent.voicemailMessage],
          ]}
        />
      </Group>
      <Group title="How it talks">
        <Facts
          rows={[
            ['Voice', agent.voice],
            ['Speed', String(agent.voiceSpeed)],
            ['Language', agent.language],
            ['Interruption sensitivity', String(agent.interruptionSensitivity)],
            [
              'Backchannel',
              unheard(agent.enableBackchannel ? 'on' : 'off', agent.enableBackchannel),
            ],
            ['Longest silence', `${agent.maxSilenceMs / 1_000} s`],
            ['Recogniser', agent.sttMode],
            ['Model tier', agent.modelTier],
            ['Ambient sound', unheard(agent.ambientSound, agent.ambientSound !== 'none')],
            ['Denoising', unheard(agent.denoisingMode, true)],
            ['Texts', agent.enableMessaging ? 'on' : 'off'],
            ['Transfers to', agent.transferNumber],
            ['Created', formatDayTime(agent.createdAt)],
          ]}
        />
      </Group>
      <Group title="Change it over the API">
        <Snippet label="the request" text={updateAgentCurl(state.workspace, agent)} />
      </Group>
      <Group title="Make another one">
        <Snippet label="the request" text={createAgentCurl(state.workspace)} />
      </Group>
    </article>
  );
}

function Group(props: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

function Facts(props: { rows: readonly (readonly [string, string | null])[] }) {
  return (
    <dl className={styles.facts}>
      {props.rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={value === null ? styles.dim : undefined}>{value ?? 'not set'}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Settings of the service that change nothing of what one hears on this machine say so. */
function unheard(value: string, wouldSound: boolean): string {
  return wouldSound ? `${value} · not simulated here` : value;
}
