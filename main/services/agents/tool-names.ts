/** The tools every hosted agent may have. */
export const BUILT_IN_TOOLS = {
  hangUp: 'hang_up',
  transfer: 'transfer_call',
  pressDigits: 'press_digits',
  sendMessage: 'send_message',
  readMessages: 'read_messages',
} as const;

/** Names that a custom tool must not have (docs/reference/provider/agents.md#custom-tools). */
export const RESERVED_TOOL_NAMES: ReadonlySet<string> = new Set([
  ...Object.values(BUILT_IN_TOOLS),
  // Other platforms' name for hanging up.
  'end_call',
]);
