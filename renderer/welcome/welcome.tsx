import { Phone } from 'lucide-react';
import { useState } from 'react';
import type { LiveState } from '../../common/contract/index.ts';
import { usePlaceCall } from '../softphone/live-card.tsx';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { agentById, agentNameOfNumber } from '../state/selectors.ts';
import { Button } from '../ui/button.tsx';
import { Snippet } from '../ui/code.tsx';
import { Mono } from '../ui/labels.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { type Framework, HANDLER_URL, handlerSnippet, registerCurl } from './handler-snippets.ts';
import styles from './welcome.module.css';

/** The first five minutes: hear the agent, then put your own server behind it. */
export function Welcome(props: { state: LiveState }) {
  const { state } = props;
  const { workspace } = state;
  const place = usePlaceCall(state);
  const agentNumber = useAgentNumber(state);
  const hosted = numberIsHosted(state, agentNumber);
  const [framework, setFramework] = useState<Framework>('express');
  const agent = agentNumber === null ? null : agentNameOfNumber(state, agentNumber);
  return (
    <div className={styles.welcome}>
      <section className={styles.hero}>
        <h1>
          {workspace.demoHandler && !hosted
            ? 'Call the demo agent'
            : `Call ${agent ?? 'your agent'}`}
        </h1>
        <p>
          {workspace.demoHandler && !hosted
            ? 'An agent, a number and a small demo server are ready. Call, type a line, and see where every millisecond of the answer went.'
            : hosted
              ? 'A hosted model answers its calls: no server of yours is needed. Call, type a line, and see where every millisecond went. Steps 1 and 2 are for texts.'
              : workspace.webhookUrl === null
                ? 'No webhook is registered yet, so the caller would hear silence. Steps 1 and 2 below change that.'
                : `Your server at ${workspace.webhookUrl} answers. Call, type a line, and see where every millisecond went.`}
        </p>
        <Button
          tone="primary"
          size="large"
          disabled={place === null}
          onClick={() => void place?.()}
        >
          <Phone size={16} />
          {workspace.demoHandler && !hosted ? 'Call the demo agent' : 'Call'}
        </Button>
      </section>
      <section className={styles.step}>
        <header>
          <b className={styles.count}>1</b>
          <h2>Run your own handler</h2>
          <Segmented
            label="Framework"
            value={framework}
            options={[
              { value: 'express', label: 'Node · Express' },
              { value: 'flask', label: 'Python · Flask' },
            ]}
            onChange={setFramework}
          />
        </header>
        <p>
          It listens at <Mono>{HANDLER_URL}</Mono>, checks the signature and answers calls and
          texts.
        </p>
        <div className={styles.code}>
          <Snippet label="the handler" text={handlerSnippet(framework, workspace)} />
        </div>
      </section>
      <section className={styles.step}>
        <header>
          <b className={styles.count}>2</b>
          <h2>Register it</h2>
        </header>
        <p>
          The answer holds the secret for <Mono>AGENTPHONE_WEBHOOK_SECRET</Mono>. From then on the
          demo server is out of the way.
        </p>
        <Snippet label="the request" text={registerCurl(workspace)} />
      </section>
    </div>
  );
}

function numberIsHosted(state: LiveState, phoneNumber: string | null): boolean {
  const number = state.numbers.find((candidate) => candidate.phoneNumber === phoneNumber);
  return agentById(state, number?.agentId ?? null)?.voiceMode === 'hosted';
}
