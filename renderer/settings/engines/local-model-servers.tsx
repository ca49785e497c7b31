import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { useOperation } from '../../state/use-operation.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/forms/select.tsx';
import { Mono, Tag } from '../../ui/labels.tsx';
import styles from '../../ui/settings-list.module.css';

type Server = OperationOutput<'engines.discover'>['items'][number];

/** Model servers that are running on this computer. */
export function LocalModelServers(props: {
  usedUrl: string | null;
  usedModel: string;
  onFound(models: readonly string[]): void;
  onUse(baseUrl: string, model: string): Promise<boolean>;
}) {
  const { usedUrl, onFound } = props;
  const { data, reload } = useOperation('engines.discover', {});
  useEffect(() => {
    onFound(data?.items.find(({ baseUrl }) => baseUrl === usedUrl)?.models ?? []);
  }, [data, usedUrl, onFound]);
  return (
    <>
      <div className={styles.row}>
        <div className={styles.name}>
          On this computer
          <small>
            {data === null
              ? 'Looking for Ollama, LM Studio, llama.cpp and vLLM…'
              : data.items.length === 0
                ? 'No Ollama, LM Studio, llama.cpp or vLLM runs at its usual port.'
                : 'These servers run here and need no key.'}
          </small>
        </div>
        <IconButton label="Look again for local model servers" onClick={() => void reload()}>
          <RefreshCw size={14} />
        </IconButton>
      </div>
      {(data?.items ?? []).map((server) => (
        <ServerRow
          key={server.baseUrl}
          server={server}
          usedModel={server.baseUrl === usedUrl ? props.usedModel : null}
          onUse={(model) => props.onUse(server.baseUrl, model)}
        />
      ))}
    </>
  );
}

function ServerRow(props: {
  server: Server;
  /** Null if another server is in use. */
  usedModel: string | null;
  onUse(model: string): Promise<boolean>;
}) {
  const { server, usedModel } = props;
  const [model, setModel] = useState(
    server.models.find((name) => name === usedModel) ?? server.models[0] ?? null,
  );
  return (
    <div className={styles.row}>
      <div className={styles.name}>
        {server.name} {usedModel !== null ? <Tag tone="ok">in use</Tag> : null}
        <small>
          <Mono>{server.baseUrl}</Mono>
        </small>
      </div>
      <div className={styles.value}>
        {model === null ? (
          'It has no model yet.'
        ) : (
          <>
            <Select
              label={`Model of ${server.name}`}
              value={model}
              options={server.models.map((name) => ({ value: name, label: name }))}
              onChange={setModel}
            />
            <Button onClick={() => void props.onUse(model)}>Use it</Button>
          </>
        )}
      </div>
    </div>
  );
}
