import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import { dropDraft } from '../state/agent-drafts.ts';
import { showToast } from '../state/toast-store.ts';
import { useView } from '../state/view-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/overlays/dialog.tsx';
import styles from './agents-screen.module.css';

/** Deletes an agent, after listing what is deleted with it and what is kept. */
export function DeleteAgent(props: { agent: Agent }) {
  const { agent } = props;
  const run = useRun();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const remove = async (event: FormEvent) => {
    event.preventDefault();
    close();
    if ((await run('agent.delete', { agentId: agent.id })) === null) return;
    dropDraft(agent.id);
    useView.setState({ agentId: null });
    showToast({ tone: 'ok', title: `${agent.name} was deleted.` });
  };
  const count = agent.numbers.length;
  return (
    <>
      <Button tone="quiet" onClick={() => setOpen(true)}>
        <Trash2 size={14} />
        Delete…
      </Button>
      <Dialog
        open={open}
        title={`Delete ${agent.name}?`}
        description={`Its prompt, tools and settings are gone for good. ${
          count === 0
            ? 'Its calls and texts stay.'
            : `Its ${count === 1 ? 'number stays' : `${count} numbers stay`} yours, with nobody to answer. Calls and texts stay.`
        }`}
        onClose={close}
      >
        <form className={styles.actions} onSubmit={(event) => void remove(event)}>
          <Button onClick={close}>Keep it</Button>
          <Button type="submit" tone="danger">
            Delete the agent
          </Button>
        </form>
      </Dialog>
    </>
  );
}
