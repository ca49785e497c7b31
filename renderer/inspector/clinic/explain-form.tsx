import { ClipboardPaste } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { DeliverySummary, SignatureExplanation } from '../../../common/contract/index.ts';
import { headerValue } from '../../../common/rules/signatures/signing.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextAreaField, TextField } from '../../ui/forms/field.tsx';
import { Tag } from '../../ui/labels.tsx';
import { useInspector } from '../inspector-store.ts';
import styles from './clinic.module.css';
import { Findings } from './findings.tsx';
import { readPastedRequest } from './pasted-request.ts';

interface Suspect {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
  readonly secret: string;
}

const EMPTY: Suspect = { timestamp: '', signature: '', body: '', secret: '' };

/** A request and a secret: typed, pasted, or taken from the list. */
export function ExplainForm(props: { sourceId: string | null; chosen: DeliverySummary | null }) {
  const { sourceId, chosen } = props;
  const run = useRun();
  const [finding, setFinding] = useState<SignatureExplanation | null>(null);
  const { suspect, put } = useSuspect(sourceId);
  const change = (changes: Partial<Suspect>) => {
    put(changes);
    setFinding(null);
  };
  const { secret } = suspect;
  const ready = sourceId !== null || secret !== '';
  const explain = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setFinding(
      await run('signature.explain', {
        ...(sourceId === null ? {} : { deliveryId: sourceId }),
        timestamp: suspect.timestamp,
        signature: suspect.signature,
        body: suspect.body,
        ...(sourceId !== null && secret === '' ? {} : { secret }),
      }),
    );
  };
  return (
    <form className={styles.form} onSubmit={(event) => void explain(event)}>
      <Sources sourceId={sourceId} chosen={chosen} onPasted={change} />
      <SuspectFields suspect={suspect} recorded={sourceId !== null} change={change} />
      <div>
        <Button type="submit" tone="primary" disabled={!ready}>
          Find the cause
        </Button>
      </div>
      {finding === null ? null : <Findings finding={finding} healthy="The signature fits" />}
    </form>
  );
}

/** The form's values, filled in from the last attempt of a delivery when one is selected. */
function useSuspect(sourceId: string | null) {
  const run = useRun();
  const [suspect, setSuspect] = useState<Suspect>(EMPTY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` is new each time and means the same
  useEffect(() => {
    if (sourceId === null) return;
    void run('delivery.get', { id: sourceId }).then((delivery) => {
      const sent = delivery?.attempts.at(-1);
      if (sent === undefined) return;
      setSuspect({
        timestamp: headerValue(sent.requestHeaders, 'x-webhook-timestamp') ?? '',
        signature: headerValue(sent.requestHeaders, 'x-webhook-signature') ?? '',
        body: sent.requestBody.text ?? '',
        secret: '',
      });
    });
  }, [sourceId]);
  const put = (changes: Partial<Suspect>) => setSuspect((before) => ({ ...before, ...changes }));
  return { suspect, put };
}

/** The deliveries whose requests can be taken. */
function Sources(props: {
  sourceId: string | null;
  chosen: DeliverySummary | null;
  onPasted(request: Omit<Suspect, 'secret'>): void;
}) {
  const { sourceId, chosen, onPasted } = props;
  const paste = async () => {
    const text = await navigator.clipboard.readText().catch(() => null);
    const read = text === null ? null : readPastedRequest(text);
    if (read === null) {
      showToast({
        tone: 'bad',
        title:
          text === null
            ? 'The clipboard cannot be read here. Paste the parts into their fields.'
            : 'There is no webhook request in the clipboard: neither of its headers is in it.',
      });
      return;
    }
    const { timestamp, signature, body } = read;
    onPasted({ timestamp: timestamp ?? '', signature: signature ?? '', body: body ?? '' });
  };
  return (
    <div className={styles.sources}>
      <Button onClick={() => void paste()}>
        <ClipboardPaste size={14} />
        Paste a request
      </Button>
      {chosen === null || chosen.id === sourceId ? null : (
        <Button
          onClick={() => useInspector.setState({ clinicSourceId: chosen.id, clinicEmptied: false })}
        >
          Take the chosen delivery
        </Button>
      )}
      {sourceId === null ? null : (
        <>
          <Tag tone="accent">from a recorded delivery</Tag>
          <Button
            tone="quiet"
            onClick={() => useInspector.setState({ clinicSourceId: null, clinicEmptied: true })}
          >
            Start empty
          </Button>
        </>
      )}
    </div>
  );
}

function SuspectFields(props: {
  suspect: Suspect;
  /** The values come from a recorded delivery, so its secret is known. */
  recorded: boolean;
  change(changes: Partial<Suspect>): void;
}) {
  const { suspect, recorded, change } = props;
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label="X-Webhook-Timestamp"
          mono
          value={suspect.timestamp}
          placeholder="1794000000"
          onText={(timestamp) => change({ timestamp })}
        />
        <TextField
          label="X-Webhook-Signature, or what your code computed"
          mono
          value={suspect.signature}
          placeholder="sha256=…"
          onText={(signature) => change({ signature })}
        />
      </div>
      <TextAreaField
        label="Body, as your handler sees it"
        mono
        rows={6}
        className={styles.body}
        value={suspect.body}
        placeholder={'{"event":"agent.message", …}'}
        onText={(body) => change({ body })}
      />
      <TextField
        label="Secret your handler uses"
        hint={
          recorded
            ? 'Empty: the one this delivery was signed with.'
            : 'Of this webhook, from the answer of POST /v1/webhooks.'
        }
        mono
        value={suspect.secret}
        placeholder="whsec_…"
        onText={(secret) => change({ secret })}
      />
    </>
  );
}
