import {
  type CutText,
  MOST_MODEL_ANSWER_CHARACTERS,
  MOST_MODEL_BODY_CHARACTERS,
  MOST_MODEL_TOOL_CALLS,
  type ModelAnswer,
} from '../../../common/contract/index.ts';
import type { StepAnswer } from '../../llm/language-model.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { ModelRequestStore } from '../../store/calls/model-requests.ts';
import type { KeptWrites } from '../../store/database/kept-writes.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { AskedModel, ModelRequestLog } from '../../voice/responding/model-request-log.ts';

export interface ModelRequestsDeps {
  readonly clock: Clock;
  readonly store: ModelRequestStore;
  readonly transact: RunInTransaction;
  readonly writes: KeptWrites;
  /** Called with what could not be stored. The call goes on regardless. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * Writes wait this long, so that the first words of an answer do not wait for the disk. It is also
 * the most that is lost if the process is killed.
 */
const BATCH_MS = 100;

/** Keeps what the models of hosted calls were asked, and what they answered. */
export class ModelRequests implements ModelRequestLog {
  readonly #deps: ModelRequestsDeps;
  #waiting: { readonly run: () => void; readonly sizeBytes: number }[] = [];
  #timer: ClockTimer | null = null;
  /** Answers to requests of an earlier workspace are dropped. */
  #workspace = 0;
  #stopped = false;

  constructor(deps: ModelRequestsDeps) {
    this.#deps = deps;
  }

  asked({ body, ...request }: AskedModel): (answer: StepAnswer) => void {
    const { clock, store } = this.#deps;
    const { callId, number } = request;
    const kept = cut(body, MOST_MODEL_BODY_CHARACTERS);
    const stored = { ...request, startedAtMs: clock.now(), body: kept };
    const workspace = this.#workspace;
    this.#later(() => store.insert(stored), kept.text.length);
    return (answer) => {
      if (workspace !== this.#workspace) return;
      const keptAnswer = cutAnswer(answer);
      this.#later(() => store.answer(callId, number, keptAnswer), answer.text.length);
    };
  }

  /** Writes everything that has not been written. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = null;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    const { writes, transact, onDefect } = this.#deps;
    const write = () =>
      transact(() => {
        for (const { run } of waiting) run();
      });
    const sizeBytes = waiting.reduce((sum, each) => sum + each.sizeBytes, 0);
    try {
      writes.write('requests to models', write, sizeBytes);
    } catch (error) {
      onDefect(error);
    }
  }

  /** What comes later is not kept: such a request has no answer, as after a kill. */
  stop(): void {
    this.flush();
    this.#stopped = true;
  }

  /** The workspace was replaced: what belongs to its calls is dropped. */
  forget(): void {
    this.#waiting = [];
    this.#workspace += 1;
  }

  #later(run: () => void, sizeBytes: number): void {
    if (this.#stopped) return;
    this.#waiting.push({ run, sizeBytes });
    this.#timer ??= this.#deps.clock.real.after(BATCH_MS, () => this.flush());
  }
}

function cutAnswer({ text, toolCalls, ...answer }: StepAnswer): ModelAnswer {
  return {
    ...answer,
    text: cut(text, MOST_MODEL_ANSWER_CHARACTERS),
    toolCalls: toolCalls.slice(0, MOST_MODEL_TOOL_CALLS).map(({ name, arguments: args }) => ({
      name: name.slice(0, 1_000),
      arguments: cut(args, MOST_MODEL_ANSWER_CHARACTERS),
    })),
  };
}

function cut(text: string, most: number): CutText {
  return { text: text.slice(0, most), characters: text.length };
}
