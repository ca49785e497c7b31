import { type FormEvent, useState } from 'react';
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

/** One engine: its kind, and how to reach it where it is a server. */
export function EngineForm<Kind extends string>(props: {
  engine: 'stt' | 'tts';
  title: string;
  hint: string;
  kinds: readonly { readonly value: Kind; readonly label: string }[];
  /** The kinds that are built in. */
  needsNothing: readonly Kind[];
  view: EngineView<Kind>;
  onSave(choice: EngineChoice<Kind>): Promise<boolean>;
}) {
  const { engine, view } = props;
  const run = useRun();
  const [kind, setKind] = useState<Kind>(view.kind);
  const [baseUrl, setBaseUrl] = useState('');
  const [model, setModel] = useState(view.model ?? '');
  const [apiKey, setApiKey] = useState('');
  const [result, setResult] = useState<OperationOutput<'engines.test'> | null>(null);
  const builtIn = props.needsNothing.includes(kind);
  const same = kind === view.kind;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setResult(null);
    const saved = await props.onSave({
      kind,
      ...(builtIn
        ? {}
        : {
            baseUrl: baseUrl.trim() || (same ? view.baseUrl : null),
            model: model.trim() || null,
            ...(apiKey === '' ? {} : { apiKey }),
          }),
    });
    if (saved) setApiKey('');
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
              setBaseUrl('');
              setModel('');
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
        <div className={styles.fields}>
          <TextField
            label={kind === 'local' ? 'Mirror of the hub' : 'Address'}
            mono
            type="url"
            value={baseUrl}
            placeholder={same ? (view.baseUrl ?? '') : "the provider's own"}
            onText={setBaseUrl}
          />
          <TextField
            label="Model"
            mono
            value={model}
            placeholder="the usual one"
            onText={setModel}
          />
          {kind === 'local' ? null : (
            <ApiKeyField
              label="API key"
              value={apiKey}
              isKept={same && view.hasApiKey}
              onText={setApiKey}
            />
          )}
        </div>
      )}
      {result === null ? null : (
        <p className={styles.note} role="status">
          <Tag tone={result.ok ? 'ok' : 'bad'}>{result.ok ? 'works' : 'failed'}</Tag>{' '}
          {result.message}
        </p>
      )}
    </form>
  );
}
