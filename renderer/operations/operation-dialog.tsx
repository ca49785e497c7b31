import { Play } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LiveState, OperationName, OperationRequest } from '../../common/contract/index.ts';
import { parseJsonObject } from '../format/json-object.ts';
import { useAgentNumber } from '../softphone/party-card.tsx';
import { usePhone } from '../state/callers.ts';
import { OperationError } from '../state/control-client.ts';
import { liveCall } from '../state/selectors.ts';
import { useView } from '../state/view-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Code, JsonText } from '../ui/code.tsx';
import { Field, TextArea } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Kbd, Tag } from '../ui/labels.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { Spinner } from '../ui/states.tsx';
import type { FormValue } from './form-value.ts';
import { type CatalogueEntry, useOperations } from './operation-catalogue.ts';
import styles from './operations.module.css';
import { SchemaForm } from './schema-form.tsx';
import { type KnownThings, startingInput } from './starting-input.ts';

/** Runs any operation: a form made from its schema, or its input as JSON, with the answer below. */
export function OperationDialog(props: { state: LiveState; name: OperationName; onClose(): void }) {
  const { state, name, onClose } = props;
  const operation = useOperations()?.find((candidate) => candidate.name === name) ?? null;
  const known = useKnownThings(state);
  const starting = useStartingInput(operation, known);
  return (
    <Dialog open wide title={name} description={operation?.description} onClose={onClose}>
      {operation === null || starting === null ? (
        <Spinner label="Loading the form" />
      ) : (
        <OperationForm state={state} operation={operation} starting={starting} />
      )}
    </Dialog>
  );
}

function useKnownThings(state: LiveState): KnownThings {
  const from = usePhone((phone) => phone.callerNumber);
  const to = useAgentNumber(state);
  const view = useView();
  return {
    callId: view.callId ?? liveCall(state)?.id ?? state.calls[0]?.id ?? null,
    deliveryId: view.deliveryId ?? state.deliveries[0]?.id ?? null,
    agentId: view.agentId ?? state.agents[0]?.id ?? null,
    numberId: state.numbers.find(({ phoneNumber }) => phoneNumber === to)?.id ?? null,
    from,
    to,
  };
}

/**
 * The operations that read what another one changes, so that its form starts with the current
 * values.
 */
const READERS: Partial<Record<OperationName, OperationName>> = {
  'plan.set': 'plan.get',
  'settings.set': 'settings.get',
  'retention.set': 'retention.get',
};

/** Null until it is loaded. */
function useStartingInput(
  operation: CatalogueEntry | null,
  known: KnownThings,
): Record<string, unknown> | null {
  const { control } = useServices();
  const [stored, setStored] = useState<Record<string, unknown> | null>(null);
  const reader = operation === null ? undefined : READERS[operation.name];
  useEffect(() => {
    if (reader === undefined) return;
    const abort = new AbortController();
    control.run(reader, {}, abort.signal).then(
      (answer) => setStored({ ...answer }),
      (error: unknown) => {
        if (!abort.signal.aborted) reportFailure(error);
      },
    );
    return () => abort.abort();
  }, [control, reader]);
  if (operation === null) return null;
  if (reader === undefined) return startingInput(operation.name, operation.input, known);
  if (stored === null) return null;
  const names = Object.keys(operation.input.properties ?? {});
  return Object.fromEntries(names.map((field) => [field, stored[field]]));
}

interface Answer {
  readonly ok: boolean;
  readonly text: string;
  /** The server's error messages by field. */
  readonly faults: Readonly<Record<string, string>>;
}

function OperationForm(props: {
  state: LiveState;
  operation: CatalogueEntry;
  starting: Record<string, unknown>;
}) {
  const { state, operation } = props;
  const { name, effect, input: schema } = operation;
  const { control, isMac } = useServices();
  const [value, setValue] = useState<FormValue>(props.starting);
  /** The JSON while it is edited; null while the form is shown. */
  const [json, setJson] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const form = useRef<HTMLFormElement>(null);
  // The dialog focused its close button, because there was no form yet.
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"]');
    first?.focus();
  }, []);
  const input = json === null ? value : parseJsonObject(json);
  const takesNothing = Object.keys(schema.properties ?? {}).length === 0 && !schema.oneOf;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (input === null) return;
    try {
      // The server checks the input against the operation's schema, and names every invalid field.
      const output = await control.run(name, input as OperationRequest<typeof name>);
      setAnswer({ ok: true, text: JSON.stringify(output, null, 2), faults: {} });
    } catch (error) {
      setAnswer(refusal(error));
    }
  };
  const show = (face: 'form' | 'json') => {
    if (face === 'json') setJson(JSON.stringify(value, null, 2));
    else if (input !== null) {
      setValue(input);
      setJson(null);
    }
  };
  return (
    <>
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (isMac ? event.metaKey : event.ctrlKey)) void submit(event);
        }}
      >
        {takesNothing ? (
          <p className={styles.nothing}>It needs no input.</p>
        ) : json === null ? (
          <SchemaForm
            state={state}
            schema={schema}
            value={value}
            errorOf={(field) => answer?.faults[field]}
            onChange={setValue}
          />
        ) : (
          <JsonInput text={json} isObject={input !== null} onText={setJson} />
        )}
        <div className={styles.actions}>
          {takesNothing ? null : (
            <Segmented
              label="Input as"
              value={json === null ? 'form' : 'json'}
              options={[
                { value: 'form', label: 'Form' },
                { value: 'json', label: 'JSON' },
              ]}
              onChange={show}
            />
          )}
          {effect === 'destructive' ? <Tag tone="bad">destructive</Tag> : null}
          <Button
            type="submit"
            tone={effect === 'destructive' ? 'danger' : 'primary'}
            disabled={input === null}
          >
            <Play size={14} />
            Run <Kbd inherit>{isMac ? '⌘⏎' : 'Ctrl ⏎'}</Kbd>
          </Button>
        </div>
      </form>
      {answer === null ? null : (
        <div
          ref={(shown) => shown?.scrollIntoView({ block: 'nearest' })}
          className={styles.answer}
          role="status"
        >
          <Tag tone={answer.ok ? 'ok' : 'bad'}>{answer.ok ? 'answer' : 'refused'}</Tag>
          <Code>{answer.ok ? <JsonText text={answer.text} /> : answer.text}</Code>
        </div>
      )}
    </>
  );
}

function JsonInput(props: { text: string; isObject: boolean; onText(text: string): void }) {
  const { text, isObject, onText } = props;
  return (
    <Field label="Input" hint={isObject ? undefined : 'This is not a JSON object yet.'}>
      {(id) => (
        <TextArea
          id={id}
          mono
          rows={Math.min(14, Math.max(3, text.split('\n').length))}
          spellCheck={false}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}

function refusal(error: unknown): Answer {
  if (!(error instanceof OperationError)) return { ok: false, text: String(error), faults: {} };
  return {
    ok: false,
    text: `${error.message} (${error.code})`,
    faults: Object.fromEntries(error.details.map(({ field, message }) => [field, message])),
  };
}
