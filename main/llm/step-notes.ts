import type { Clock } from '../platform/time/clock.ts';
import type { ModelObserver, ModelUsage, StepAnswer } from './language-model.ts';
import type { ModelRequestObserver } from './model-http.ts';

/** A request that is not answered yet, and what came of its answer so far. */
interface OpenStep {
  sinceUs: number;
  firstUs: number | null;
  text: string;
  readonly toolCalls: { readonly name: string; readonly arguments: string }[];
}

/** Usage as the SDK counts it. */
interface CountedUsage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/**
 * Tells the observer of one answer about each of its steps. The SDK may send the next request
 * before the end of the last answer was read, so several can be open; what is read belongs to the
 * oldest.
 */
export class StepNotes {
  readonly #clock: Clock;
  readonly #observer: ModelObserver;
  readonly #open: OpenStep[] = [];

  constructor(clock: Clock, observer: ModelObserver) {
    this.#clock = clock;
    this.#observer = observer;
  }

  /** The observer for the requests themselves: notes them, and passes them on. */
  watching(observer: ModelObserver): ModelRequestObserver {
    return {
      asked: (body) => {
        this.#open.push({
          sinceUs: this.#clock.nowUs(),
          firstUs: null,
          text: '',
          toolCalls: [],
        });
        observer.asked?.(body);
      },
      requestSent: (url) => {
        // Times count from here, without the time that connecting took.
        const newest = this.#open.at(-1);
        if (newest !== undefined) newest.sinceUs = this.#clock.nowUs();
        observer.requestSent?.(url);
      },
      responseStarted: (status) => observer.responseStarted?.(status),
    };
  }

  /** The first sign of an answer. */
  began(): void {
    const [step] = this.#open;
    if (step !== undefined) step.firstUs ??= this.#clock.nowUs();
  }

  text(delta: string): void {
    this.began();
    const [step] = this.#open;
    if (step !== undefined) step.text += delta;
  }

  toolCall(name: string, input: unknown): void {
    this.began();
    // Arguments that are not JSON arrive as their text.
    const args = typeof input === 'string' ? input : JSON.stringify(input ?? null);
    this.#open[0]?.toolCalls.push({ name, arguments: args });
  }

  /** The oldest step is complete. */
  finished(finish: string | null, usage: CountedUsage | null): void {
    this.#end({ outcome: 'complete', message: null, finish, usage: countedUsage(usage) });
  }

  /**
   * Nothing further will come.
   * @param message why it failed; null after an abort
   */
  broken(message: string | null): void {
    const outcome = message === null ? 'aborted' : 'failed';
    while (this.#open.length > 0) this.#end({ outcome, message, finish: null, usage: null });
  }

  #end(end: Pick<StepAnswer, 'outcome' | 'message' | 'finish' | 'usage'>): void {
    const step = this.#open.shift();
    if (step === undefined) return;
    const { sinceUs, firstUs, text, toolCalls } = step;
    this.#observer.answered?.({
      ...end,
      text,
      toolCalls,
      firstTokenMs: firstUs === null ? null : (firstUs - sinceUs) / 1000,
      durationMs: (this.#clock.nowUs() - sinceUs) / 1000,
    });
  }
}

function countedUsage(usage: CountedUsage | null): ModelUsage | null {
  if (usage?.inputTokens === undefined && usage?.outputTokens === undefined) return null;
  return { inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0 };
}
