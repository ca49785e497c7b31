import { useState } from 'react';
import type { Agent } from '../../common/contract/index.ts';
import { dropDraft, keepDraft, NEW, useDrafts } from '../state/agent-drafts.ts';
import {
  type AgentDraft,
  type AgentForm,
  changeRequest,
  createRequest,
  type FieldErrors,
  formProblems,
  preferencesOf,
  refusedFields,
  withField,
} from '../state/agent-form.ts';
import { type ControlClient, OperationError } from '../state/control-client.ts';
import { receiveChange } from '../state/live-store.ts';
import { reportFailure, useServices } from '../state/window-context.tsx';

const NOTHING: AgentDraft = {};

export interface AgentEditor {
  readonly form: AgentForm;
  readonly draft: AgentDraft;
  readonly errors: FieldErrors;
  /** Why the last attempt to save was refused; null if it was not. */
  readonly refusal: string | null;
  readonly saving: boolean;
  set<K extends keyof AgentForm>(key: K, value: AgentForm[K]): void;
  discard(): void;
  /** Returns the saved agent, or null if something has to be corrected first. */
  save(): Promise<Agent | null>;
}

/** The form of an existing agent, or of `NEW`: the stored values with the draft on top. */
export function useAgentEditor(id: string, stored: AgentForm): AgentEditor {
  const { control } = useServices();
  const draft = useDrafts((store) => store.drafts[id] ?? NOTHING);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const form: AgentForm = { ...stored, ...draft };
  const calm = () => {
    setTried(false);
    setRefused({});
    setRefusal(null);
  };
  return {
    form,
    draft,
    errors: { ...refused, ...(tried ? formProblems(form) : {}) },
    refusal,
    saving,
    set(key, value) {
      // Read from the store, not from the render: two fields may be set in one go.
      keepDraft(id, withField(useDrafts.getState().drafts[id] ?? NOTHING, stored, key, value));
      setRefused((before) => withoutField(before, key));
      setRefusal(null);
    },
    discard() {
      dropDraft(id);
      calm();
    },
    async save() {
      setTried(true);
      const problems = Object.keys(formProblems(form)).length;
      if (problems > 0) {
        setRefusal(correctionWords(problems));
        return null;
      }
      setSaving(true);
      try {
        const agent = await send(control, id, draft, form);
        receiveChange({ kind: 'agent', item: agent });
        dropDraft(id);
        calm();
        return agent;
      } catch (error) {
        if (!(error instanceof OperationError)) reportFailure(error);
        else {
          setRefused(refusedFields(error.details));
          setRefusal(
            error.details.length > 0 ? 'The marked fields are to be corrected.' : error.message,
          );
        }
        return null;
      } finally {
        setSaving(false);
      }
    },
  };
}

function correctionWords(problems: number): string {
  return problems === 1
    ? 'One field is to be corrected.'
    : `${problems} fields are to be corrected.`;
}

/** Creates or changes the agent, then saves the settings that only this app keeps for it. */
async function send(
  control: ControlClient,
  id: string,
  draft: AgentDraft,
  form: AgentForm,
): Promise<Agent> {
  const agent = await (id === NEW
    ? control.run('agent.create', createRequest(form))
    : control.run('agent.update', { agentId: id, change: changeRequest(draft, form) }));
  const preferences = preferencesOf(draft);
  if (preferences !== null) {
    await control.run('agentPreferences.set', { agentId: agent.id, ...preferences });
  }
  return agent;
}

/** Form fields whose names differ from the API's. */
const API_NAMES: Partial<Record<keyof AgentForm, string>> = { maxSilenceSeconds: 'maxSilenceMs' };

function withoutField(errors: FieldErrors, key: keyof AgentForm): FieldErrors {
  const name = API_NAMES[key] ?? key;
  return Object.fromEntries(
    Object.entries(errors).filter(([path]) => path !== name && !path.startsWith(`${name}.`)),
  );
}
