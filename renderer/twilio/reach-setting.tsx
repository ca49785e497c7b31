import { type FormEvent, useState } from 'react';
import type { TwilioStatus } from '../../common/contract/index.ts';
import { receiveChange } from '../state/live-store.ts';
import { useRefusal } from '../state/use-refusal.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyIcon } from '../ui/copy.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import settings from '../ui/settings-list.module.css';
import { Row } from '../ui/settings-list.tsx';
import styles from './twilio.module.css';

const FIELDS = ['url', 'authToken', 'domain'];

/** The address at which Twilio reaches the ingress, and whether that works. */
export function ReachSetting(props: { twilio: TwilioStatus }) {
  const { reach, ingressUrl } = props.twilio;
  const { control } = useServices();
  const refusal = useRefusal();
  const ask = async (work: () => Promise<TwilioStatus>) => {
    const item = await refusal.attempt(work);
    if (item !== null) receiveChange({ kind: 'twilio', item });
    return item !== null;
  };
  const check = () => ask(() => control.run('publicUrl.check', {}));
  const stop = () => ask(() => control.run('publicUrl.set', { url: null }));
  const problem = refusal.otherError(FIELDS);
  return (
    <>
      <Row
        name="Ingress"
        hint="Listens on this computer for Twilio's signed callbacks, and answers nothing else."
      >
        <Mono>{ingressUrl}</Mono>
        <CopyIcon text={ingressUrl ?? ''} label="Copy the address of the ingress" />
      </Row>
      {reach.publicUrl === null ? (
        <TunnelChoice
          refusal={refusal}
          onSet={async (url) => {
            if (await ask(() => control.run('publicUrl.set', { url }))) await check();
          }}
          onOpen={async (request) => {
            if (await ask(() => control.run('publicUrl.open', request))) await check();
          }}
        />
      ) : (
        <PublicAddress
          reach={reach}
          url={reach.publicUrl}
          busy={refusal.busy}
          onCheck={() => void check()}
          onStop={() => void stop()}
        />
      )}
      {problem === null ? null : (
        <p className={styles.refusal} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

type Refusals = ReturnType<typeof useRefusal>;

/** The current address, and whether Twilio reached it. */
function PublicAddress(props: {
  reach: TwilioStatus['reach'];
  url: string;
  busy: boolean;
  onCheck(): void;
  onStop(): void;
}) {
  const { reach, url, busy } = props;
  const { health } = reach;
  return (
    <>
      <Row
        name="Public address"
        hint={reach.source === 'ngrok' ? 'Opened with ngrok.' : 'Your own tunnel.'}
      >
        <Mono>{url}</Mono>
        <CopyIcon text={url} label="Copy the public address" />
        <Button busy={busy} onClick={props.onCheck}>
          Check
        </Button>
        <Button busy={busy} onClick={props.onStop}>
          Stop
        </Button>
      </Row>
      {health === null ? null : (
        <p className={settings.note} role="status">
          <Tag tone={health.ok ? 'ok' : 'bad'}>{health.ok ? 'reached' : 'not reached'}</Tag>{' '}
          {health.message} Checked at <Moment at={health.checkedAt} as="time" />.
        </p>
      )}
    </>
  );
}

interface OpenRequest {
  readonly authToken?: string;
  readonly domain?: string;
}

const WAYS = [
  { value: 'own', label: 'My own tunnel' },
  { value: 'ngrok', label: 'ngrok' },
] as const;

/** The ways to get an address: an existing one, or one from ngrok. */
function TunnelChoice(props: {
  refusal: Refusals;
  onSet(url: string): Promise<void>;
  onOpen(request: OpenRequest): Promise<void>;
}) {
  const { refusal, onSet, onOpen } = props;
  const [way, setWay] = useState<(typeof WAYS)[number]['value']>('own');
  return (
    <>
      <Row name="Public address" hint="Without one, Twilio cannot reach you.">
        <Segmented label="How Twilio reaches you" value={way} options={WAYS} onChange={setWay} />
      </Row>
      {way === 'own' ? (
        <OwnTunnel refusal={refusal} onSet={onSet} />
      ) : (
        <NgrokTunnel refusal={refusal} onOpen={onOpen} />
      )}
    </>
  );
}

function OwnTunnel(props: { refusal: Refusals; onSet(url: string): Promise<void> }) {
  const { refusal, onSet } = props;
  const [url, setUrl] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onSet(url.trim());
  };
  return (
    <form className={settings.inline} noValidate onSubmit={submit}>
      <TextField
        label="Address of your tunnel"
        hint="It leads to the ingress above, for example by “cloudflared tunnel --url …”."
        error={refusal.errorOf('url')}
        mono
        type="url"
        value={url}
        placeholder="https://…"
        onText={setUrl}
      />
      <Button type="submit" tone="primary" busy={refusal.busy} disabled={url.trim() === ''}>
        Use it
      </Button>
    </form>
  );
}

function NgrokTunnel(props: { refusal: Refusals; onOpen(request: OpenRequest): Promise<void> }) {
  const { refusal, onOpen } = props;
  const [authToken, setAuthToken] = useState('');
  const [domain, setDomain] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void onOpen({
      ...(authToken.trim() === '' ? {} : { authToken: authToken.trim() }),
      ...(domain.trim() === '' ? {} : { domain: domain.trim() }),
    });
  };
  return (
    <form className={settings.inline} noValidate onSubmit={submit}>
      <TextField
        label="ngrok token"
        hint="Of your ngrok account. Empty: the one kept from before."
        error={refusal.errorOf('authToken')}
        mono
        type="password"
        value={authToken}
        onText={setAuthToken}
      />
      <TextField
        label="Domain"
        hint="Yours at ngrok, or empty for any."
        error={refusal.errorOf('domain')}
        mono
        value={domain}
        onText={setDomain}
      />
      <Button type="submit" tone="primary" busy={refusal.busy}>
        {refusal.busy ? 'Opening…' : 'Open the tunnel'}
      </Button>
    </form>
  );
}
