import { offlineAnswer } from '../../common/rules/turns/offline-dialogue.ts';
import type { LanguageModel, ModelObserver, ModelRequest, ModelResult } from './language-model.ts';

/** Names of tools that end the call. */
const HANG_UP = /^(hang_?up|end_?call)$/i;

/**
 * The embedded dialogue (see the rules): even without a model, an agent greets, answers what its
 * prompt answers, and hangs up. It is free and sends no requests.
 */
export class OfflineModel implements LanguageModel {
  readonly provider = 'offline';
  readonly name = 'offline';

  async converse(
    { system, messages, tools }: ModelRequest,
    observer: ModelObserver,
    signal: AbortSignal,
  ): Promise<ModelResult> {
    signal.throwIfAborted();
    const { text, endsCall } = offlineAnswer({ prompt: system, messages });
    // Sentence by sentence, like a real model.
    for (const sentence of text.match(/[^.?!]+[.?!"]*\s*|.+/gs) ?? []) {
      observer.text(sentence);
      await Promise.resolve();
      signal.throwIfAborted();
    }
    const hangUp = endsCall ? tools.find(({ name }) => HANG_UP.test(name)) : undefined;
    await hangUp?.run({}, signal);
    return { usage: { inputTokens: 0, outputTokens: 0 }, finish: 'complete' };
  }
}
