/** The tools every hosted agent may have. */
export const BUILT_IN_TOOLS = {
  hangUp: 'hang_up',
  transfer: 'transfer_call',
  pressDigits: 'press_digits',
  sendMessage: 'send_message',
  readMessages: 'read_messages',
} as const;

/** Names a custom tool may not have (docs/reference/provider/agents.md#custom-tools). */
export const RESERVED_TOOL_NAMES: ReadonlySet<string> = new Set([
  ...Object.values(BUILT_IN_TOOLS),
  // What others call hanging up.
  'end_call',
]);
