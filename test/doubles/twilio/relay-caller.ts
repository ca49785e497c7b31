import { once } from 'node:events';
import WebSocket from 'ws';
import { sid } from './resources.ts';
import { socketSignature } from './signed-callbacks.ts';
import type { TwilioDouble } from './twilio-double.ts';

/**
 * A stand-in for the far end of a ConversationRelay session: sends the caller's words, and plays
 * the words it gets when told to. The shapes are those of Twilio's pages, except that `info`
 * messages were only seen in public code.
 */
export class RelayCaller {
  /** What the bridge sent, in order. */
  readonly got: { readonly type: string; readonly token?: string; readonly digits?: string }[] = [];
  closedWith: number | null = null;
  readonly #socket: WebSocket;
  readonly #waits = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.got.push(JSON.parse(String(data)));
      this.#wake();
    });
    socket.on('close', (code) => {
      this.closedWith = code;
      this.#wake();
    });
    socket.on('error', () => {});
  }

  /** Opens the session requested by TwiML. */
  static async open(twilio: TwilioDouble, twiml: string, callSid: string): Promise<RelayCaller> {
    const url = /<ConversationRelay[^>]*\burl="([^"]+)"/.exec(twiml)?.[1] ?? '';
    const token = /<Parameter name="token" value="([^"]+)"/.exec(twiml)?.[1];
    const signature = socketSignature(twilio.authToken, url);
    const socket = new WebSocket(url, { headers: { 'x-twilio-signature': signature } });
    const caller = new RelayCaller(socket);
    await once(socket, 'open');
    const { accountSid } = twilio;
    const customParameters = token === undefined ? {} : { token };
    caller.#send({ type: 'setup', sessionId: sid('VX'), callSid, accountSid, customParameters });
    return caller;
  }

  /** All words so far. */
  get words(): string[] {
    return this.got.flatMap(({ token }) => token ?? []);
  }

  says(voicePrompt: string): void {
    this.#send({ type: 'prompt', voicePrompt, lang: 'en-US', last: true });
  }

  /** The caller interrupts the agent, who had said this much. */
  interrupts(utteranceUntilInterrupt: string, durationUntilInterruptMs = 460): void {
    this.#send({ type: 'interrupt', utteranceUntilInterrupt, durationUntilInterruptMs });
  }

  press(digit: string): void {
    this.#send({ type: 'dtmf', digit });
  }

  plays(value: string): void {
    this.#send({ type: 'info', name: 'tokensPlayed', value });
  }

  speaks(on: boolean): void {
    this.#send({ type: 'info', name: 'agentSpeaking', value: on ? 'on' : 'off' });
  }

  fails(description: string): void {
    this.#send({ type: 'error', description });
  }

  drop(): void {
    this.#socket.terminate();
  }

  /** The machine disappears without warning: nothing is closed or answered. */
  freeze(): void {
    this.#socket.pause();
  }

  /** Resolves as soon as the condition is true; checks it after each message. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#waits.delete(look);
        resolve();
      };
      this.#waits.add(look);
    });
  }

  #send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #wake(): void {
    for (const look of [...this.#waits]) look();
  }
}
