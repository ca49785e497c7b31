import type { VadCommand, VadScore } from './process/messages.ts';

/** Sends windows to the model that scores them, and receives the scores. */
export interface VadChannel {
  send(command: VadCommand): void;
}

export interface VadListener {
  scores(scores: readonly VadScore[]): void;
  /** The process died and was replaced by one that knows none of the streams. */
  restarted(): void;
  /** No more scores will come. */
  failed(message: string): void;
}
