/** Whether what it answers is spoken to a caller. */
export function isVoiceTurn(delivery: {
  readonly channel: string | null;
  readonly event: string;
}): boolean {
  return delivery.channel === 'voice' && delivery.event === 'agent.message';
}
