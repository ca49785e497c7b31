import { type FormEvent, useState } from 'react';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/forms/field.tsx';
import styles from '../ui/settings-list.module.css';
import type { PreferencesData } from './use-preferences.ts';

/** The host names besides loopback under which the API and the Twilio ingress answer. */
export function AllowedHostsSetting(props: { settings: PreferencesData }) {
  const { preferences, setPreferences } = props.settings;
  const { control } = useServices();
  const refusal = useRefusal();
  const [draft, setDraft] = useState<string | null>(null);
  if (preferences === null) return null;
  const kept = preferences.allowedHosts.join(', ');
  const text = draft ?? kept;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const allowedHosts = text.split(/[\s,]+/).filter((name) => name !== '');
    const saved = await refusal.attempt(() => control.run('settings.set', { allowedHosts }));
    if (saved === null) return;
    setPreferences(saved);
    setDraft(null);
  };
  return (
    <form className={styles.inline} noValidate onSubmit={(event) => void save(event)}>
      <TextField
        label="Allowed hosts"
        hint="Names that requests may have as Host besides localhost, on the API and the Twilio ingress: host.docker.internal, or what a proxy sends. With commas."
        error={refusal.otherError([]) ?? undefined}
        mono
        value={text}
        placeholder="none"
        onText={setDraft}
      />
      <Button type="submit" busy={refusal.busy} disabled={text === kept}>
        Apply
      </Button>
    </form>
  );
}
