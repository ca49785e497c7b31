import { type FormEvent, useState } from 'react';
import type { OperationOutput, OperationRequest } from '../../../common/contract/index.ts';
import { formatMs } from '../../format/time-format.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Mono, Tag } from '../../ui/labels.tsx';
import styles from '../../ui/settings-list.module.css';
import { Spinner } from '../../ui/states.tsx';
import { ApiKeyField } from '../api-key-field.tsx';
import { LocalModelServers } from './local-model-servers.tsx';

type ModelView = OperationOutput<'engines.get'>['llm'];
type ModelChoice = NonNullable<OperationRequest<'engines.set'>['llm']>;
type Kind = ModelView['kind'];
type Tier = keyof ModelView['models'];

const KINDS: readonly { value: Kind; label: string }[] = [
  { value: 'offline', label: 'None: offline dialogue' },
  { value: 'openai', label: 'OpenAI, or a server like it' },
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'google', label: 'Google' },
];

const TIERS: readonly { tier: Tier; label: string }[] = [
  { tier: 'turbo', label: 'Turbo model' },
  { tier: 'balanced', label: 'Balanced model' },
  { tier: 'max', label: 'Max model' },
];

/** What hosted agents think with: a provider, its key, and a model for each tier. */
export function ModelSettings(props: {
  view: ModelView;
  onSave(choice: ModelChoice): Promise<boolean>;
}) {
  const { view } = props;
  const [kind, setKind] = useState<Kind>(view.kind);
  const [baseUrl, setBaseUrl] = useState('');
  const [apiKey, setApiKey] = useState('');
  const [models, setModels] = useState(chosenModels(view));
  const [suggested, setSuggested] = useState<readonly string[]>([]);
  const same = kind === view.kind;
  const offline = kind === 'offline';
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await props.onSave(
      offline
        ? { kind }
        : {
            kind,
            baseUrl: baseUrl.trim() || (same ? view.baseUrl : null),
            model: null,
            tiers: {
              turbo: models.turbo.trim() || null,
              balanced: models.balanced.trim() || null,
              max: models.max.trim() || null,
            },
            ...(apiKey.trim() === '' ? {} : { apiKey: apiKey.trim() }),
          },
    );
    if (!saved) return;
    setApiKey('');
    setBaseUrl('');
  };
  return (
    <>
      <form aria-label="Language model" onSubmit={(event) => void save(event)}>
        <div className={styles.row}>
          <div className={styles.name}>
            Language model{' '}
            {view.kind === 'offline' ? (
              <Tag tone="warn">offline dialogue</Tag>
            ) : view.problem === null ? null : (
              <Tag tone="warn">not ready</Tag>
            )}
            <small>
              {view.problem ??
                view.notice ??
                'Leads the calls of hosted agents. Calls take a change up when they begin.'}
            </small>
          </div>
          <div className={styles.value}>
            <Select
              label="Language model"
              value={kind}
              options={KINDS}
              onChange={(next) => {
                setKind(next);
                setBaseUrl('');
                setApiKey('');
                setModels(next === view.kind ? chosenModels(view) : NO_MODELS);
              }}
            />
            {offline && same ? null : (
              <Button type="submit" tone="primary">
                Save
              </Button>
            )}
          </div>
        </div>
        {offline ? (
          <p className={styles.note}>
            Without a model, hosted agents answer with a small embedded dialogue: the “question →
            answer” lines of their prompt, and a plain word that no model is linked.
          </p>
        ) : (
          <div className={styles.fields}>
            <TextField
              label="Model server address"
              mono
              type="url"
              value={baseUrl}
              placeholder={(same ? view.baseUrl : null) ?? "the provider's own"}
              onText={setBaseUrl}
            />
            <ApiKeyField
              label="Model API key"
              value={apiKey}
              isKept={same && view.hasApiKey}
              onText={setApiKey}
            />
          </div>
        )}
        {offline ? null : (
          <div className={styles.fields}>
            {TIERS.map(({ tier, label }) => (
              <TextField
                key={tier}
                label={label}
                mono
                list="models-found"
                value={models[tier]}
                placeholder={same ? view.models[tier] : 'the usual one'}
                onText={(text) => setModels({ ...models, [tier]: text })}
              />
            ))}
            <datalist id="models-found">
              {suggested.map((model) => (
                <option key={model} value={model} />
              ))}
            </datalist>
          </div>
        )}
      </form>
      {view.kind === 'offline' ? null : <ModelTest view={view} />}
      <LocalModelServers
        usedUrl={view.kind === 'openai' ? view.baseUrl : null}
        usedModel={view.models.balanced}
        onFound={setSuggested}
        onUse={(baseUrlOf, model) =>
          props.onSave({
            kind: 'openai',
            baseUrl: baseUrlOf,
            model,
            tiers: { turbo: null, balanced: null, max: null },
          })
        }
      />
    </>
  );
}

const NO_MODELS: Readonly<Record<Tier, string>> = { turbo: '', balanced: '', max: '' };

function chosenModels(view: ModelView): Readonly<Record<Tier, string>> {
  const { tiers, model } = view;
  return {
    turbo: tiers.turbo ?? model ?? '',
    balanced: tiers.balanced ?? model ?? '',
    max: tiers.max ?? model ?? '',
  };
}

type TestResult = OperationOutput<'engines.test'> & { readonly model: string };

/** Asks each model of the tiers once, and tells how long its first word took. */
function ModelTest(props: { view: ModelView }) {
  const { models } = props.view;
  const run = useRun();
  const [results, setResults] = useState<readonly TestResult[]>([]);
  const [testing, setTesting] = useState<string | null>(null);
  const test = async () => {
    setResults([]);
    const asked = new Set<string>();
    for (const { tier } of TIERS) {
      const model = models[tier];
      if (asked.has(model)) continue;
      asked.add(model);
      setTesting(model);
      const result = await run('engines.test', { engine: 'llm', modelTier: tier });
      if (result === null) break;
      setResults((before) => [...before, { ...result, model }]);
    }
    setTesting(null);
  };
  return (
    <div className={styles.tests}>
      <div className={styles.row}>
        <div className={styles.name}>
          Test connection
          <small>Asks each model for a few words, with the settings as saved.</small>
        </div>
        <div className={styles.value}>
          {testing === null ? null : <Spinner label={`Testing ${testing}`} />}
          <Button disabled={testing !== null} onClick={() => void test()}>
            Test connection
          </Button>
        </div>
      </div>
      {results.map((result) => (
        <p key={result.model} className={styles.note} role="status">
          <Tag tone={result.ok ? 'ok' : 'bad'}>{result.ok ? 'works' : 'failed'}</Tag>{' '}
          <Mono>{result.model}</Mono>{' '}
          {result.firstTextMs === null ? null : (
            <b>first token after {formatMs(result.firstTextMs)}</b>
          )}{' '}
          {result.message}
        </p>
      ))}
    </div>
  );
}
