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
import { type AgentEditor as Editor, useAgentEditor } from './use-agent-editor.ts';

/** All fields of an agent. Changes stay as a draft until they are saved or discarded. */
export function AgentEditor(props: {
  /** The agent's id, or `NEW`. */
  id: string;
  stored: AgentForm;
  onSaved(agent: Agent): void;
  onDiscarded?(): void;
}) {
  const { id, stored } = props;
  const editor = useAgentEditor(id, stored);
  const { isMac } = useServices();
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
      <Sections editor={editor} hadPrompt={stored.systemPrompt !== ''} />
      {changes === 0 && !isNew ? null : (
        <SaveBar editor={editor} isNew={isNew} onDiscarded={props.onDiscarded} />
      )}
    </form>
  );
}

function Sections(props: { editor: Editor; hadPrompt: boolean }) {
  const { form, errors, set } = props.editor;
  const { data: voices } = useOperation('agent.voices', {});
  return (
    <>
      <BasicsSection form={form} errors={errors} set={set} />
      <PromptSection form={form} errors={errors} set={set} hadPrompt={props.hadPrompt} />
      <VoiceSection form={form} errors={errors} set={set} voices={voices?.items ?? []} />
      <ListeningSection form={form} errors={errors} set={set} />
      <AbilitiesSection form={form} errors={errors} set={set} />
      {form.voiceMode === 'hosted' ? <ToolsSection form={form} errors={errors} set={set} /> : null}
      <OutboundSection form={form} errors={errors} set={set} />
    </>
  );
}

/**
 * Shows how many changes are unsaved or why they cannot be saved, and offers to save or discard
 * them.
 */
function SaveBar(props: { editor: Editor; isNew: boolean; onDiscarded: (() => void) | undefined }) {
  const { editor, isNew, onDiscarded } = props;
  const { isMac } = useServices();
  return (
    <div className={styles.bar}>
      {editor.refusal === null ? (
        <p>{isNew ? 'Not made yet' : unsavedWords(Object.keys(editor.draft).length)}</p>
      ) : (
        <p className={styles.refused} role="alert">
          {editor.refusal}
        </p>
      )}
      {editor.saving ? <Spinner label="Saving" /> : null}
      <Button
        onClick={() => {
          editor.discard();
          onDiscarded?.();
        }}
      >
        {isNew ? 'Cancel' : 'Discard'}
      </Button>
      <Button type="submit" tone="primary" busy={editor.saving}>
        {isNew ? 'Make the agent' : 'Save'} <Kbd inherit>{isMac ? '⌘S' : 'Ctrl S'}</Kbd>
      </Button>
    </div>
  );
}

function unsavedWords(changes: number): string {
  return changes === 1 ? '1 unsaved change' : `${changes} unsaved changes`;
}
