import { Plus, X } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import type { DeliveryDetail } from '../../common/contract/index.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, TextArea, TextInput } from '../ui/field.tsx';
import { prettyJson } from '../ui/json-tokens.ts';
import { Segmented } from '../ui/segmented.tsx';
import { showToast } from '../ui/toast-store.ts';
import { DiffLines } from './diff-lines.tsx';
import styles from './edit-dialog.module.css';
import { jsonProblem } from './json-problem.ts';
import { lineDiff } from './line-diff.ts';
import { showCopy } from './use-actions.ts';

interface HeaderRow {
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** Changes a request: a copy of one that was sent, or one that is held before it goes. */
export function EditDialog(props: {
  delivery: DeliveryDetail;
  attempt: number | null;
  onClose(): void;
}) {
  const { delivery, onClose } = props;
  const held = delivery.status === 'held';
  const original = originalBody(delivery, props.attempt);
  const run = useRun();
  const [body, setBody] = useState(original ?? '');
  const [url, setUrl] = useState(delivery.url);
  const [headers, setHeaders] = useState<readonly HeaderRow[]>([]);
  const [pane, setPane] = useState<'edit' | 'changes'>('edit');
  const problem = useMemo(() => jsonProblem(body), [body]);
  const pretty = prettyJson(body);
  const changes = useMemo(
    () => (pane === 'changes' ? lineDiff(readable(original ?? ''), readable(body)) : []),
    [pane, original, body],
  );
  const changed = body !== original;
  const ready = /^https?:\/\/\S+$/.test(url);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const named = headers.filter(({ name }) => name.trim() !== '');
    const edit = {
      ...(named.length === 0
        ? {}
        : { headers: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])) }),
      ...(url === delivery.url ? {} : { url }),
    };
    if (held) {
      const input = { id: delivery.id, ...edit, ...(changed ? { body } : {}) };
      if ((await run('delivery.release', input)) === null) return;
      showToast({ tone: 'ok', title: 'Let go.' });
    } else {
      const copy = await run('delivery.send', { sourceId: delivery.id, body, ...edit });
      if (copy === null) return;
      showCopy(copy.id);
      showToast({
        tone: 'ok',
        title: 'The edited copy was sent, freshly signed.',
        detail: copy.url,
      });
    }
    onClose();
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
        <Field label="Address">
          {(id) => (
            <TextInput
              id={id}
              mono
              type="url"
              value={url}
              aria-invalid={!ready}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <div className={styles.bodyHead}>
          <Segmented
            label="Body"
            value={pane}
            options={[
              { value: 'edit', label: 'Body' },
              { value: 'changes', label: 'Changes' },
            ]}
            onChange={setPane}
          />
          <span className={styles.state} data-bad={problem !== null} role="status">
            {problem ?? (changed ? 'Valid JSON, changed' : 'Not changed')}
          </span>
          {pane === 'edit' && pretty !== null && pretty !== body ? (
            <Button tone="quiet" onClick={() => setBody(pretty)}>
              Format
            </Button>
          ) : null}
          {changed ? (
            <Button tone="quiet" onClick={() => setBody(original ?? '')}>
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
            onChange={(event) => setBody(event.target.value)}
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
        <fieldset className={styles.headers}>
          <legend>Headers that replace or join ours</legend>
          {headers.map((row, index) => (
            <div key={row.key} className={styles.header}>
              <TextInput
                mono
                value={row.name}
                aria-label={`Name of header ${index + 1}`}
                placeholder="X-Webhook-Timestamp"
                onChange={(event) =>
                  setHeaders(headers.with(index, { ...row, name: event.target.value }))
                }
              />
              <TextInput
                mono
                value={row.value}
                aria-label={`Value of header ${index + 1}`}
                onChange={(event) =>
                  setHeaders(headers.with(index, { ...row, value: event.target.value }))
                }
              />
              <IconButton
                label={`Remove header ${index + 1}`}
                onClick={() => setHeaders(headers.toSpliced(index, 1))}
              >
                <X size={14} />
              </IconButton>
            </div>
          ))}
          <Button
            tone="quiet"
            className={styles.add}
            onClick={() =>
              setHeaders([...headers, { key: (headers.at(-1)?.key ?? 0) + 1, name: '', value: '' }])
            }
          >
            <Plus size={14} />
            Add a header
          </Button>
        </fieldset>
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

/** The text to start from; null when what is on record is no text, or not all of it. */
function originalBody(delivery: DeliveryDetail, attempt: number | null): string | null {
  const sent =
    delivery.attempts.find(({ number }) => number === attempt) ?? delivery.attempts.at(-1);
  const kept =
    delivery.status === 'held'
      ? (delivery.override?.body ?? delivery.body)
      : (sent?.requestBody ?? delivery.body);
  return kept.truncated ? null : kept.text;
}

/** Compared in the form in which lines mean something. */
function readable(body: string): string {
  return prettyJson(body) ?? body;
}
