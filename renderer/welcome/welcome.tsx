import { Phone } from 'lucide-react';
import type { LiveState } from '../../common/contract/index.ts';
import { usePlaceCall } from '../softphone/call-button.tsx';
import { useAgentNumber } from '../state/callers.ts';
import { agentById, agentNameOfNumber } from '../state/selectors.ts';
import { Button } from '../ui/button.tsx';
import { Snippet } from '../ui/code.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { useWebhook, type WebhookData } from '../webhooks/use-webhook.ts';
import { WebhookForm } from '../webhooks/webhook-form.tsx';
import { HANDLER_URL, registerCurl } from './register.ts';
import styles from './welcome.module.css';

const HandlerStep = lazily(() => import('./handler-step.tsx').then((part) => part.HandlerStep));

/** The first steps: hear the agent, then connect your own server. */
export function Welcome(props: { state: LiveState }) {
  const { state } = props;
  const webhook = useWebhook(null);
  return (
    <div className={styles.welcome}>
      <FirstCall state={state} />
      <RegisterStep workspace={state.workspace} webhook={webhook} />
      <HandlerStep workspace={state.workspace} secret={webhook.data?.webhook?.secret ?? null} />
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

function RegisterStep({ workspace, webhook }: { workspace: Workspace; webhook: WebhookData }) {
  return (
    <section className={styles.step}>
      <header>
        <b className={styles.count}>1</b>
        <h2>Register your server</h2>
      </header>
      <p>
        Its secret signs what your server will get. From then on the demo server is out of the way.
      </p>
      <WebhookForm webhook={webhook} suggestedUrl={HANDLER_URL} />
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

function numberIsHosted(state: LiveState, phoneNumber: string | null): boolean {
  const number = state.numbers.find((candidate) => candidate.phoneNumber === phoneNumber);
  return agentById(state, number?.agentId ?? null)?.voiceMode === 'hosted';
}
