import { Download, FolderInput, Trash2, X } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { OperationOutput } from '../../../common/contract/index.ts';
import { formatBytes } from '../../format/time-format.ts';
import { useOperation } from '../../state/use-operation.ts';
import { after } from '../../state/window-clock.ts';
import { useRun } from '../../state/window-context.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/forms/field.tsx';
import { Tag } from '../../ui/labels.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from '../../ui/settings-list.module.css';
import { Group } from '../../ui/settings-list.tsx';

type SpeechModel = OperationOutput<'model.list'>['items'][number];

const POLL_MS = 500;
const NONE: readonly SpeechModel[] = [];

/** Recognisers that run on this computer. After one download, they work offline. */
export function SpeechModels(props: { usedId: string | null; onUse(id: string): void }) {
  const run = useRun();
  const { data, reload } = useOperation('model.list', {});
  const [importing, setImporting] = useState<SpeechModel | null>(null);
  const models = data?.items ?? NONE;
  const busy = models.some((model) => model.state === 'downloading');
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer starts the next wait
  useEffect(() => (busy ? after(POLL_MS, () => void reload()) : undefined), [busy, models, reload]);
  const act = async (name: 'model.install' | 'model.cancel' | 'model.remove', id: string) => {
    if ((await run(name, { id })) !== null) await reload();
  };
  return (
    <Group title="Recognition models on this computer">
      {models.map((model) => (
        <div key={model.id} className={styles.row}>
          <div className={styles.name}>
            {model.name} {model.id === props.usedId ? <Tag tone="ok">in use</Tag> : null}
            <small>
              {model.problem ??
                `${formatBytes(model.totalBytes)} · ${model.onlyLanguage ?? 'many languages'} · ${model.licence}`}
            </small>
          </div>
          <div className={styles.value}>
            <ModelActions
              model={model}
              used={model.id === props.usedId}
              onUse={() => props.onUse(model.id)}
              onImport={() => setImporting(model)}
              onAct={(name) => void act(name, model.id)}
            />
          </div>
        </div>
      ))}
      <ImportDialog
        key={importing?.id}
        model={importing}
        onClose={() => {
          setImporting(null);
          void reload();
        }}
      />
    </Group>
  );
}

function ModelActions(props: {
  model: SpeechModel;
  used: boolean;
  onUse(): void;
  onImport(): void;
  onAct(name: 'model.install' | 'model.cancel' | 'model.remove'): void;
}) {
  const { model, used, onUse, onImport, onAct } = props;
  switch (model.state) {
    case 'ready':
      return (
        <>
          {used ? null : (
            <Button tone="primary" onClick={onUse}>
              Use it
            </Button>
          )}
          <IconButton label={`Remove ${model.name}`} onClick={() => onAct('model.remove')}>
            <Trash2 size={14} />
          </IconButton>
        </>
      );
    case 'downloading':
      return (
        <>
          <progress
            className={styles.progress}
            aria-label={`Download of ${model.name}`}
            max={model.totalBytes}
            value={model.receivedBytes}
          />
          {formatBytes(model.receivedBytes)}
          <IconButton label="Stop; what has arrived is kept" onClick={() => onAct('model.cancel')}>
            <X size={14} />
          </IconButton>
        </>
      );
    case 'notInstalled':
    case 'failed':
      return (
        <>
          <Button onClick={() => onAct('model.install')}>
            <Download size={14} />
            {model.receivedBytes > 0 ? 'Go on' : 'Download'}
          </Button>
          <IconButton label="Take it from a folder" onClick={onImport}>
            <FolderInput size={15} />
          </IconButton>
        </>
      );
  }
}

function ImportDialog(props: { model: SpeechModel | null; onClose(): void }) {
  const { model, onClose } = props;
  const run = useRun();
  const [folder, setFolder] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (model !== null && (await run('model.import', { id: model.id, folder })) !== null) onClose();
  };
  return (
    <Dialog
      open={model !== null}
      title={`Take ${model?.name ?? ''} from a folder`}
      description={`For computers without a way to the hub. The folder holds the files of ${model?.source ?? ''}; each one is checked.`}
      onClose={onClose}
    >
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label="Folder on this computer"
          mono
          value={folder}
          placeholder="/path/to/the/model"
          onText={setFolder}
        />
        <div className={styles.actions}>
          <Button type="submit" tone="primary" disabled={folder.trim() === ''}>
            Take it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
