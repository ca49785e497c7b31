import { Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { LiveState, OperationName, OperationRequest } from '../../common/contract/index.ts';
import { parseJsonObject } from '../format/json-object.ts';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { usePhone } from '../state/callers.ts';
import { OperationError } from '../state/control-client.ts';
import { liveCall } from '../state/selectors.ts';
import { useView } from '../state/view-store.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Code, JsonText } from '../ui/code.tsx';
import { Field, TextArea } from '../ui/forms/field.tsx';
import { Kbd, Tag } from '../ui/labels.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { PALETTE_OPERATIONS, startingInput } from './commands.ts';
import styles from './operation-dialog.module.css';

/** Any operation by hand: its input as JSON, its answer below. The server judges the input. */
export function OperationDialog(props: { state: LiveState; name: OperationName; onClose(): void }) {
  const { state, name } = props;
  const { control } = useServices();
  const from = usePhone((phone) => phone.callerNumber);
  const to = useAgentNumber(state);
  const shownCall = useView((view) => view.callId);
  const deliveryId = useView((view) => view.deliveryId) ?? state.deliveries[0]?.id ?? null;
  const callId = shownCall ?? liveCall(state)?.id ?? state.calls[0]?.id ?? null;
  const [input, setInput] = useState(() =>
    JSON.stringify(startingInput(name, { callId, deliveryId, from, to }), null, 2),
  );
  const [answer, setAnswer] = useState<{ ok: boolean; text: string } | null>(null);
  const operation = PALETTE_OPERATIONS.find((candidate) => candidate.name === name);
  const parsed = parseJsonObject(input);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (parsed === null) return;
    try {
      // The server checks it against the operation's schema and names every faulty field.
      const output = await control.run(name, parsed as OperationRequest<typeof name>);
      setAnswer({ ok: true, text: JSON.stringify(output, null, 2) });
    } catch (error) {
      const code = error instanceof OperationError ? ` (${error.code})` : '';
      setAnswer({ ok: false, text: `${error instanceof Error ? error.message : error}${code}` });
    }
  };
  return (
    <Dialog open wide title={name} description={operation?.description} onClose={props.onClose}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="Input" hint={parsed === null ? 'This is not a JSON object yet.' : undefined}>
          {(id) => (
            <TextArea
              id={id}
              mono
              rows={Math.min(10, Math.max(3, input.split('\n').length))}
              spellCheck={false}
              value={input}
              onChange={(event) => setInput(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit(event);
              }}
            />
          )}
        </Field>
        <div className={styles.actions}>
          {operation?.effect === 'destructive' ? <Tag tone="bad">destructive</Tag> : null}
          <Button
            type="submit"
            tone={operation?.effect === 'destructive' ? 'danger' : 'primary'}
            disabled={parsed === null}
          >
            <Play size={14} />
            Run <Kbd inherit>Ctrl ⏎</Kbd>
          </Button>
        </div>
      </form>
      {answer === null ? null : (
        <div className={styles.answer} role="status">
          <Tag tone={answer.ok ? 'ok' : 'bad'}>{answer.ok ? 'answer' : 'refused'}</Tag>
          <Code>{answer.ok ? <JsonText text={answer.text} /> : answer.text}</Code>
        </div>
      )}
    </Dialog>
  );
}
