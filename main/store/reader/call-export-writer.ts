import { readFileSync, statSync } from 'node:fs';
import type { Timeline, TimelineTurn } from '../../../common/contract/index.ts';
import { turnJson, turnMarkdown } from '../../../common/rules/timeline/timeline-copy.ts';
import { timelinePage } from '../../../common/rules/timeline/timeline-page.ts';
import { turnPytest, turnVitest } from '../../../common/rules/timeline/turn-tests.ts';
import type { CallReader } from './call-reader.ts';
import type { CallExportQuery, CallExportReply } from './protocol.ts';
import { recordingWaveform } from './recording-waveform.ts';

/** A larger file in base64 would be too much for the control port. */
const WAV_LIMIT_BYTES = 48 * 1024 * 1024;

interface ExportedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly encoding: 'utf8' | 'base64';
  readonly content: string;
}

/** Writes calls and turns as files for export, as ready-made JSON. */
export function writeCallExport(reader: CallReader, query: CallExportQuery): CallExportReply {
  const { call, format, recordingPath, budgetMs, silenceBudgetMs } = query;
  switch (format) {
    case 'events': {
      const lines = reader.eventLines(call.id);
      return file(text(`${call.id}.jsonl`, 'application/x-ndjson', lines));
    }
    case 'html': {
      const timeline = reader.timeline(call.id);
      const waveform = recordingPath === null ? null : recordingWaveform(recordingPath);
      const page = timelinePage({ call, timeline, waveform, budgetMs, silenceBudgetMs });
      return file(text(`${call.id}.html`, 'text/html', page));
    }
    case 'wav':
      return wav(call.id, recordingPath);
    case 'markdown':
    case 'json':
    case 'test':
    case 'pytest': {
      const timeline = reader.timeline(call.id);
      const turn = turnOf(timeline, query.turn);
      if (turn === undefined) return { kind: 'noTurn' };
      return file(turnFile({ ...query, format }, timeline, turn));
    }
  }
}

function wav(callId: string, path: string | null): CallExportReply {
  const bytes = path === null ? undefined : statSync(path, { throwIfNoEntry: false })?.size;
  if (path === null || bytes === undefined) return { kind: 'noRecording' };
  if (bytes > WAV_LIMIT_BYTES) return { kind: 'tooLarge' };
  return file({
    fileName: `${callId}.wav`,
    contentType: 'audio/wav',
    encoding: 'base64',
    content: readFileSync(path).toString('base64'),
  });
}

function turnOf(timeline: Timeline, index: number | null): TimelineTurn | undefined {
  if (index === null) return timeline.turns.at(-1);
  return timeline.turns.find((candidate) => candidate.index === index);
}

function turnFile(
  query: CallExportQuery & { readonly format: 'markdown' | 'json' | 'test' | 'pytest' },
  timeline: Timeline,
  turn: TimelineTurn,
): ExportedFile {
  const { call, format, budgetMs, silenceBudgetMs } = query;
  const name = `${call.id}-turn-${turn.index}`;
  switch (format) {
    case 'markdown':
      return text(
        `${name}.md`,
        'text/markdown',
        turnMarkdown(turn, call.id, budgetMs, silenceBudgetMs),
      );
    case 'json':
      return text(`${name}.json`, 'application/json', turnJson(turn, call.id));
    case 'test':
      return text(
        `${name}.test.ts`,
        'text/plain',
        turnVitest(call, timeline, turn, budgetMs, silenceBudgetMs),
      );
    case 'pytest':
      return text(
        `test_${name.replaceAll('-', '_')}.py`,
        'text/x-python',
        turnPytest(call, timeline, turn, budgetMs, silenceBudgetMs),
      );
  }
}

function text(fileName: string, contentType: string, content: string): ExportedFile {
  return { fileName, contentType, encoding: 'utf8', content };
}

function file(exported: ExportedFile): CallExportReply {
  return { kind: 'file', json: Buffer.from(JSON.stringify(exported)) };
}
