import { create } from 'zustand';

export type ThemeChoice = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'agentphone.theme';

export const useTheme = create<{ readonly choice: ThemeChoice }>(() => ({ choice: 'system' }));

function isChoice(value: string | null): value is ThemeChoice {
  return value === 'system' || value === 'light' || value === 'dark';
}

/** Applies the saved theme to the page. Called once, before the first paint. */
export function startTheme(page: Window): void {
  const kept = page.localStorage.getItem(STORAGE_KEY);
  useTheme.subscribe(({ choice }) => {
    if (choice === 'system') delete page.document.documentElement.dataset.theme;
    else page.document.documentElement.dataset.theme = choice;
  });
  if (isChoice(kept)) useTheme.setState({ choice: kept });
}

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(STORAGE_KEY, choice);
  useTheme.setState({ choice });
}
