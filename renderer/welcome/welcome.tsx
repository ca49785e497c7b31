import { Phone } from 'lucide-react';
import { useState } from 'react';
import { FRAMEWORKS, type Framework, type LiveState } from '../../common/contract/index.ts';
import { EXAMPLE_HANDLERS } from '../../common/rules/example-handlers.ts';
import { usePlaceCall } from '../softphone/live-card.tsx';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { agentById, agentNameOfNumber } from '../state/selectors.ts';
import { Button } from '../ui/button.tsx';
import { Snippet } from '../ui/code.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Mono } from '../ui/labels.tsx';
import { useWebhook } from '../webhooks/use-webhook.ts';
import { WebhookForm } from '../webhooks/webhook-form.tsx';
import { HANDLER_URL, registerCurl, runCommands } from './handler-steps.ts';
import styles from './welcome.module.css';

/** The first five minutes: hear the agent, then put your own server behind it. */
export function Welcome(props: { state: LiveState }) {
  const { state } = props;
  return (
    <div className={styles.welcome}>
      <FirstCall state={state} />
      <RegisterStep workspace={state.workspace} />
      <HandlerStep workspace={state.workspace} />
    </div>
  );
}

function FirstCall({ state }: { state: LiveState }) {
  const { demoHandler, webhookUrl } = state.workspace;
  const place = usePlaceCall(state);
  const agentNumber = useAgentNumber(state);
  const hosted = numberIsHosted(state, agentNumber);
  const demo = demoHandler && !hosted;
  const agent = agentNumber === null ? null : agentNameOfNumber(state, agentNumber);
  return (
    <section className={styles.hero}>
      <h1>{demo ? 'Call the demo agent' : `Call ${agent ?? 'your agent'}`}</h1>
      <p>{demo ? DEMO_ANSWERS : hosted ? MODEL_ANSWERS : serverAnswers(webhookUrl)}</p>
      <Button tone="primary" size="large" disabled={place === null} onClick={() => void place?.()}>
        <Phone size={16} />
        {demo ? 'Call the demo agent' : 'Call'}
      </Button>
    </section>
  );
}

const DEMO_ANSWERS =
  'An agent, a number and a small demo server are ready. Call, type a line, and see where every millisecond of the answer went.';
const MODEL_ANSWERS =
  'A hosted model answers its calls: no server of yours is needed. Call, type a line, and see where every millisecond went. Steps 1 and 2 are for texts.';

function serverAnswers(webhookUrl: string | null): string {
  return webhookUrl === null
    ? 'No webhook is registered yet, so the caller would hear silence. Steps 1 and 2 below change that.'
    : `Your server at ${webhookUrl} answers. Call, type a line, and see where every millisecond went.`;
}

type Workspace = LiveState['workspace'];

function RegisterStep({ workspace }: { workspace: Workspace }) {
  return (
    <section className={styles.step}>
      <header>
        <b className={styles.count}>1</b>
        <h2>Register your server</h2>
      </header>
      <p>
        Its secret signs what your server will get. From then on the demo server is out of the way.
      </p>
      <WebhookForm agentId={null} suggestedUrl={HANDLER_URL} />
      <details className={styles.api}>
        <summary>The same over the API</summary>
        <Snippet
          label="the request"
          wraps
          text={registerCurl(workspace)}
          secrets={[workspace.apiKey]}
        />
      </details>
    </section>
  );
}

function HandlerStep({ workspace }: { workspace: Workspace }) {
  const [framework, setFramework] = useState<Framework>('express');
  const { files } = EXAMPLE_HANDLERS[framework];
  const secret = useWebhook(null).data?.webhook?.secret ?? null;
  return (
    <section className={styles.step}>
      <header>
        <b className={styles.count}>2</b>
        <h2>Run your own handler</h2>
      </header>
      <div className={styles.frameworks}>
        <Segmented
          label="Framework"
          value={framework}
          options={FRAMEWORKS.map((value) => ({ value, label: EXAMPLE_HANDLERS[value].name }))}
          onChange={setFramework}
        />
      </div>
      <p>
        Save {files.length === 1 ? 'this' : 'these'} in an empty folder and start it there
        {secret === null ? ', with the secret of step 1' : ''}. It listens at{' '}
        <Mono>{HANDLER_URL}</Mono>, checks each signature, answers calls and texts, and does nothing
        twice.
      </p>
      <Snippet
        label="the commands"
        wraps
        text={runCommands(framework, workspace, secret)}
        secrets={secret === null ? [workspace.apiKey] : [workspace.apiKey, secret]}
      />
      {files.map(({ path, text }) => (
        <figure key={path} className={styles.file}>
          <figcaption>
            <Mono>{path}</Mono>
          </figcaption>
          <Snippet label={path} text={text} />
        </figure>
      ))}
    </section>
  );
}

function numberIsHosted(state: LiveState, phoneNumber: string | null): boolean {
  const number = state.numbers.find((candidate) => candidate.phoneNumber === phoneNumber);
  return agentById(state, number?.agentId ?? null)?.voiceMode === 'hosted';
}
