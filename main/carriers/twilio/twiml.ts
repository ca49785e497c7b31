import { markupText } from '../../../common/rules/quoting/markup.ts';
import {
  type StockSentences,
  stockLanguage,
  stockSentence,
} from '../../../common/rules/speech-text/stock-sentences.ts';
import { EMPTY_TWIML, TOKEN_PARAMETER } from './callbacks.ts';
import { sayLanguage } from './media/say-language.ts';

/** The TwiML that calls need. Everything written into it is escaped here. */

export interface MediaSocketAddress {
  /** `wss://…`, without a query: Twilio refuses one. */
  readonly socketUrl: string;
  /** Single-use; it tells that the socket belongs to this call. */
  readonly token: string;
  /** Asked once the socket is gone and nobody hung up. */
  readonly afterwardsUrl: string;
}

/** Raw sound both ways, and what happens when the socket breaks. */
export function connectStream({ socketUrl, token, afterwardsUrl }: MediaSocketAddress): string {
  return response(
    `<Connect><Stream url="${markupText(socketUrl)}">${tokenParameter(token)}</Stream></Connect>`,
    redirect(afterwardsUrl),
  );
}

/** Twilio listens and speaks by itself; words go both ways. */
export function connectRelay(
  { socketUrl, token, afterwardsUrl }: MediaSocketAddress,
  { language, interruptible }: { readonly language: string; readonly interruptible: boolean },
): string {
  const attributes = [
    `url="${markupText(socketUrl)}"`,
    `language="${markupText(language)}"`,
    `interruptible="${interruptible ? 'any' : 'none'}"`,
    'dtmfDetection="true"',
    // What is said while nothing may interrupt is answered afterwards, as in every call.
    'reportInputDuringAgentSpeech="speech"',
    'events="speaker-events tokens-played"',
  ];
  return response(
    `<Connect><ConversationRelay ${attributes.join(' ')}>${tokenParameter(token)}</ConversationRelay></Connect>`,
    redirect(afterwardsUrl),
  );
}

/** Hands the caller over to somebody else, under the number they know. */
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

/** Says why nobody answers, in the agent's language, then ends the call. */
export function sayAndHangUp(kind: keyof StockSentences, language: string): string {
  const words = stockSentence(kind, stockLanguage(language));
  return response(
    `<Say language="${sayLanguage(language)}">${markupText(words)}</Say>`,
    '<Hangup/>',
  );
}

/** There is no agent behind the number, and so no language but Twilio's own. */
export function notInService(): string {
  return response('<Say>This number is not in service. Goodbye.</Say>', '<Hangup/>');
}

/** The line is busy: the caller pays nothing. */
export function rejectAsBusy(): string {
  return response('<Reject reason="busy"/>');
}

/** Keeps the line for TwiML that is on its way, for as long as a request may take. */
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
