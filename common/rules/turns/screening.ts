/**
 * Call screening: on some phones (iOS, Android), a service asks who is calling before the phone
 * rings. An agent with `callScreeningPurpose` answers it by itself
 * (docs/reference/provider/calls.md#greetings).
 */

/** What such services say, as recognisers transcribe it. */
const PROMPTS: readonly RegExp[] = [
  /\b(state|say|record) your name\b/,
  /\bwho('s| is) calling and why\b/,
  /\b(screening|call assist|call screening) (service|assistant)\b/,
  /\b(using|through) (a |google )?(call )?screening\b/,
  /\breason for (your |the )?call(ing)?\b.*\b(name|available|person)\b/,
  /\b(name|who you are) and (the reason|why) (you are|you're|youre|for)\b/,
  /\bperson you('re| are|re)? (are )?calling\b.*\b(available|screening|answer)\b/,
];

/** Whether these words ask the caller, on the callee's behalf, who they are. */
export function isScreeningPrompt(text: string): boolean {
  const words = text.toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, ' ');
  return PROMPTS.some((prompt) => prompt.test(words));
}

/**
 * What the agent says to the service; null if that is not set up, so the handler is asked as for
 * any line. If only a purpose is set, the agent's name serves as the identity.
 */
export function screeningAnswer(
  identity: string | null,
  purpose: string | null,
  agentName: string,
): string | null {
  const why = bare(purpose);
  if (why === '') return null;
  const who = bare(identity) || bare(agentName);
  return `${sentence(who)} ${sentence(why)}`;
}

function bare(text: string | null): string {
  return (text ?? '').trim();
}

function sentence(text: string): string {
  return /[.!?…。！？]$/u.test(text) ? text : `${text}.`;
}
