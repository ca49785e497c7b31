import type { StepAnswer } from '../../llm/language-model.ts';

/** A request of a hosted call to its model. */
export interface AskedModel {
  readonly callId: string;
  /** Counts from 0 within the call. */
  readonly number: number;
  readonly turn: number;
  readonly provider: string;
  readonly model: string;
  /** Exactly what was sent, without headers. */
  readonly body: string;
}

/** Where what models are asked is kept, to be read later. Implemented by the services. */
export interface ModelRequestLog {
  /**
   * Keeps a request that is about to leave; the returned function keeps its answer. Neither throws,
   * nor waits for the disk.
   */
  asked(request: AskedModel): (answer: StepAnswer) => void;
}
