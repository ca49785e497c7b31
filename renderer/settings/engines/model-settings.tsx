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
import { TestOutcome } from './engine-form.tsx';
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

/** The model of hosted agents: a provider, its key, and a model for each tier. */
export function ModelSettings(props: {
  view: ModelView;
  onSave(choice: ModelChoice): Promise<boolean>;
}) {
  const { view, onSave } = props;
  const [suggested, setSuggested] = useState<readonly string[]>([]);
  return (
    <>
      <ModelForm view={view} suggested={suggested} onSave={onSave} />
      {view.kind === 'offline' ? null : <ModelTest view={view} />}
      <LocalModelServers
        usedUrl={view.kind === 'openai' ? view.baseUrl : null}
        usedModel={view.models.balanced}
        onFound={setSuggested}
        onUse={(baseUrl, model) =>
          onSave({
            kind: 'openai',
            baseUrl,
            model,
            tiers: { turbo: null, balanced: null, max: null },
          })
        }
      />
    </>
  );
}

/**
 * The provider's settings while they are edited. An empty field keeps its value or uses the
 * provider's default.
 */
interface ModelDraft {
  readonly kind: Kind;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly models: Readonly<Record<Tier, string>>;
}

function choiceOf({ kind, baseUrl, apiKey, models }: ModelDraft, view: ModelView): ModelChoice {
  if (kind === 'offline') return { kind };
  return {
    kind,
    baseUrl: baseUrl.trim() || (kind === view.kind ? view.baseUrl : null),
    model: null,
    tiers: {
      turbo: models.turbo.trim() || null,
      balanced: models.balanced.trim() || null,
      max: models.max.trim() || null,
    },
    ...(apiKey.trim() === '' ? {} : { apiKey: apiKey.trim() }),
  };
}

function ModelForm(props: {
  view: ModelView;
  suggested: readonly string[];
  onSave(choice: ModelChoice): Promise<boolean>;
}) {
  const { view } = props;
  const [draft, setDraft] = useState<ModelDraft>({
    kind: view.kind,
    baseUrl: '',
    apiKey: '',
    models: chosenModels(view),
  });
  const same = draft.kind === view.kind;
  const offline = draft.kind === 'offline';
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await props.onSave(choiceOf(draft, view)))) return;
    setDraft((before) => ({ ...before, apiKey: '', baseUrl: '' }));
  };
  return (
    <form aria-label="Language model" onSubmit={(event) => void save(event)}>
      <div className={styles.row}>
        <ModelName view={view} />
        <div className={styles.value}>
          <Select
            label="Language model"
            value={draft.kind}
            options={KINDS}
            onChange={(kind) =>
              setDraft({
                kind,
                baseUrl: '',
                apiKey: '',
                models: kind === view.kind ? chosenModels(view) : NO_MODELS,
              })
            }
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
        <ProviderFields
          draft={draft}
          view={same ? view : null}
          suggested={props.suggested}
          change={(changes) => setDraft({ ...draft, ...changes })}
        />
      )}
    </form>
  );
}

function ModelName({ view }: { view: ModelView }) {
  return (
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
  );
}

function ProviderFields(props: {
  draft: ModelDraft;
  /** The saved settings; null while another provider is chosen. */
  view: ModelView | null;
  suggested: readonly string[];
  change(changes: Partial<ModelDraft>): void;
}) {
  const { draft, view, suggested, change } = props;
  return (
    <>
      <div className={styles.fields}>
        <TextField
          label="Model server address"
          mono
          type="url"
          value={draft.baseUrl}
          placeholder={view?.baseUrl ?? "the provider's own"}
          onText={(baseUrl) => change({ baseUrl })}
        />
        <ApiKeyField
          label="Model API key"
          value={draft.apiKey}
          isKept={view?.hasApiKey ?? false}
          onText={(apiKey) => change({ apiKey })}
        />
      </div>
      <div className={styles.fields}>
        {TIERS.map(({ tier, label }) => (
          <TextField
            key={tier}
            label={label}
            mono
            list="models-found"
            value={draft.models[tier]}
            placeholder={view?.models[tier] ?? 'the usual one'}
            onText={(text) => change({ models: { ...draft.models, [tier]: text } })}
          />
        ))}
        <datalist id="models-found">
          {suggested.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </div>
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

/** Sends one request to the model of each tier, and shows the time to its first word. */
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
          <Button busy={testing !== null} onClick={() => void test()}>
            Test connection
          </Button>
        </div>
      </div>
      {results.map((result) => (
        <TestOutcome key={result.model} ok={result.ok} message={result.message}>
          <Mono>{result.model}</Mono>{' '}
          {result.firstTextMs === null ? null : (
            <b>first token after {formatMs(result.firstTextMs)}</b>
          )}{' '}
        </TestOutcome>
      ))}
    </div>
  );
}
