import { type FormEvent, useState } from 'react';
import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import settings from '../ui/settings-list.module.css';

/** The keys with which Twilio signs callbacks for which a webhook rule replaces the auth token. */
export function SharedKeysSetting(props: { twilio: TwilioStatus }) {
  const { sharedKeys: known } = props.twilio;
  const { control } = useServices();
  const refusal = useRefusal();
  const [text, setText] = useState('');
  const set = async (sharedKeys: string[]) => {
    const item = await refusal.attempt(() => control.run('twilio.set', { sharedKeys }));
    if (item === null) return;
    receiveChange({ kind: 'twilio', item });
    setText('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void set(text.split(/[\s,]+/).filter((key) => key !== ''));
  };
  return (
    <form className={settings.inline} noValidate onSubmit={submit}>
      <TextField
        label="Signing keys"
        hint={
          known === 0
            ? 'Secrets of shared keys, if a webhook rule at Twilio signs with them (HMAC-SHA256).'
            : `${known === 1 ? 'One is' : `${known} are`} known, beside the auth token.`
        }
        error={refusal.otherError([]) ?? undefined}
        mono
        type="password"
        value={text}
        onText={setText}
      />
      <Button type="submit" busy={refusal.busy} disabled={text.trim() === ''}>
        Accept
      </Button>
      {known === 0 ? null : (
        <Button busy={refusal.busy} onClick={() => void set([])}>
          Forget
        </Button>
      )}
    </form>
  );
}
