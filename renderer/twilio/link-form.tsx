import { type FormEvent, useState } from 'react';
import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import settings from '../ui/settings-list.module.css';
import styles from './twilio.module.css';

const EMPTY = { accountSid: '', authToken: '', apiKeySid: '', apiKeySecret: '', apiBaseUrl: '' };
type Draft = typeof EMPTY;
const FIELDS = Object.keys(EMPTY);

/** Links an account. Nothing is stored before Twilio has accepted it. */
export function LinkForm(props: { twilio: TwilioStatus }) {
  const { twilio } = props;
  const { control } = useServices();
  const { attempt, busy, errorOf, otherError } = useRefusal();
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, accountSid: twilio.accountSid ?? '' });
  const link = async (event: FormEvent) => {
    event.preventDefault();
    const { accountSid, authToken, ...optional } = trimmed(draft);
    const given = Object.entries(optional).filter(([, text]) => text !== '');
    const item = await attempt(() =>
      control.run('twilio.link', { accountSid, authToken, ...Object.fromEntries(given) }),
    );
    if (item === null) return;
    receiveChange({ kind: 'twilio', item });
    showToast({ tone: 'ok', title: `${item.accountName ?? 'The Twilio account'} is linked.` });
  };
  const field = (name: keyof Draft, label: string, hint: string, secret = false) => (
    <TextField
      label={label}
      hint={hint}
      error={errorOf(name)}
      mono
      type={secret ? 'password' : 'text'}
      value={draft[name]}
      onText={(text) => setDraft({ ...draft, [name]: text })}
    />
  );
  const refusal = otherError(FIELDS);
  return (
    <form aria-label="Link Twilio" noValidate onSubmit={(event) => void link(event)}>
      <div className={settings.row}>
        <div className={settings.name}>
          Link your Twilio account
          <small>
            {twilio.problem ??
              'The same agents then answer and place real calls and texts. Nothing goes out before you agree.'}
          </small>
        </div>
        <div className={settings.value}>
          <Button
            type="submit"
            tone="primary"
            busy={busy}
            disabled={draft.accountSid.trim() === '' || draft.authToken.trim() === ''}
          >
            {busy ? 'Asking Twilio…' : 'Link'}
          </Button>
        </div>
      </div>
      <div className={settings.fields}>
        {field('accountSid', 'Account SID', 'AC…, on the first page of the console.')}
        {field('authToken', 'Auth token', 'Twilio signs its callbacks with it.', true)}
      </div>
      {refusal === null ? null : (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <details className={styles.advanced}>
        <summary>API key, another server</summary>
        <div className={settings.fields}>
          {field('apiKeySid', 'API key SID', 'SK…, for requests in place of the auth token.')}
          {field('apiKeySecret', 'API key secret', 'Shown once, when the key was made.', true)}
          {field('apiBaseUrl', 'API address', 'Of a server on this computer that plays Twilio.')}
        </div>
      </details>
      <p className={settings.note}>
        {twilio.keysKeptIn === 'system'
          ? "Keys are kept in the system's secret store and never shown."
          : 'Keys are kept in memory only and never shown: they are gone when the app ends.'}
      </p>
    </form>
  );
}

function trimmed(draft: Draft): Draft {
  const entries = Object.entries(draft).map(([name, text]) => [name, text.trim()]);
  return Object.fromEntries(entries) as Draft;
}
