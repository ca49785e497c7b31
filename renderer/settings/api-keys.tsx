import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ApiKeyView, OperationOutput } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Snippet } from '../ui/code.tsx';
import { TextField } from '../ui/forms/field.tsx';
import { Mono, Tag } from '../ui/labels.tsx';
import { Moment } from '../ui/moment.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from '../ui/settings-list.module.css';
import { Group } from '../ui/settings-list.tsx';
import { Spinner } from '../ui/states.tsx';

type NewKey = OperationOutput<'key.create'>;

/** Creates, lists and revokes API keys. */
export function ApiKeys() {
  const run = useRun();
  const { data: keys, reload } = useOperation('key.list', {});
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const revoke = async (key: ApiKeyView) => {
    setRevoking(null);
    if ((await run('key.revoke', { id: key.id })) !== null) await reload();
  };
  return (
    <Group
      title="API keys"
      action={
        <Button onClick={() => setCreating(true)}>
          <Plus size={14} />
          New key
        </Button>
      }
    >
      {keys === null ? (
        <div className={styles.note}>
          <Spinner label="Loading the keys" />
        </div>
      ) : (
        keys.items.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
        ))
      )}
      <NewKeyDialog
        open={creating}
        onClose={() => {
          setCreating(false);
          void reload();
        }}
      />
      <Dialog
        open={revoking !== null}
        title="Revoke this key?"
        description={`Requests with “${revoking?.name ?? ''}” (${revoking?.masked ?? ''}) are refused from now on. This cannot be undone.`}
        onClose={() => setRevoking(null)}
      >
        <div className={styles.actions}>
          <Button onClick={() => setRevoking(null)}>Keep it</Button>
          <Button tone="danger" onClick={() => revoking !== null && void revoke(revoking)}>
            Revoke
          </Button>
        </div>
      </Dialog>
    </Group>
  );
}

function KeyRow(props: { apiKey: ApiKeyView; onRevoke(): void }) {
  const { name, workspace, lastUsedAt, masked } = props.apiKey;
  return (
    <div className={styles.row}>
      <div className={styles.name}>
        {name} {workspace ? <Tag>workspace</Tag> : null}
        {lastUsedAt === null ? (
          <small>never used</small>
        ) : (
          <small>
            last used <Moment at={lastUsedAt} as="ago" />
          </small>
        )}
      </div>
      <div className={styles.value}>
        <Mono>{masked.replace('…', '••••')}</Mono>
        {workspace ? null : (
          <IconButton label={`Revoke ${name}`} onClick={props.onRevoke}>
            <Trash2 size={14} />
          </IconButton>
        )}
      </div>
    </div>
  );
}

function NewKeyDialog(props: { open: boolean; onClose(): void }) {
  const run = useRun();
  const [name, setName] = useState('');
  const [made, setMade] = useState<NewKey | null>(null);
  const close = () => {
    setName('');
    setMade(null);
    props.onClose();
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    setMade(await run('key.create', { name }));
  };
  return (
    <Dialog
      open={props.open}
      title={made === null ? 'New API key' : 'Copy it now'}
      description={
        made === null
          ? 'A key opens the whole workspace. Name it after what uses it.'
          : 'Only its hash is kept: this is the one time the key is shown.'
      }
      onClose={close}
    >
      {made === null ? (
        <form className={styles.form} onSubmit={(event) => void create(event)}>
          <TextField
            label="Name"
            value={name}
            maxLength={100}
            placeholder="staging tests"
            onText={setName}
          />
          <div className={styles.actions}>
            <Button type="submit" tone="primary" disabled={name.trim() === ''}>
              <KeyRound size={14} />
              Create
            </Button>
          </div>
        </form>
      ) : (
        <>
          <Snippet label="the key" text={made.key} />
          <div className={styles.actions}>
            <Button tone="primary" onClick={close}>
              Done
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
