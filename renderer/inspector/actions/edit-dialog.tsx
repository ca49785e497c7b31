import { type FormEvent, useMemo, useState } from 'react';
import type { DeliveryDetail } from '../../../common/contract/index.ts';
import { diffLines } from '../../../common/rules/deliveries/text-diff.ts';
import { type HeaderRow, headersOf } from '../../format/header-row.ts';
import { jsonProblem } from '../../format/json-problem.ts';
import { prettyJson } from '../../format/json-tokens.ts';
import { showToast } from '../../state/toast-store.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/forms/field.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { HeaderRows } from '../../ui/header-rows.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { DiffLines } from '../diff-lines.tsx';
import styles from './edit-dialog.module.css';
import { showCopy } from './use-actions.ts';

/** Edits a request: a copy of one that was sent, or one that is held before it is sent. */
export function EditDialog(props: {
  delivery: DeliveryDetail;
  attempt: number | null;
  onClose(): void;
}) {
  const { delivery, onClose } = props;
  const held = delivery.status === 'held';
  const original = originalBody(delivery, props.attempt);
  const [body, setBody] = useState(original ?? '');
  const [url, setUrl] = useState(delivery.url);
  const [headers, setHeaders] = useState<readonly HeaderRow[]>([]);
  const ready = /^https?:\/\/\S+$/.test(url);
  const send = useSend(delivery);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const named = headersOf(headers);
    const edit = {
      ...(named === undefined ? {} : { headers: named }),
      ...(url === delivery.url ? {} : { url }),
    };
    if (await send(body, body !== original, edit)) onClose();
  };
  return (
    <Dialog
      open
      wide
      title={held ? 'Edit and let go' : 'Edit and resend'}
      description={
        held
          ? 'It goes out signed over what you write here. Its retries keep the changes.'
          : 'Sends a copy under an X-Webhook-ID of its own, signed over what you write here.'
      }
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Address"
          mono
          type="url"
          value={url}
          aria-invalid={!ready}
          onText={setUrl}
        />
        <BodyEditor original={original} body={body} onBody={setBody} />
        <HeaderRows
          legend="Headers that replace or join ours"
          rows={headers}
          placeholder="X-Webhook-Timestamp"
          onChange={setHeaders}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" tone="primary" disabled={!ready}>
            {held ? 'Let it go' : 'Send the copy'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface Edit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
}

/**
 * Releases a held delivery, or sends a copy of any other. The promise is false if that was refused.
 */
function useSend(delivery: DeliveryDetail) {
  const run = useRun();
  return async (body: string, changed: boolean, edit: Edit): Promise<boolean> => {
    if (delivery.status === 'held') {
      const input = { id: delivery.id, ...edit, ...(changed ? { body } : {}) };
      if ((await run('delivery.release', input)) === null) return false;
      showToast({ tone: 'ok', title: 'Let go.' });
      return true;
    }
    const copy = await run('delivery.send', { sourceId: delivery.id, body, ...edit });
    if (copy === null) return false;
    showCopy(copy.id);
    showToast({
      tone: 'ok',
      title: 'The edited copy was sent, freshly signed.',
      detail: copy.url,
    });
    return true;
  };
}

type Pane = 'edit' | 'changes';

const PANES: readonly { value: Pane; label: string }[] = [
  { value: 'edit', label: 'Body' },
  { value: 'changes', label: 'Changes' },
];

/** The body, as a text to edit or as a list of the changes to it. */
function BodyEditor(props: {
  /** Null if the recorded body is not text, or not complete. */
  original: string | null;
  body: string;
  onBody(body: string): void;
}) {
  const { original, body, onBody } = props;
  const [pane, setPane] = useState<Pane>('edit');
  const problem = useMemo(() => jsonProblem(body), [body]);
  const pretty = prettyJson(body);
  const changes = useMemo(
    () => (pane === 'changes' ? diffLines(readable(original ?? ''), readable(body)) : []),
    [pane, original, body],
  );
  const changed = body !== original;
  return (
    <>
      <div className={styles.bodyHead}>
        <Segmented label="Body" value={pane} options={PANES} onChange={setPane} />
        <span className={styles.state} data-bad={problem !== null} role="status">
          {problem ?? (changed ? 'Valid JSON, changed' : 'Not changed')}
        </span>
        {pane === 'edit' && pretty !== null && pretty !== body ? (
          <Button tone="quiet" onClick={() => onBody(pretty)}>
            Format
          </Button>
        ) : null}
        {changed ? (
          <Button tone="quiet" onClick={() => onBody(original ?? '')}>
            Undo changes
          </Button>
        ) : null}
      </div>
      {pane === 'edit' ? (
        <TextArea
          mono
          rows={12}
          className={styles.editor}
          value={body}
          aria-label="Body"
          aria-invalid={problem !== null}
          onChange={(event) => onBody(event.target.value)}
        />
      ) : changed ? (
        <DiffLines lines={changes} />
      ) : (
        <p className={styles.none}>Nothing is changed yet.</p>
      )}
      {original === null ? (
        <p className={styles.none}>
          The body on record is binary or was cut, so the copy starts empty.
        </p>
      ) : null}
    </>
  );
}

/** The text to start from; null if the recorded body is not text, or not complete. */
function originalBody(delivery: DeliveryDetail, attempt: number | null): string | null {
  const sent =
    delivery.attempts.find(({ number }) => number === attempt) ?? delivery.attempts.at(-1);
  const kept =
    delivery.status === 'held'
      ? (delivery.override?.body ?? delivery.body)
      : (sent?.requestBody ?? delivery.body);
  return kept.truncated ? null : kept.text;
}

/** Compared in the form in which a line is a unit. */
function readable(body: string): string {
  return prettyJson(body) ?? body;
}
