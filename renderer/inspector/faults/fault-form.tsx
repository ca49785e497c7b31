import { type FormEvent, useState } from 'react';
import { ERROR_CODES, ERROR_TABLE, JSON_SPELLINGS } from '../../../common/contract/index.ts';
import { useRun, useServices } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, TextField, TextInput } from '../../ui/forms/field.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { FilterBox } from '../filter/filter-box.tsx';
import { type FaultDraft, NEW_DRAFT, readDraft, withTarget } from './fault-draft.ts';
import { fieldsOf, KINDS_OF, kindInfo, SPELLING_NAMES, TARGETS } from './fault-kinds.ts';
import { readFaults } from './fault-store.ts';
import styles from './faults-panel.module.css';

const MATCH_LABELS = {
  delivery: 'Only what matches',
  voiceStream: 'Only what matches',
  api: 'Method and path',
  whatsapp: 'Only to this number',
} as const;
const CODES = ERROR_CODES.map((code) => ({
  value: code,
  label: `${ERROR_TABLE[code].status} ${code}`,
}));

const SPELLINGS = [
  { value: 'all' as const, label: 'All of them' },
  ...JSON_SPELLINGS.map((value) => ({ value, label: SPELLING_NAMES[value] })),
];

/** Sets a fault: what breaks, how, for what, how often. */
export function FaultForm() {
  const run = useRun();
  const { control } = useServices();
  const [draft, setDraft] = useState<FaultDraft>(NEW_DRAFT);
  const change = (changes: Partial<FaultDraft>) => setDraft({ ...draft, ...changes });
  const read = readDraft(draft);
  const fields = fieldsOf(draft.target, draft.kind);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!read.ok || (await run('fault.set', read.spec)) === null) return;
    setDraft({ ...NEW_DRAFT, target: draft.target, kind: draft.kind });
    await readFaults(control);
  };
  return (
    <form className={styles.form} aria-label="New fault" onSubmit={(event) => void submit(event)}>
      <Segmented
        label="What breaks"
        value={draft.target}
        options={TARGETS}
        onChange={(target) => setDraft(withTarget(draft, target))}
      />
      <div className={styles.kind}>
        <Select
          label="How it breaks"
          value={draft.kind}
          options={KINDS_OF[draft.target].map((kind) => ({
            value: kind,
            label: kindInfo(draft.target, kind).label,
          }))}
          onChange={(kind) => change({ kind })}
        />
        {fields.code ? (
          <Select
            label="Error code"
            value={draft.code}
            options={CODES}
            onChange={(code) => change({ code })}
          />
        ) : null}
        {fields.spelling ? (
          <Select
            label="Spelling"
            value={draft.spelling}
            options={SPELLINGS}
            onChange={(spelling) => change({ spelling })}
          />
        ) : null}
        <span>{kindInfo(draft.target, draft.kind).does}</span>
      </div>
      <div className={styles.fields}>
        <div className={styles.wideField}>
          <Field label={MATCH_LABELS[draft.target]}>
            {(id) =>
              draft.target === 'api' || draft.target === 'whatsapp' ? (
                <TextInput
                  id={id}
                  mono
                  value={draft.match}
                  placeholder={
                    draft.target === 'api'
                      ? 'Every request, or: POST /v1/messages*'
                      : 'Everybody, or: +12025550147'
                  }
                  onChange={(event) => change({ match: event.target.value })}
                />
              ) : (
                <FilterBox
                  id={id}
                  label="Only what matches"
                  value={draft.match}
                  placeholder="Everything, or: channel:sms"
                  onChange={(match) => change({ match })}
                />
              )
            }
          </Field>
        </div>
        <NumberField
          label="How often"
          hint="empty: no end"
          value={draft.times}
          onChange={(times) => change({ times })}
        />
        <NumberField
          label="Share in %"
          hint="empty: all"
          value={draft.percent}
          onChange={(percent) => change({ percent })}
        />
        {fields.delay ? (
          <NumberField
            label="Delay in ms"
            value={draft.delayMs}
            onChange={(delayMs) => change({ delayMs })}
          />
        ) : null}
        {fields.lines ? (
          <NumberField
            label="After lines"
            hint="empty: 0"
            value={draft.afterLines}
            onChange={(afterLines) => change({ afterLines })}
          />
        ) : null}
        {fields.retryAfter ? (
          <NumberField
            label="Retry-After in s"
            value={draft.retryAfterSeconds}
            onChange={(retryAfterSeconds) => change({ retryAfterSeconds })}
          />
        ) : null}
      </div>
      {fields.when ? (
        <Segmented
          label="When"
          value={draft.when}
          options={[
            { value: 'before', label: 'Before the work: nothing happens' },
            { value: 'after', label: 'After it: only the answer is lost' },
          ]}
          onChange={(when) => change({ when })}
        />
      ) : null}
      <div className={styles.submit}>
        <Button type="submit" tone="primary" disabled={!read.ok}>
          Set the fault
        </Button>
        {read.ok ? null : (
          <span className={styles.problem} role="status">
            {read.problem}
          </span>
        )}
      </div>
    </form>
  );
}

function NumberField(props: {
  label: string;
  hint?: string;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <div className={styles.numberField}>
      <TextField
        label={props.label}
        inputMode="numeric"
        value={props.value}
        placeholder={props.hint}
        onText={(text) => props.onChange(text.replaceAll(/[^\d.]/g, ''))}
      />
    </div>
  );
}
