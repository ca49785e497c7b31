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
    const offered = tools.map(({ name, description, parameters }) => ({
      name,
      description,
      parameters,
    }));
    observer.asked?.(JSON.stringify({ system, messages, tools: offered }));
    const { text, endsCall } = offlineAnswer({ prompt: system, messages });
    const hangUp = endsCall ? tools.find(({ name }) => HANG_UP.test(name)) : undefined;
    // It has its answer at once, whatever becomes of it.
    observer.answered?.({
      outcome: 'complete',
      message: null,
      text,
      toolCalls: hangUp === undefined ? [] : [{ name: hangUp.name, arguments: '{}' }],
      finish: null,
      usage: null,
      firstTokenMs: 0,
      durationMs: 0,
    });
    // Sentence by sentence, like a real model.
    for (const sentence of text.match(/[^.?!]+[.?!"]*\s*|.+/gs) ?? []) {
      observer.text(sentence);
      await Promise.resolve();
      signal.throwIfAborted();
    }
    await hangUp?.run({}, signal);
    return { usage: { inputTokens: 0, outputTokens: 0 }, finish: 'complete' };
  }
}
