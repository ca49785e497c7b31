import { ChevronDown, ChevronRight, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { MAX_CUSTOM_TOOLS } from '../../common/contract/lists/agents.ts';
import { freshKey } from '../format/header-row.ts';
import type { FieldErrors } from '../state/agent-form.ts';
import {
  EXAMPLE_PARAMETERS,
  newTool,
  parametersProblem,
  type ToolForm,
} from '../state/tool-form.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { TextAreaField, TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { HeaderRows } from '../ui/header-rows.tsx';
import { Tag } from '../ui/labels.tsx';
import styles from './agent-editor.module.css';
import { FormSection, type SectionProps } from './form-section.tsx';

/** The tools that the model may call over HTTP. */
export function ToolsSection({ form, errors, set }: SectionProps) {
  const tools = form.customTools;
  const [openKey, setOpenKey] = useState<string | null>(null);
  const add = () => {
    const key = freshKey(tools, 'new');
    set('customTools', [...tools, newTool(key)]);
    setOpenKey(key);
  };
  return (
    <FormSection
      title="Tools"
      hint="The model calls them over HTTP when the conversation needs them, and is told what they answer."
    >
      <div className={`${styles.tools} ${styles.wide}`}>
        {errors.customTools === undefined ? null : (
          <p className={styles.note} role="alert">
            {errors.customTools}
          </p>
        )}
        {tools.map((tool, index) => (
          <Tool
            key={tool.key}
            tool={tool}
            number={index + 1}
            errors={errorsOf(errors, index)}
            open={tool.key === openKey}
            onOpen={(open) => setOpenKey(open ? tool.key : null)}
            onChange={(next) => set('customTools', tools.with(index, next))}
            onRemove={() => set('customTools', tools.toSpliced(index, 1))}
          />
        ))}
        <Button className={styles.add} disabled={tools.length >= MAX_CUSTOM_TOOLS} onClick={add}>
          <Plus size={14} />
          {tools.length >= MAX_CUSTOM_TOOLS ? 'Twenty tools are the most' : 'Add a tool'}
        </Button>
      </div>
    </FormSection>
  );
}

/** One tool: a line with its name, and its fields while it is open or has errors. */
function Tool(props: {
  tool: ToolForm;
  number: number;
  errors: FieldErrors;
  open: boolean;
  onOpen(open: boolean): void;
  onChange(tool: ToolForm): void;
  onRemove(): void;
}) {
  const { tool, number, errors, open } = props;
  const faulty = Object.keys(errors).length > 0;
  const put = (change: Partial<ToolForm>) => props.onChange({ ...tool, ...change });
  return (
    <div className={styles.tool}>
      <div className={styles.toolHead}>
        <button
          type="button"
          className={styles.toolName}
          aria-expanded={open}
          onClick={() => props.onOpen(!open)}
        >
          {open ? <ChevronDown size={15} /> : <ChevronRight size={15} />}
          <b>{tool.name === '' ? 'New tool' : tool.name}</b>
          {faulty ? <Tag tone="bad">to be corrected</Tag> : null}
          <small>
            {tool.method} {tool.url}
          </small>
        </button>
        <IconButton
          label={`Remove the tool ${tool.name === '' ? number : tool.name}`}
          onClick={props.onRemove}
        >
          <Trash2 size={14} />
        </IconButton>
      </div>
      {open || faulty ? (
        <div className={`${styles.fields} ${styles.toolBody}`}>
          <RequestFields tool={tool} errors={errors} put={put} />
          <ArgumentFields tool={tool} errors={errors} put={put} />
          <WaitFields tool={tool} errors={errors} put={put} />
        </div>
      ) : null}
    </div>
  );
}

interface ToolFieldProps {
  readonly tool: ToolForm;
  readonly errors: FieldErrors;
  put(change: Partial<ToolForm>): void;
}

/** The tool's name, and the request that calls it. */
function RequestFields({ tool, errors, put }: ToolFieldProps) {
  return (
    <>
      <TextField
        label="Tool name"
        error={errors.name}
        hint="Letters, digits, _ and -"
        mono
        value={tool.name}
        maxLength={64}
        placeholder="check_availability"
        onText={(text) => put({ name: text })}
      />
      <div className={styles.modes}>
        <Segmented
          label="Method"
          value={tool.method}
          options={[
            { value: 'POST', label: 'POST' },
            { value: 'GET', label: 'GET' },
          ]}
          onChange={(method) => put({ method })}
        />
        <p>
          {tool.method === 'POST'
            ? 'Arguments go as JSON: name, args, call.'
            : 'Arguments go in the query.'}
        </p>
      </div>
      <TextAreaField
        wide
        label="What it does, and when to call it"
        error={errors.description}
        rows={1}
        className={styles.short}
        value={tool.description}
        maxLength={1_024}
        placeholder="Tells whether a bicycle is free on a day. Call it before promising one."
        onText={(text) => put({ description: text })}
      />
      <TextField
        wide
        label="Tool address"
        error={errors.url}
        mono
        type="url"
        value={tool.url}
        maxLength={2_048}
        placeholder="http://127.0.0.1:3000/tools/availability"
        onText={(text) => put({ url: text })}
      />
      <HeaderRows
        legend={errors.headers ?? 'Headers, such as an Authorization of your own'}
        rows={tool.headers}
        placeholder="Authorization"
        className={styles.wide}
        onChange={(headers) => put({ headers })}
      />
    </>
  );
}

function ArgumentFields({ tool, errors, put }: ToolFieldProps) {
  const none = tool.parameters.trim() === '';
  const problem = parametersProblem(tool.parameters);
  return (
    <>
      <TextAreaField
        wide
        label="Arguments, as JSON Schema"
        error={errors.parameters}
        hint={none ? 'Empty: it takes none.' : (problem ?? 'A JSON object, as it should be.')}
        mono
        rows={3}
        spellCheck={false}
        className={styles.prompt}
        value={tool.parameters}
        onText={(text) => put({ parameters: text })}
      />
      {none ? (
        <Button className={styles.add} onClick={() => put({ parameters: EXAMPLE_PARAMETERS })}>
          Fill in an example
        </Button>
      ) : null}
    </>
  );
}

/** How long to wait for the tool, and what the caller hears meanwhile. */
function WaitFields({ tool, errors, put }: ToolFieldProps) {
  return (
    <>
      <TextField
        label="Timeout, seconds"
        error={errors.timeoutMs}
        hint="Empty: 30. At most 120."
        inputMode="decimal"
        value={tool.timeoutSeconds}
        placeholder="30"
        onText={(text) => put({ timeoutSeconds: text })}
      />
      <div className={styles.end}>
        <Checkbox
          checked={tool.speakDuringExecution}
          onChange={(on) => put({ speakDuringExecution: on })}
        >
          Says something while it runs
        </Checkbox>
      </div>
      {tool.speakDuringExecution ? (
        <TextField
          wide
          label="What it says meanwhile"
          error={errors.executionMessage}
          hint="Empty: “One moment, please.”"
          value={tool.executionMessage}
          maxLength={500}
          placeholder="One moment, I am looking that up."
          onText={(text) => put({ executionMessage: text })}
        />
      ) : null}
    </>
  );
}

/** The error messages for one tool, by the tool's own field names. */
function errorsOf(errors: FieldErrors, index: number): FieldErrors {
  const prefix = `customTools.${index}.`;
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(prefix))
      // An error in a nested value, such as one header, is shown at the field that contains it.
      .map(([path, message]) => [path.slice(prefix.length).split('.')[0] ?? '', message]),
  );
}
