import { type ChangeEvent, useRef, useState } from 'react';
import type { OperationOutput, OperationRequest } from '../../common/contract/index.ts';
import { showToast } from '../state/toast-store.ts';
import { openForm, showCall } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import { saveText } from '../ui/save-file.ts';
import styles from '../ui/settings-list.module.css';
import { Row } from '../ui/settings-list.tsx';

function wordsOf({ rows, notSent }: OperationOutput<'workspace.import'>): string {
  const imported = `The workspace was imported: ${rows} rows.`;
  if (notSent === 0) return imported;
  const deliveries = notSent === 1 ? '1 delivery was' : `${notSent} deliveries were`;
  return `${imported} ${deliveries} still waiting there, and will not be sent from here.`;
}

/** Exports the workspace as a file, and imports another one in its place. */
export function WorkspaceFileSetting() {
  const run = useRun();
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const save = async () => {
    const workspace = await run('workspace.export', {});
    if (workspace === null) return;
    saveText('agentphone-workspace.json', 'application/json', JSON.stringify(workspace));
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setChosen(event.target.files?.[0] ?? null);
    // Lets the same file be chosen again.
    event.target.value = '';
  };
  const replace = async (file: File) => {
    setChosen(null);
    const workspace = jsonOf(await file.text());
    if (workspace === null) {
      showToast({ tone: 'bad', title: `${file.name} is no JSON.` });
      return;
    }
    // The app checks whether the file is a workspace.
    const input = { workspace } as OperationRequest<'workspace.import'>;
    const answer = await run('workspace.import', input);
    if (answer === null) return;
    showCall(null);
    showToast({ tone: 'ok', title: wordsOf(answer) });
  };
  return (
    <Row
      name="Workspace file"
      hint="Without secrets, recordings and media. An import replaces everything, or is refused."
    >
      <Button onClick={() => void save()}>Export</Button>
      <Button onClick={() => openForm('workspace.export', { includeSecrets: true })}>
        Export with secrets…
      </Button>
      <Button onClick={() => picker.current?.click()}>Import…</Button>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        aria-label="Workspace file"
        hidden
        onChange={choose}
      />
      <Dialog
        open={chosen !== null}
        title="Replace the workspace?"
        description={`Everything in it is replaced by ${chosen?.name ?? 'the file'}, recordings and media are deleted, and calls end. API keys and settings stay. This cannot be undone.`}
        onClose={() => setChosen(null)}
      >
        <div className={styles.actions}>
          <Button onClick={() => setChosen(null)}>Keep everything</Button>
          <Button tone="danger" onClick={() => chosen && void replace(chosen)}>
            Replace
          </Button>
        </div>
      </Dialog>
    </Row>
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
