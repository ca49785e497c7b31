import type { LiveState } from '../../common/contract/index.ts';
import { formatPhoneNumber } from '../format/phone-number.ts';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { FieldLabel, type FieldWords, TextAreaField, TextField } from '../ui/forms/field.tsx';
import { SelectField } from '../ui/forms/select.tsx';
import { fieldLabel, nameBeside } from './field-label.ts';
import {
  type FormField,
  groupsOf,
  type ValueSchema,
  variantOf,
  variantsOf,
} from './form-fields.ts';
import { type FormValue, shownText, typedValue, valueAt, withChange } from './form-value.ts';
import { HelpText } from './help-text.tsx';
import styles from './operations.module.css';

/** In a list of choices, stands for leaving the field out. */
const LEFT_OUT = '–';

interface FormProps {
  readonly schema: ValueSchema;
  readonly value: FormValue;
  /** The current values of what it sets: shown where the input has none. */
  readonly present: FormValue;
  /** The error message for a field, by its path with dots. */
  errorOf(name: string): string | undefined;
  onChange(value: FormValue): void;
}

/** A control for every field of an input. */
export function SchemaForm(props: FormProps & { state: LiveState }) {
  const { schema, value, onChange } = props;
  const variants = variantsOf(schema);
  const form = variantOf(schema, variants === null ? null : value[variants.name]);
  return (
    <div className={styles.groups}>
      {variants === null ? null : (
        <SelectField
          label={fieldLabel(variants.name)}
          code={nameBeside(variants.name)}
          hint={variants.help === null ? undefined : <HelpText text={variants.help} />}
          value={String(value[variants.name])}
          options={variants.values.map((each) => ({ value: each, label: each }))}
          onChange={(chosen) => {
            const next = variantOf(schema, chosen);
            const kept = Object.keys(next.properties ?? {}).filter((name) => name in value);
            const rest = Object.fromEntries(kept.map((name) => [name, value[name]]));
            onChange({ ...rest, [variants.name]: chosen });
          }}
        />
      )}
      {groupsOf(form).map(({ path, help, fields }) => (
        <fieldset key={path.join('.')} className={styles.group}>
          {path.length === 0 ? null : (
            <legend>
              <FieldLabel
                label={path.map(fieldLabel).join(' · ')}
                code={nameBeside(path.at(-1) ?? '')}
              />
              {help === null ? null : (
                <small>
                  <HelpText text={help} />
                </small>
              )}
            </legend>
          )}
          {fields.map((field) => (
            <SchemaField key={field.path.join('.')} {...props} field={field} />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function SchemaField(props: FormProps & { state: LiveState; field: FormField }) {
  const { field, value, present, onChange, state } = props;
  const name = field.path.at(-1) ?? '';
  const label = fieldLabel(name);
  const code = nameBeside(name);
  const given = valueAt(value, field.path);
  const now = given === undefined ? valueAt(present, field.path) : given;
  const set = (next: unknown) => onChange(withChange(value, field, next, present));
  const words: FieldWords = {
    label: field.required ? `${label} (required)` : label,
    code,
    hint: <FieldHelp field={field} />,
    error: props.errorOf(field.path.join('.')),
    wide: field.kind === 'longText' || field.kind === 'json' || field.kind === 'lines',
  };
  const choice = { words, field, isSet: valueAt(present, field.path) !== undefined };
  const known = knownChoices(state, name);
  if (known.length > 0) {
    return <Choice {...choice} now={now} options={known} onChange={set} />;
  }
  const text = shownText(field, now);
  const onText = (typed: string) => set(typedValue(field, typed));
  const placeholder = valueAt(present, field.path) === null ? 'null' : (field.usual ?? undefined);
  switch (field.kind) {
    case 'choice': {
      const options = field.choices.map((choice) => ({ value: choice, label: choice }));
      return <Choice {...choice} now={now} options={options} onChange={set} />;
    }
    case 'boolean':
      return field.required ? (
        <div className={styles.check}>
          <Checkbox checked={now === true} onChange={set}>
            <FieldLabel label={label} code={code} />
          </Checkbox>
          <small>
            <FieldHelp field={field} />
          </small>
        </div>
      ) : (
        <Choice
          {...choice}
          now={now === undefined ? undefined : String(now)}
          options={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          onChange={(chosen) => set(chosen === undefined ? undefined : chosen === 'true')}
        />
      );
    case 'longText':
    case 'json':
    case 'lines':
      return (
        <TextAreaField
          {...words}
          mono={field.kind === 'json'}
          rows={Math.min(8, Math.max(2, text.split('\n').length))}
          placeholder={placeholder ?? (field.kind === 'json' ? 'JSON' : undefined)}
          value={text}
          onText={onText}
        />
      );
    case 'text':
    case 'number':
    case 'numberOrText':
      return (
        <TextField
          {...words}
          inputMode={field.kind === 'number' ? 'decimal' : undefined}
          placeholder={placeholder}
          value={text}
          onText={onText}
        />
      );
  }
}

function FieldHelp({ field }: { field: FormField }) {
  const { help, bounds, kind } = field;
  return (
    <>
      {help === null ? null : <HelpText text={help} />}
      {bounds === null ? null : <span className={styles.bounds}> ({bounds})</span>}
      {kind === 'lines' ? ' One in a line.' : null}
    </>
  );
}

function Choice(props: {
  words: FieldWords;
  field: FormField;
  now: unknown;
  options: readonly { readonly value: string; readonly label: string }[];
  /** Whether the app has a value for it already. */
  isSet: boolean;
  onChange(value: string | undefined): void;
}) {
  const { words, field, now, options, onChange } = props;
  const usual = field.usual === null ? 'left out' : `left out: ${field.usual}`;
  // A value that is set already cannot be left out.
  const canBeEmpty = now === undefined || now === null || !props.isSet || field.nullable;
  return (
    <SelectField
      {...words}
      value={now === undefined || now === null || now === '' ? LEFT_OUT : String(now)}
      options={[
        ...(canBeEmpty ? [{ value: LEFT_OUT, label: field.required ? 'choose' : usual }] : []),
        ...options,
      ]}
      onChange={(chosen) => onChange(chosen === LEFT_OUT ? undefined : chosen)}
    />
  );
}

/** The values that the window can suggest for a field with that name. */
function knownChoices(state: LiveState, name: string) {
  switch (name) {
    case 'agentId':
      return state.agents.map(({ id, name: said }) => ({ value: id, label: said }));
    case 'numberId':
      return state.numbers.map(({ id, phoneNumber }) => ({
        value: id,
        label: formatPhoneNumber(phoneNumber),
      }));
    default:
      return [];
  }
}
