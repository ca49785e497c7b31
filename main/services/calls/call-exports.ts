import { readFileSync, statSync } from 'node:fs';
import {
  ApiError,
  type CallExportFormat,
  type CallView,
  type Timeline,
  type TimelineTurn,
} from '../../../common/contract/index.ts';
import { DEFAULT_BUDGET_MS } from '../../../common/rules/timeline-budget.ts';
import { turnJson, turnMarkdown, turnTest } from '../../../common/rules/timeline-copy.ts';
import { timelinePage } from '../../../common/rules/timeline-page.ts';
import { type Waveform, waveformOf } from '../../../common/rules/waveform.ts';
import { readWav } from '../../speech/wav.ts';
import type { CallArchive } from './call-archive.ts';

/** Base64 of more than this would not fit through the control port comfortably. */
const WAV_LIMIT_BYTES = 48 * 1024 * 1024;

export interface CallExport {
  readonly fileName: string;
  readonly contentType: string;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

/** Calls and turns as files to take away. */
export class CallExports {
  readonly #archive: CallArchive;
  readonly #recordingPath: (callId: string) => string | null;

  /** `recordingPath` gives the WAV file of a finished call, or null. */
  constructor(deps: { archive: CallArchive; recordingPath: (callId: string) => string | null }) {
    this.#archive = deps.archive;
    this.#recordingPath = deps.recordingPath;
  }

  /** @throws `NOT_FOUND` without such a call, turn or recording; `PAYLOAD_TOO_LARGE` */
  export(query: {
    readonly callId: string;
    readonly format: CallExportFormat;
    readonly turn?: number | undefined;
    readonly budgetMs?: number | undefined;
  }): CallExport {
    const { callId, format, budgetMs = DEFAULT_BUDGET_MS } = query;
    const call = this.#archive.view(callId);
    switch (format) {
      case 'events': {
        const lines = this.#archive.events(callId).map((event) => `${JSON.stringify(event)}\n`);
        return text(`${callId}.jsonl`, 'application/x-ndjson', lines.join(''));
      }
      case 'html': {
        const timeline = this.#archive.timeline(callId);
        const page = timelinePage({ call, timeline, waveform: this.#waveform(callId), budgetMs });
        return text(`${callId}.html`, 'text/html', page);
      }
      case 'wav':
        return this.#wav(callId);
      case 'markdown':
      case 'json':
      case 'test': {
        const timeline = this.#archive.timeline(callId);
        return turnFile(call, timeline, turnOf(timeline, query.turn), { format, budgetMs });
      }
    }
  }

  #wav(callId: string): CallExport {
    const path = this.#recordingPath(callId);
    if (path === null) {
      throw new ApiError(
        'NOT_FOUND',
        'There is no recording of this call: it still goes on, or recording was off.',
      );
    }
    if (statSync(path).size > WAV_LIMIT_BYTES) {
      throw new ApiError(
        'PAYLOAD_TOO_LARGE',
        `The recording is too long to hand out here. GET /control/recordings/${callId}.wav streams it.`,
      );
    }
    return {
      fileName: `${callId}.wav`,
      contentType: 'audio/wav',
      encoding: 'base64',
      content: readFileSync(path).toString('base64'),
    };
  }

  /** Null while there is no recording, or none that can be read or that would hold up the app. */
  #waveform(callId: string): Waveform | null {
    const path = this.#recordingPath(callId);
    if (path === null || statSync(path).size > WAV_LIMIT_BYTES) return null;
    try {
      const { samples, channels, sampleRateHz } = readWav(readFileSync(path));
      return waveformOf(samples, channels, sampleRateHz);
    } catch {
      // The figures are worth sending without the picture of the sound.
      return null;
    }
  }
}

function turnOf(timeline: Timeline, index: number | undefined): TimelineTurn {
  const turn =
    index === undefined
      ? timeline.turns.at(-1)
      : timeline.turns.find((candidate) => candidate.index === index);
  if (turn === undefined) throw new ApiError('NOT_FOUND', 'The call has no such turn.');
  return turn;
}

function turnFile(
  call: CallView,
  timeline: Timeline,
  turn: TimelineTurn,
  { format, budgetMs }: { format: 'markdown' | 'json' | 'test'; budgetMs: number },
): CallExport {
  const name = `${call.id}-turn-${turn.index}`;
  switch (format) {
    case 'markdown':
      return text(`${name}.md`, 'text/markdown', turnMarkdown(turn, call.id, budgetMs));
    case 'json':
      return text(`${name}.json`, 'application/json', turnJson(turn, call.id));
    case 'test':
      return text(`${name}.test.ts`, 'text/plain', turnTest(call, timeline, turn, budgetMs));
  }
}

function text(fileName: string, contentType: string, content: string): CallExport {
  return { fileName, contentType, encoding: 'utf8', content };
}
