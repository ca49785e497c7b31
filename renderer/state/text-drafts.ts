import { create } from 'zustand';

const STORAGE_KEY = 'agentphone.textDrafts';
/** Beyond this number, the oldest drafts are dropped. */
const MOST_DRAFTS = 50;

/**
 * Unsent texts by what they are written for, newest last. They are kept while another screen is
 * shown.
 */
export const useTextDrafts = create<{ readonly drafts: Readonly<Record<string, string>> }>(() => ({
  drafts: {},
}));

/** Restores the unsent texts of the last visit, and saves them from now on. */
export function startTextDrafts(storage: Storage): void {
  useTextDrafts.setState({ drafts: read(storage.getItem(STORAGE_KEY)) });
  useTextDrafts.subscribe(({ drafts }) => storage.setItem(STORAGE_KEY, JSON.stringify(drafts)));
}

export function keepTextDraft(name: string, text: string): void {
  useTextDrafts.setState(({ drafts }) => {
    const { [name]: _before, ...others } = drafts;
    if (text === '') return { drafts: others };
    const kept = Object.entries(others).slice(1 - MOST_DRAFTS);
    return { drafts: { ...Object.fromEntries(kept), [name]: text } };
  });
}

/** An unsent text, like a `useState`. `name` is what it is written for, such as a thread. */
export function useTextDraft(name: string): [string, (text: string) => void] {
  const text = useTextDrafts(({ drafts }) => drafts[name] ?? '');
  return [text, (next) => keepTextDraft(name, next)];
}

function read(kept: string | null): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(kept ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  } catch {
    return {};
  }
}
