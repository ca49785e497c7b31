import { type FormEvent, type ReactNode, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Tag } from '../../ui/labels.tsx';
import styles from '../../ui/settings-list.module.css';
import { ApiKeyField } from '../api-key-field.tsx';

interface EngineView<Kind extends string> {
  readonly kind: Kind;
  readonly baseUrl: string | null;
  readonly model: string | null;
  readonly hasApiKey: boolean;
  readonly problem: string | null;
  readonly notice: string | null;
}

interface EngineChoice<Kind extends string> {
  readonly kind: Kind;
  readonly baseUrl?: string | null;
  readonly model?: string | null;
  readonly apiKey?: string;
}

/** The settings of one engine: its kind and, if it is a server, how to reach it. */
export function EngineForm<Kind extends string>(props: {
  engine: 'stt' | 'tts';
  title: string;
  hint: string;
  kinds: readonly { readonly value: Kind; readonly label: string }[];
  /** The built-in kinds, which need no settings. */
  needsNothing: readonly Kind[];
  view: EngineView<Kind>;
  onSave(choice: EngineChoice<Kind>): Promise<boolean>;
}) {
  const { engine, view } = props;
  const run = useRun();
  const [kind, setKind] = useState<Kind>(view.kind);
  const [draft, setDraft] = useState<ServerDraft>({ ...NO_SERVER, model: view.model ?? '' });
  const [result, setResult] = useState<OperationOutput<'engines.test'> | null>(null);
  const builtIn = props.needsNothing.includes(kind);
  const same = kind === view.kind;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setResult(null);
    const server = builtIn ? {} : serverOf(draft, same ? view.baseUrl : null);
    if (await props.onSave({ kind, ...server })) setDraft((now) => ({ ...now, apiKey: '' }));
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <div className={styles.row}>
        <div className={styles.name}>
          {props.title} {view.problem === null ? null : <Tag tone="warn">not ready</Tag>}
          <small>{view.problem ?? view.notice ?? props.hint}</small>
        </div>
        <div className={styles.value}>
          <Select
            label={props.title}
            value={kind}
            options={props.kinds}
            onChange={(next) => {
              setKind(next);
              setDraft((now) => ({ ...NO_SERVER, apiKey: now.apiKey }));
              setResult(null);
            }}
          />
          {same && !builtIn ? (
            <Button onClick={async () => setResult(await run('engines.test', { engine }))}>
              Try it
            </Button>
          ) : null}
          {same && builtIn ? null : (
            <Button type="submit" tone="primary">
              Save
            </Button>
          )}
        </div>
      </div>
      {builtIn ? null : (
        <ServerFields
          draft={draft}
          isLocal={kind === 'local'}
          view={same ? view : null}
          change={(changes) => setDraft({ ...draft, ...changes })}
        />
      )}
      {result === null ? null : <TestOutcome ok={result.ok} message={result.message} />}
    </form>
  );
}

/** The server's settings while they are edited. */
interface ServerDraft {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string;
}

const NO_SERVER: ServerDraft = { baseUrl: '', model: '', apiKey: '' };

function serverOf({ baseUrl, model, apiKey }: ServerDraft, keptUrl: string | null) {
  return {
    baseUrl: baseUrl.trim() || keptUrl,
    model: model.trim() || null,
    ...(apiKey === '' ? {} : { apiKey }),
  };
}

function ServerFields(props: {
  draft: ServerDraft;
  /** It runs on this computer, so the address is that of a mirror of its models. */
  isLocal: boolean;
  /** The saved settings; null while another kind is chosen. */
  view: { readonly baseUrl: string | null; readonly hasApiKey: boolean } | null;
  change(changes: Partial<ServerDraft>): void;
}) {
  const { draft, isLocal, view, change } = props;
  return (
    <div className={styles.fields}>
      <TextField
        label={isLocal ? 'Mirror of the hub' : 'Address'}
        mono
        type="url"
        value={draft.baseUrl}
        placeholder={view === null ? "the provider's own" : (view.baseUrl ?? '')}
        onText={(baseUrl) => change({ baseUrl })}
      />
      <TextField
        label="Model"
        mono
        value={draft.model}
        placeholder="the usual one"
        onText={(model) => change({ model })}
      />
      {isLocal ? null : (
        <ApiKeyField
          label="API key"
          value={draft.apiKey}
          isKept={view?.hasApiKey ?? false}
          onText={(apiKey) => change({ apiKey })}
        />
      )}
    </div>
  );
}

/** Whether an engine works, and its message. */
export function TestOutcome(props: { ok: boolean; message: string; children?: ReactNode }) {
  return (
    <p className={styles.note} role="status">
      <Tag tone={props.ok ? 'ok' : 'bad'}>{props.ok ? 'works' : 'failed'}</Tag> {props.children}
      {props.message}
    </p>
  );
}
