import { Play } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LiveState, OperationRequest } from '../../common/contract/index.ts';
import { parseJsonObject } from '../../common/rules/json-object.ts';
import { OperationError } from '../state/control-client.ts';
import { formRan } from '../state/form-runs.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Field, TextArea } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Kbd, Tag } from '../ui/labels.tsx';
import { faultOf } from './field-faults.ts';
import type { FormValue } from './form-value.ts';
import { type GivenAnswer, OperationAnswer } from './operation-answer.tsx';
import type { CatalogueEntry } from './operation-catalogue.ts';
import styles from './operations.module.css';
import { SchemaForm } from './schema-form.tsx';
import type { StartingValues } from './use-starting-values.ts';

interface Outcome extends GivenAnswer {
  /** Error messages, by the path of the field. */
  readonly faults: Readonly<Record<string, string>>;
}

/** The input of an operation, its button, and what it answered. */
export function OperationForm(props: {
  state: LiveState;
  operation: CatalogueEntry;
  starting: StartingValues;
  /** Called when it ran, so the current values may have changed. */
  onDone(): Promise<void>;
}) {
  const { state, operation, starting, onDone } = props;
  const { name, effect, input: schema } = operation;
  const { control, isMac } = useServices();
  const [value, setValue] = useState<FormValue>(starting.input);
  /** The JSON as it is written; null while the form is shown. */
  const [json, setJson] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLDivElement>(null);
  // The dialog gave the focus to its cross, before there was a form. There it stays in front of what
  // cannot be undone: the form may have been opened by a link, and Enter would run it.
  useEffect(() => {
    if (effect === 'destructive') return;
    const first = form.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"]');
    first?.focus();
  }, [effect]);
  // Leads to the first field that is wrong, else to the answer.
  useEffect(() => {
    if (outcome === null) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.focus();
    if (wrong) wrong.scrollIntoView({ block: 'center' });
    else answer.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  const input = json === null ? value : parseJsonObject(json);
  const takesNothing = Object.keys(schema.properties ?? {}).length === 0 && !schema.oneOf;
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (input === null) return;
    try {
      // The server checks it against the operation's schema and names every faulty field.
      const output = await control.run(name, input as OperationRequest<typeof name>);
      setOutcome({ ok: true, text: JSON.stringify(output, null, 2), faults: {} });
    } catch (error) {
      setOutcome(refusal(error));
      return;
    }
    if (effect !== 'readOnly') formRan();
    await onDone();
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
            present={starting.present}
            errorOf={(field) => (outcome === null ? undefined : faultOf(outcome.faults, field))}
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
      {outcome === null ? null : <OperationAnswer ref={answer} name={name} answer={outcome} />}
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

function refusal(error: unknown): Outcome {
  if (!(error instanceof OperationError)) return { ok: false, text: String(error), faults: {} };
  return {
    ok: false,
    text: `${error.message} (${error.code})`,
    faults: Object.fromEntries(error.details.map(({ field, message }) => [field, message])),
  };
}
