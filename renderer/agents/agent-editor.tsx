import { useEffect, useRef } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import { NEW } from '../state/agent-drafts.ts';
import type { AgentForm } from '../state/agent-form.ts';
import { useOperation } from '../state/use-operation.ts';
import { useServices } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/labels.tsx';
import { Spinner } from '../ui/states.tsx';
import { AbilitiesSection, OutboundSection } from './ability-sections.tsx';
import styles from './agent-editor.module.css';
import { ListeningSection, VoiceSection } from './sound-sections.tsx';
import { BasicsSection, PromptSection } from './talk-sections.tsx';
import { ToolsSection } from './tools-section.tsx';
import { useAgentEditor } from './use-agent-editor.ts';

/** Every field of an agent. What is changed stays until it is saved or discarded. */
export function AgentEditor(props: {
  /** Of the agent, or `NEW`. */
  id: string;
  stored: AgentForm;
  onSaved(agent: Agent): void;
  onDiscarded?(): void;
}) {
  const { id, stored } = props;
  const editor = useAgentEditor(id, stored);
  const { isMac } = useServices();
  const { data: voices } = useOperation('agent.voices', {});
  const form = useRef<HTMLFormElement>(null);
  const changes = Object.keys(editor.draft).length;
  const isNew = id === NEW;
  const save = async () => {
    if (editor.saving) return;
    const agent = await editor.save();
    if (agent !== null) props.onSaved(agent);
  };
  const { refusal } = editor;
  useEffect(() => {
    if (refusal === null) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);
  const sections = { form: editor.form, errors: editor.errors, set: editor.set };
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={isNew ? 'New agent' : 'Settings of the agent'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 's' || !(isMac ? event.metaKey : event.ctrlKey)) return;
        event.preventDefault();
        void save();
      }}
    >
      <BasicsSection {...sections} />
      <PromptSection {...sections} hadPrompt={stored.systemPrompt !== ''} />
      <VoiceSection {...sections} voices={voices?.items ?? []} />
      <ListeningSection {...sections} />
      <AbilitiesSection {...sections} />
      {editor.form.voiceMode === 'hosted' ? <ToolsSection {...sections} /> : null}
      <OutboundSection {...sections} />
      {changes === 0 && !isNew ? null : (
        <div className={styles.bar}>
          {refusal === null ? (
            <p>
              {isNew
                ? 'Not made yet'
                : changes === 1
                  ? '1 unsaved change'
                  : `${changes} unsaved changes`}
            </p>
          ) : (
            <p className={styles.refused} role="alert">
              {refusal}
            </p>
          )}
          {editor.saving ? <Spinner label="Saving" /> : null}
          <Button
            onClick={() => {
              editor.discard();
              props.onDiscarded?.();
            }}
          >
            {isNew ? 'Cancel' : 'Discard'}
          </Button>
          <Button type="submit" tone="primary" disabled={editor.saving}>
            {isNew ? 'Make the agent' : 'Save'} <Kbd inherit>{isMac ? '⌘S' : 'Ctrl S'}</Kbd>
          </Button>
        </div>
      )}
    </form>
  );
}
