import { create } from 'zustand';
import type { AgentDraft } from './agent-form.ts';

/** The draft id of an agent that does not exist yet. */
export const NEW = 'new';

const STORAGE_KEY = 'agentphone.agentDrafts';

/** Unsaved changes by agent id, which are kept while another screen is shown. */
export const useDrafts = create<{ readonly drafts: Readonly<Record<string, AgentDraft>> }>(() => ({
  drafts: {},
}));

/** Restores the unsaved changes of the last visit, and saves them from now on. */
export function startDrafts(storage: Storage): void {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
    if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) {
      useDrafts.setState({ drafts: kept as Readonly<Record<string, AgentDraft>> });
    }
  } catch {
    storage.removeItem(STORAGE_KEY);
  }
  useDrafts.subscribe(({ drafts }) => {
    if (Object.keys(drafts).length === 0) storage.removeItem(STORAGE_KEY);
    else storage.setItem(STORAGE_KEY, JSON.stringify(drafts));
  });
}

/** Whether closing the page would lose changes. */
export function hasDrafts(): boolean {
  return Object.keys(useDrafts.getState().drafts).length > 0;
}

export function keepDraft(id: string, draft: AgentDraft): void {
  useDrafts.setState(({ drafts }) => {
    const { [id]: _dropped, ...others } = drafts;
    return { drafts: Object.keys(draft).length === 0 ? others : { ...others, [id]: draft } };
  });
}

export function dropDraft(id: string): void {
  keepDraft(id, {});
}
