import type {
  CallEventData,
  CallWarning,
  TranscriptEntry,
} from '../../../common/contract/index.ts';
import type { CallAnalysis } from '../../../common/rules/turns/call-analysis.ts';
import {
  ANALYSIS_INSTRUCTIONS,
  analysisQuestion,
  readAnalysis,
} from '../../../common/rules/turns/model-analysis.ts';
import { type LanguageModel, ModelFailure } from '../../llm/language-model.ts';
import type { Clock } from '../../platform/time/clock.ts';

/** How long `agent.call_ended` waits for a model, in product time. */
export const ANALYSIS_LIMIT_MS = 10_000;

/** A model's analysis of a call; `analysis` is null if the local rules must be used instead. */
export interface AnalysisResult {
  readonly analysis: CallAnalysis | null;
  readonly use: CallEventData['model.used'] | null;
  /** Why the model gave no analysis. */
  readonly warning: CallWarning | null;
}

/** Has a model write the summary, sentiment and success of a finished call. */
export class CallAnalyst {
  readonly #clock: Clock;
  readonly #stopping = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Null if the app quits in the meantime. Does not reject; takes `ANALYSIS_LIMIT_MS` at most. */
  async analyse(
    model: LanguageModel,
    transcript: readonly TranscriptEntry[],
  ): Promise<AnalysisResult | null> {
    const late = new AbortController();
    const timer = this.#clock.after(ANALYSIS_LIMIT_MS, () => late.abort());
    let text = '';
    try {
      const { usage } = await model.converse(
        {
          system: ANALYSIS_INSTRUCTIONS,
          messages: [{ role: 'user', content: analysisQuestion(transcript) }],
          tools: [],
        },
        {
          text: (delta) => {
            text += delta;
          },
        },
        AbortSignal.any([this.#stopping.signal, late.signal]),
      );
      const analysis = readAnalysis(text);
      const { provider, name } = model;
      return {
        analysis,
        use: { provider, model: name, ...usage, purpose: 'analysis' },
        warning: analysis ? null : failed(`${name} did not answer with the JSON it was asked for.`),
      };
    } catch (error) {
      if (this.#stopping.signal.aborted) return null;
      const seconds = ANALYSIS_LIMIT_MS / 1000;
      const why = late.signal.aborted
        ? `${model.name} took longer than ${seconds} seconds.`
        : error instanceof ModelFailure
          ? error.message
          : `${model.name} failed: ${(error as Error).message}.`;
      return { analysis: null, use: null, warning: failed(why) };
    } finally {
      timer.cancel();
    }
  }

  /**
   * Aborts what is under way. The events of those calls are sent at the next start, without the
   * model's analysis.
   */
  stop(): void {
    this.#stopping.abort();
  }
}

function failed(why: string): CallWarning {
  return {
    code: 'model_failed',
    message: `The call was analysed by simple rules instead of the model: ${why}`,
  };
}
