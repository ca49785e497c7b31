import { offlineAnswer } from '../../common/rules/turns/offline-dialogue.ts';
import type { LanguageModel, ModelObserver, ModelRequest, ModelResult } from './language-model.ts';

/** Under these names a tool ends the call. */
const HANG_UP = /^(hang_?up|end_?call)$/i;

/**
 * The embedded dialogue (see the rules): an agent without a model still greets, answers what its
 * prompt answers, and hangs up. It costs nothing and asks nobody.
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
    // Sentence by sentence, as a model would come.
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
