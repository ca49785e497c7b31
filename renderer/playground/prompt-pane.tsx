import { Repeat2, Save, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import { TIER_OPTIONS } from '../state/agent-form.ts';
import { receiveChange } from '../state/live-store.ts';
import { showToast } from '../state/toast-store.ts';
import { useRun } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { TextArea, TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import { Tag } from '../ui/labels.tsx';
import { placeholdersOf } from './placeholders.ts';
import styles from './playground.module.css';
import { changeSession, type PlaygroundSession } from './playground-store.ts';
import { triedOf, type usePlaygroundTalk } from './use-playground.ts';

interface PaneProps {
  readonly agent: Agent;
  readonly session: PlaygroundSession;
  readonly talk: ReturnType<typeof usePlaygroundTalk>;
}

/** The prompt to try out, and its variables and settings. */
export function PromptPane({ agent, session, talk }: PaneProps) {
  const { prompt, tier } = triedOf(agent, session);
  const changed = isChanged(agent, session);
  const names = placeholdersOf(prompt, agent.beginMessage ?? '');
  return (
    <Card className={styles.pane} aria-label="Prompt">
      <header>
        <h2>Prompt</h2>
        {changed ? <Tag tone="warn">not saved</Tag> : null}
      </header>
      <TextArea
        aria-label="Prompt to try"
        rows={10}
        spellCheck
        className={styles.prompt}
        value={prompt}
        maxLength={100_000}
        onChange={(event) => changeSession(agent.id, { prompt: event.target.value })}
      />
      <div className={styles.line}>
        <Segmented
          label="Model tier to try"
          value={tier}
          options={TIER_OPTIONS}
          onChange={(next) => changeSession(agent.id, { tier: next })}
        />
        {(agent.customTools ?? []).length === 0 ? null : (
          <Checkbox
            checked={session.runTools}
            onChange={(runTools) => changeSession(agent.id, { runTools })}
          >
            Call its tools for real
          </Checkbox>
        )}
      </div>
      {names.length === 0 ? null : (
        <div className={styles.variables}>
          {names.map((name) => (
            <TextField
              key={name}
              label={`{{${name}}}`}
              value={session.variables[name] ?? ''}
              onText={(text) =>
                changeSession(agent.id, { variables: { ...session.variables, [name]: text } })
              }
            />
          ))}
        </div>
      )}
      <PaneActions agent={agent} session={session} talk={talk} />
    </Card>
  );
}

function isChanged(agent: Agent, session: PlaygroundSession): boolean {
  const { prompt, tier } = triedOf(agent, session);
  return prompt !== (agent.systemPrompt ?? '') || tier !== agent.modelTier;
}

/** Runs the same lines again, discards the changes, or saves them to the agent. */
function PaneActions({ agent, session, talk }: PaneProps) {
  const run = useRun();
  const [saving, setSaving] = useState(false);
  const { prompt, tier } = triedOf(agent, session);
  const changed = isChanged(agent, session);
  const last = session.runs.findLast(({ turns }) => turns.length > 0);
  const save = async () => {
    setSaving(true);
    const saved = await run('agent.update', {
      agentId: agent.id,
      change: { systemPrompt: prompt, modelTier: tier },
    });
    setSaving(false);
    if (saved === null) return;
    receiveChange({ kind: 'agent', item: saved });
    changeSession(agent.id, { prompt: null, tier: null });
    showToast({ tone: 'ok', title: 'The prompt was saved. The next call takes it up.' });
  };
  return (
    <div className={styles.line}>
      {last === undefined ? null : (
        <Button
          tone={changed ? 'primary' : 'ghost'}
          busy={talk.busy}
          onClick={() => void talk.again(last)}
        >
          <Repeat2 size={15} />
          {last.turns.length === 1
            ? 'Run the same line again'
            : `Run the same ${last.turns.length} lines again`}
        </Button>
      )}
      {changed ? (
        <Button tone="quiet" onClick={() => changeSession(agent.id, { prompt: null, tier: null })}>
          <Undo2 size={14} />
          As saved
        </Button>
      ) : null}
      <Button busy={saving} disabled={!changed || prompt.trim() === ''} onClick={() => void save()}>
        <Save size={14} />
        Save to the agent
      </Button>
    </div>
  );
}
