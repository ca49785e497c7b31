import { create } from 'zustand';

/** How often the form of an operation changed something: what is shown of settings is read again then. */
export const useFormRuns = create<{ readonly count: number }>(() => ({ count: 0 }));

export function formRan(): void {
  useFormRuns.setState(({ count }) => ({ count: count + 1 }));
}
