/** After a longer wait, people start to say "hello?". Milliseconds. */
export const DEFAULT_BUDGET_MS = 800;
