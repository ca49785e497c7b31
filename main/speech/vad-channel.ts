import type { VadCommand, VadScore } from './process/messages.ts';

/** The way to the model that scores windows, and back. */
export interface VadChannel {
  send(command: VadCommand): void;
}

export interface VadListener {
  scores(scores: readonly VadScore[]): void;
  /** The process died and a new one is here, which knows no stream. */
  restarted(): void;
  /** No scores will come any more. */
  failed(message: string): void;
}
