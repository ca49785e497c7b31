import { type RefObject, useEffect, useRef, useState } from 'react';
import type { OperationName, OperationRequest, WebhookSetup } from '../../common/contract/index.ts';
import { typedNumber } from '../format/typed-number.ts';
import { showToast } from '../state/toast-store.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { lazily } from '../ui/lazily/lazily.tsx';
import { SecretText } from '../ui/secrets/secret-text.tsx';
import { Spinner } from '../ui/states.tsx';
import { type WebhookData, whose } from './use-webhook.ts';
import styles from './webhooks.module.css';

const WebhookCheck = lazily(() => import('./webhook-check.tsx').then((part) => part.WebhookCheck));

const FIELDS = ['url', 'timeoutSeconds', 'contextLimit', 'secret'] as const;
const USUAL_TIMEOUT_SECONDS = 30;
const USUAL_CONTEXT_LIMIT = 10;

/** Registers, changes and tests the webhook of the project or of an agent. */
export function WebhookForm(props: {
  webhook: WebhookData;
  /** The initial address for a webhook that is not registered yet. */
  suggestedUrl?: string;
}) {
  const { webhook, suggestedUrl = '' } = props;
  const { agentId } = webhook;
  const [wasSaved, setWasSaved] = useState(false);
  if (webhook.data === null) return <Spinner label="Loading the webhook" />;
  const setup = webhook.data.webhook;
  return (
    <div className={styles.webhook}>
      <Fields
        // Starts again when the webhook is changed elsewhere.
        key={setup === null ? 'none' : `${setup.url} ${setup.timeoutSeconds} ${setup.contextLimit}`}
        agentId={agentId}
        setup={setup}
        suggestedUrl={suggestedUrl}
        goesOn={wasSaved}
        onSaved={(saved) => {
          setWasSaved(true);
          webhook.setWebhook(saved);
          if (saved !== null || setup === null) return;
          showToast({
            tone: 'plain',
            title: 'The webhook was removed.',
            detail: setup.url,
            action: { label: 'Bring it back', run: () => webhook.bringBack(setup) },
          });
        }}
      />
      {setup === null ? null : (
        <>
          <SecretRow setup={setup} webhook={webhook} />
          <WebhookCheck
            // What a test told is of this address and this secret alone.
            key={`${setup.id} ${setup.url} ${setup.secret}`}
            agentId={agentId}
            url={setup.url}
          />
        </>
      )}
    </div>
  );
}

function Fields(props: {
  agentId: string | null;
  setup: WebhookSetup | null;
  suggestedUrl: string;
  /** The form was saved, and stands here again. */
  goesOn: boolean;
  onSaved(setup: WebhookSetup | null): void;
}) {
  const { agentId, setup, goesOn, onSaved } = props;
  const { control } = useServices();
  const [url, setUrl] = useState(setup?.url ?? props.suggestedUrl);
  const [timeout, setTimeout] = useState(String(setup?.timeoutSeconds ?? USUAL_TIMEOUT_SECONDS));
  const [contextLimit, setContextLimit] = useState(
    String(setup?.contextLimit ?? USUAL_CONTEXT_LIMIT),
  );
  const [secret, setSecret] = useState('');
  const { attempt, busy, errorOf, otherError } = useRefusal();
  const form = useFormFocus(goesOn, busy);
  const run = async <N extends OperationName>(name: N, input: OperationRequest<N>) =>
    attempt(() => control.run(name, input));
  const save = async () => {
    const saved = await run('webhook.set', {
      ...whose(agentId),
      url: url.trim(),
      timeoutSeconds: typedNumber(timeout),
      contextLimit: typedNumber(contextLimit),
      ...(secret === '' ? {} : { secret }),
    });
    if (saved !== null) onSaved(saved);
  };
  const remove = async () => {
    if ((await run('webhook.remove', whose(agentId))) !== null) onSaved(null);
  };
  const other = otherError(FIELDS);
  const unchanged =
    setup !== null &&
    url.trim() === setup.url &&
    typedNumber(timeout) === setup.timeoutSeconds &&
    typedNumber(contextLimit) === setup.contextLimit &&
    secret === '';
  return (
    <form
      ref={form}
      className={styles.fields}
      aria-label={agentId === null ? 'Webhook of the project' : 'Webhook of the agent'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Address"
        mono
        type="url"
        value={url}
        placeholder="http://localhost:3000/webhook"
        error={errorOf('url')}
        onText={setUrl}
      />
      <TextField
        label="Timeout in seconds"
        inputMode="numeric"
        value={timeout}
        error={errorOf('timeoutSeconds')}
        onText={setTimeout}
      />
      <TextField
        label="Recent messages"
        hint="In each event, 0 to 50."
        inputMode="numeric"
        value={contextLimit}
        error={errorOf('contextLimit')}
        onText={setContextLimit}
      />
      {setup === null ? (
        <TextField
          label="Secret"
          mono
          wide
          value={secret}
          placeholder="made for you"
          error={errorOf('secret')}
          onText={setSecret}
        />
      ) : null}
      <div className={styles.actions}>
        <Button type="submit" tone="primary" busy={busy} disabled={unchanged}>
          {setup === null ? 'Register' : 'Save'}
        </Button>
        {setup === null ? null : (
          <Button tone="quiet" busy={busy} onClick={() => void remove()}>
            Remove
          </Button>
        )}
      </div>
      {other === null ? null : (
        <p className={styles.refused} role="alert">
          {other}
        </p>
      )}
    </form>
  );
}

/** Keeps the focus in the form: after it was saved, and on the field that was refused. */
function useFormFocus(goesOn: boolean, busy: boolean): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // The button that saved is gone with the form that it was in, and the focus with it.
  useEffect(() => {
    if (goesOn && document.activeElement === document.body)
      form.current?.querySelector('input')?.focus();
  }, [goesOn]);
  // After a refusal, leads to the field that is wrong.
  useEffect(() => {
    if (!busy) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [busy]);
  return form;
}

/** The secret that signs the deliveries, with ways to copy and to replace it. */
function SecretRow(props: { setup: WebhookSetup; webhook: WebhookData }) {
  const { setup, webhook } = props;
  const { control } = useServices();
  const { attempt, busy, otherError } = useRefusal();
  const rotate = async () => {
    const rotated = await attempt(() =>
      control.run('webhook.rotateSecret', whose(webhook.agentId)),
    );
    if (rotated === null) return;
    webhook.setWebhook(rotated);
    showToast({
      tone: 'plain',
      title: 'The webhook has a new secret.',
      detail: 'Your server must know it, or its signature check fails.',
      action: { label: 'Take the old one back', run: () => webhook.bringBack(setup) },
    });
  };
  const refused = otherError([]);
  return (
    <div className={styles.secret}>
      <span>Secret</span>
      <SecretText text={setup.secret} label="the secret" />
      <Button tone="quiet" busy={busy} onClick={() => void rotate()}>
        New secret
      </Button>
      {refused === null ? null : <p role="alert">{refused}</p>}
    </div>
  );
}
