import type { Preferences } from '../../common/contract/index.ts';
import { useOperation } from '../state/use-operation.ts';
import { useRun } from '../state/window-context.tsx';

/** The provider's settings, read once for all rows of the screen. */
export interface PreferencesData {
  /** Null until they are loaded. */
  readonly preferences: Preferences | null;
  /** Changes some of them. A refusal is shown as a message. */
  choose(change: Partial<Preferences>): Promise<void>;
  /** Takes what a form of its own has saved. */
  setPreferences(saved: Preferences): void;
}

export function usePreferences(): PreferencesData {
  const run = useRun();
  const { data: preferences, setData: setPreferences } = useOperation('settings.get', {});
  const choose = async (change: Partial<Preferences>) => {
    const saved = await run('settings.set', change);
    if (saved !== null) setPreferences(saved);
  };
  return { preferences, choose, setPreferences };
}
