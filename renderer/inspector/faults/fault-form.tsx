import { type FormEvent, useState } from 'react';
import { ERROR_CODES, ERROR_TABLE } from '../../../common/contract/errors.ts';
import { JSON_SPELLINGS } from '../../../common/contract/lists/faults.ts';
import { useRun, useServices } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, TextField } from '../../ui/forms/field.tsx';
import { Segmented } from '../../ui/forms/segmented.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { FilterBox } from '../filter/filter-box.tsx';
import { type FaultDraft, NEW_DRAFT, readDraft, withTarget } from './fault-draft.ts';
import { fieldsOf, KINDS_OF, kindInfo, SPELLING_NAMES, TARGETS } from './fault-kinds.ts';
import { readFaults } from './fault-store.ts';
import styles from './faults-panel.module.css';

const CODES = ERROR_CODES.map((code) => ({
  value: code,
  label: `${ERROR_TABLE[code].status} ${code}`,
}));

const SPELLINGS = [
  { value: 'all' as const, label: 'All of them' },
  ...JSON_SPELLINGS.map((value) => ({ value, label: SPELLING_NAMES[value] })),
];

const WHEN: readonly { value: FaultDraft['when']; label: string }[] = [
  { value: 'before', label: 'Before the work: nothing happens' },
  { value: 'after', label: 'After it: only the answer is lost' },
];

interface PartProps {
  readonly draft: FaultDraft;
  change(changes: Partial<FaultDraft>): void;
}

/** Sets a fault: what fails, how, for which requests, and how often. */
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
      <KindChoice draft={draft} change={change} />
      <div className={styles.fields}>
        <div className={styles.wideField}>
          <MatchField draft={draft} change={change} />
        </div>
        {NUMBERS.filter(({ of }) => of === null || fields[of]).map(({ key, label, hint }) => (
          <div key={key} className={styles.numberField}>
            <TextField
              label={label}
              inputMode="numeric"
              value={draft[key]}
              placeholder={hint}
              onText={(text) => change({ [key]: text.replaceAll(/[^\d.]/g, '') })}
            />
          </div>
        ))}
      </div>
      {fields.when ? (
        <Segmented
          label="When"
          value={draft.when}
          options={WHEN}
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

/** The kind of fault, and the fields that it requires. */
function KindChoice({ draft, change }: PartProps) {
  const fields = fieldsOf(draft.target, draft.kind);
  return (
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
  );
}

/** What the fault applies to: deliveries by a filter, requests by their path, or phone numbers. */
function MatchField({ draft, change }: PartProps) {
  switch (draft.target) {
    case 'api':
    case 'whatsapp': {
      const api = draft.target === 'api';
      return (
        <TextField
          label={api ? 'Method and path' : 'Only to this number'}
          mono
          value={draft.match}
          placeholder={
            api ? 'Every request, or: POST /v1/messages*' : 'Everybody, or: +12025550147'
          }
          onText={(match) => change({ match })}
        />
      );
    }
    case 'delivery':
    case 'voiceStream':
      return (
        <Field label="Only what matches">
          {(id) => (
            <FilterBox
              id={id}
              label="Only what matches"
              value={draft.match}
              placeholder="Everything, or: channel:sms"
              onChange={(match) => change({ match })}
            />
          )}
        </Field>
      );
  }
}

/** The number fields. Those with `of` belong to some kinds of fault only. */
const NUMBERS: readonly {
  readonly key: 'times' | 'percent' | 'delayMs' | 'afterLines' | 'retryAfterSeconds';
  readonly label: string;
  readonly hint?: string;
  readonly of: 'delay' | 'lines' | 'retryAfter' | null;
}[] = [
  { key: 'times', label: 'How often', hint: 'empty: no end', of: null },
  { key: 'percent', label: 'Share in %', hint: 'empty: all', of: null },
  { key: 'delayMs', label: 'Delay in ms', of: 'delay' },
  { key: 'afterLines', label: 'After lines', hint: 'empty: 0', of: 'lines' },
  { key: 'retryAfterSeconds', label: 'Retry-After in s', of: 'retryAfter' },
];
