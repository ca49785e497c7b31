import { parsed, record } from './stream-messages.ts';

/**
 * ConversationRelay's protocol: JSON texts over a WebSocket, with Twilio doing recognition and
 * speech. https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
 */

export type RelayMessage =
  | {
      readonly type: 'setup';
      readonly callSid: string;
      readonly accountSid: string;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  /** A complete line of the caller. */
  | { readonly type: 'prompt'; readonly text: string }
  /** The caller interrupted the agent, who has stopped. */
  | { readonly type: 'interrupt'; readonly heard: string; readonly playedMs: number }
  | { readonly type: 'dtmf'; readonly digit: string }
  /** The agent has become audible, or has fallen silent. */
  | { readonly type: 'speaking'; readonly on: boolean }
  /** These words were played. */
  | { readonly type: 'played'; readonly text: string }
  | { readonly type: 'error'; readonly description: string };

/** Longer than anything said in one go. */
const MOST_CHARACTERS = 20_000;

/** Null for a message that we do not know or need: Twilio may add new ones at any time. */
export function readRelayMessage(text: string): RelayMessage | null {
  const message = record(parsed(text));
  if (!message) return null;
  switch (message.type) {
    case 'setup': {
      const { callSid, accountSid } = message;
      if (typeof callSid !== 'string' || typeof accountSid !== 'string') return null;
      return {
        type: 'setup',
        callSid,
        accountSid,
        parameters: record(message.customParameters) ?? {},
      };
    }
    case 'prompt': {
      const { voicePrompt, last } = message;
      if (typeof voicePrompt !== 'string' || last === false) return null;
      return { type: 'prompt', text: voicePrompt.slice(0, MOST_CHARACTERS).trim() };
    }
    case 'interrupt': {
      const { utteranceUntilInterrupt: heard, durationUntilInterruptMs } = message;
      const playedMs = Number(durationUntilInterruptMs);
      return {
        type: 'interrupt',
        heard: typeof heard === 'string' ? heard.slice(0, MOST_CHARACTERS) : '',
        playedMs: playedMs >= 0 && playedMs < 3_600_000 ? playedMs : 0,
      };
    }
    case 'dtmf': {
      const { digit } = message;
      return typeof digit === 'string' && /^[0-9A-D*#]$/.test(digit)
        ? { type: 'dtmf', digit }
        : null;
    }
    case 'info':
      return readInfo(message);
    case 'error':
      return { type: 'error', description: String(message.description).slice(0, 500) };
    default:
      return null;
  }
}

function readInfo({ name, value }: Readonly<Record<string, unknown>>): RelayMessage | null {
  if (name === 'agentSpeaking') return { type: 'speaking', on: value === 'on' };
  if (name === 'tokensPlayed' && typeof value === 'string') return { type: 'played', text: value };
  return null;
}

/** `last` is set because the words are complete, so that they are spoken at once. */
export function textMessage(token: string): string {
  return JSON.stringify({ type: 'text', token, last: true });
}

export function digitsMessage(digits: string): string {
  return JSON.stringify({ type: 'sendDigits', digits });
}

/** Ends the session; the call continues with the TwiML after it. */
export function endMessage(): string {
  return JSON.stringify({ type: 'end' });
}
