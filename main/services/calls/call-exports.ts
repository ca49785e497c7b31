import { ApiError, type CallExportFormat } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { DEFAULT_BUDGET_MS } from '../../../common/rules/timeline/latency-budget.ts';
import { DEFAULT_SILENCE_BUDGET_MS } from '../../../common/rules/timeline/silence-budget.ts';
import type { ReaderClient } from '../../store/reader/reader-client.ts';
import type { CallArchive } from './call-archive.ts';
import type { LiveCalls } from './live-calls.ts';
import type { ModelRequests } from './model-requests.ts';

export interface CallExportsDeps {
  readonly archive: CallArchive;
  readonly live: LiveCalls;
  readonly reader: ReaderClient;
  readonly modelRequests: Pick<ModelRequests, 'flush'>;
  /** The WAV file of a finished call, or null. */
  readonly recordingPath: (callId: string) => string | null;
}

/**
 * Logs, timelines and files of calls as JSON text. The reader thread writes the text and it is sent
 * unchanged, because a long call has 50,000 events and the main thread must pace audio.
 */
export class CallExports {
  readonly #deps: CallExportsDeps;

  constructor(deps: CallExportsDeps) {
    this.#deps = deps;
  }

  /** Output of `call.events`. @throws `NOT_FOUND` */
  async events(callId: string, afterSeq: number): Promise<Uint8Array> {
    this.#settle(callId);
    return await this.#deps.reader.ask('calls.events', { callId, afterSeq });
  }

  /** Output of `call.timeline`. @throws `NOT_FOUND` */
  async timeline(callId: string): Promise<Uint8Array> {
    this.#settle(callId);
    return await this.#deps.reader.ask('calls.timeline', { callId });
  }

  /** Output of `call.modelRequests`. @throws `NOT_FOUND` */
  async modelRequests(query: {
    readonly callId: string;
    readonly turn?: number | undefined;
    readonly afterNumber: number;
    readonly limit: number;
  }): Promise<Uint8Array> {
    this.#settle(query.callId);
    this.#deps.modelRequests.flush();
    return await this.#deps.reader.ask('calls.modelRequests', {
      ...query,
      turn: query.turn ?? null,
    });
  }

  /**
   * Output of `call.export`.
   * @throws `NOT_FOUND` if there is no such call, turn or recording; `PAYLOAD_TOO_LARGE`
   */
  async export(query: {
    readonly callId: string;
    readonly format: CallExportFormat;
    readonly turn?: number | undefined;
    readonly budgetMs?: number | undefined;
    readonly silenceBudgetMs?: number | undefined;
  }): Promise<Uint8Array> {
    const { callId, format, turn = null, budgetMs = DEFAULT_BUDGET_MS } = query;
    const { silenceBudgetMs = DEFAULT_SILENCE_BUDGET_MS } = query;
    const { id, from, to, direction, status, startedAtMs } = this.#settle(callId);
    const reply = await this.#deps.reader.ask('calls.export', {
      call: { id, from, to, direction, status, startedAt: toDateTime(startedAtMs) },
      format,
      turn,
      budgetMs,
      silenceBudgetMs,
      recordingPath: this.#deps.recordingPath(callId),
    });
    switch (reply.kind) {
      case 'file':
        return reply.json;
      case 'noTurn':
        throw new ApiError('NOT_FOUND', 'The call has no such turn.');
      case 'noRecording':
        throw new ApiError(
          'NOT_FOUND',
          'There is no recording of this call: it still goes on, or recording was off.',
        );
      case 'tooLarge':
        throw new ApiError(
          'PAYLOAD_TOO_LARGE',
          `The recording is too long to hand out here. GET /control/recordings/${callId}.wav streams it.`,
        );
    }
  }

  /**
   * The call, after flushing its pending events, because the reader thread reads from the database.
   */
  #settle(callId: string) {
    this.#deps.live.get(callId)?.log.flush();
    return this.#deps.archive.stored(null, callId);
  }
}
