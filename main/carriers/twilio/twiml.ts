import { markupText } from '../../../common/rules/quoting/markup.ts';
import {
  type StockSentences,
  stockLanguage,
  stockSentence,
} from '../../../common/rules/speech-text/stock-sentences.ts';
import { EMPTY_TWIML, TOKEN_PARAMETER } from './callbacks.ts';
import { sayLanguage } from './media/say-language.ts';

/** The TwiML for calls. Everything that is inserted into it is escaped here. */

export interface MediaSocketAddress {
  /** `wss://…`, without a query, because Twilio refuses one. */
  readonly socketUrl: string;
  /** Single-use; it identifies the socket's call. */
  readonly token: string;
  /** The URL that Twilio requests when the socket is closed without a hang-up. */
  readonly afterwardsUrl: string;
}

/** Raw sound in both directions, and what to do when the socket breaks. */
export function connectStream({ socketUrl, token, afterwardsUrl }: MediaSocketAddress): string {
  return response(
    `<Connect><Stream url="${markupText(socketUrl)}">${tokenParameter(token)}</Stream></Connect>`,
    redirect(afterwardsUrl),
  );
}

/** Twilio does recognition and speech; words travel in both directions. */
export function connectRelay(
  { socketUrl, token, afterwardsUrl }: MediaSocketAddress,
  { language, interruptible }: { readonly language: string; readonly interruptible: boolean },
): string {
  const attributes = [
    `url="${markupText(socketUrl)}"`,
    `language="${markupText(language)}"`,
    `interruptible="${interruptible ? 'any' : 'none'}"`,
    'dtmfDetection="true"',
    // As in every call, what is said while the agent cannot be interrupted is answered afterwards.
    'reportInputDuringAgentSpeech="speech"',
    'events="speaker-events tokens-played"',
  ];
  return response(
    `<Connect><ConversationRelay ${attributes.join(' ')}>${tokenParameter(token)}</ConversationRelay></Connect>`,
    redirect(afterwardsUrl),
  );
}

/** Transfers the caller to another number, with the number they know as the caller id. */
export function dial({
  to,
  callerId,
  afterwardsUrl,
}: {
  readonly to: string;
  readonly callerId: string;
  readonly afterwardsUrl: string;
}): string {
  return response(
    `<Dial callerId="${markupText(callerId)}" action="${markupText(afterwardsUrl)}" method="POST">${markupText(to)}</Dial>`,
  );
}

/** Says in the agent's language why the call is not answered, then ends it. */
export function sayAndHangUp(kind: keyof StockSentences, language: string): string {
  const words = stockSentence(kind, stockLanguage(language));
  return response(
    `<Say language="${sayLanguage(language)}">${markupText(words)}</Say>`,
    '<Hangup/>',
  );
}

/** The number has no agent, and so no language but Twilio's default. */
export function notInService(): string {
  return response('<Say>This number is not in service. Goodbye.</Say>', '<Hangup/>');
}

/** Signals that the line is busy, which costs the caller nothing. */
export function rejectAsBusy(): string {
  return response('<Reject reason="busy"/>');
}

/** Keeps the line open until other TwiML arrives, for as long as a request may take. */
export function waitForOther(): string {
  return response('<Pause length="20"/>', '<Hangup/>');
}

export function hangUp(): string {
  return response('<Hangup/>');
}

function response(...verbs: string[]): string {
  return EMPTY_TWIML.replace('<Response/>', `<Response>${verbs.join('')}</Response>`);
}

function tokenParameter(token: string): string {
  return `<Parameter name="${TOKEN_PARAMETER}" value="${markupText(token)}"/>`;
}

function redirect(url: string): string {
  return `<Redirect method="POST">${markupText(url)}</Redirect>`;
}
