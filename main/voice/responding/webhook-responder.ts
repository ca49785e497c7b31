import type { CallWarning } from '../../../common/contract/index.ts';
import {
  LONGEST_ANSWER_LINE,
  MOST_ANSWER_LINES,
  MOST_ANSWER_WARNINGS,
  MOST_SPOKEN_CHARACTERS,
} from '../../../common/rules/answers/answer-limits.ts';
import {
  AnswerLines,
  isStreamedAnswer,
  readWholeAnswer,
} from '../../../common/rules/answers/answer-lines.ts';
import { LineSplitter } from '../../../common/rules/answers/ndjson.ts';
import type { ResponseInstruction } from '../../../common/rules/answers/voice-response.ts';
import type { SlicedWork, WorkSlices } from '../../platform/time/work-slices.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { TurnWebhook, TurnWebhookResult, VoiceTurn } from './turn-webhook.ts';

const FAILURE_CODE = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  connectionLost: 'connection_lost',
  tooLarge: 'response_too_large',
  addressRefused: 'unreachable',
} as const satisfies Record<string, CallWarning['code']>;

/**
 * Answers with the user's webhook: one JSON object, or NDJSON that is read line by line as it
 * arrives.
 */
export class WebhookResponder implements Responder {
  readonly #webhook: TurnWebhook;
  readonly #slices: WorkSlices;

  constructor(webhook: TurnWebhook, slices: WorkSlices) {
    this.#webhook = webhook;
    this.#slices = slices;
  }

  async respond(turn: VoiceTurn, given: ResponderSink, signal: AbortSignal): Promise<void> {
    let reader: AnswerReader | null = null;
    const sink = boundedSink(given);
    const work = this.#slices.line();
    signal.addEventListener('abort', () => work.drop(), { once: true });
    const result = await this.#webhook.send(
      turn,
      {
        held: (held) => sink.note('request.held', held),
        released: (released) => sink.note('request.released', released),
        requestSent: (sent) => sink.note('request.sent', sent),
        responseStarted(started) {
          sink.note('response.started', started);
          reader = answerReader(started.status, started.contentType, sink, work);
        },
        responseBytes: (chunk) => reader?.push(chunk),
      },
      signal,
    );
    // Lines that are still queued arrived before the end.
    if (!work.idle) await work.whenIdle();
    if (signal.aborted || result.kind === 'aborted') return;
    await conclude(result, reader, sink, signal);
  }
}

/** A sink that receives at most a hundred warnings, and only one end. */
function boundedSink(sink: ResponderSink): ResponderSink {
  let warnings = 0;
  let isOver = false;
  return {
    ...sink,
    note(type, data) {
      if (type !== 'warning') {
        sink.note(type, data);
        return;
      }
      warnings += 1;
      if (isOver || warnings > MOST_ANSWER_WARNINGS) return;
      if (warnings < MOST_ANSWER_WARNINGS) sink.note(type, data);
      else sink.note('warning', MORE_WARNINGS);
    },
    ended(outcome) {
      if (isOver) return;
      isOver = true;
      sink.ended(outcome);
    },
  };
}

const MORE_WARNINGS: CallWarning = {
  code: 'answer_cut',
  message: `There are more than ${MOST_ANSWER_WARNINGS - 1} warnings about this answer; the others are not shown.`,
};
const TOO_MANY_LINES: CallWarning = {
  code: 'answer_cut',
  message: `The answer was cut after ${MOST_ANSWER_LINES} lines; what follows is not read. Send a sentence per line.`,
};
const TOO_MUCH_TEXT: CallWarning = {
  code: 'answer_cut',
  message: `The answer was cut after ${MOST_SPOKEN_CHARACTERS} characters of text; what follows is not spoken. Answer with less.`,
};

async function conclude(
  result: TurnWebhookResult,
  reader: AnswerReader | null,
  sink: ResponderSink,
  signal: AbortSignal,
): Promise<void> {
  switch (result.kind) {
    case 'completed': {
      const outcome = reader?.end() ?? 'failed';
      const settled = sink.settled();
      if (settled) await settled;
      if (!signal.aborted) sink.ended(outcome);
      return;
    }
    case 'refused':
      sink.note('warning', {
        code: 'http_status',
        message: `${result.message} The caller heard silence.`,
      });
      sink.ended('failed');
      return;
    case 'noWebhook':
      sink.note('warning', {
        code: 'no_webhook',
        message:
          'Neither the agent nor the project has a webhook, so nobody answers. Register one with POST /v1/webhooks.',
      });
      sink.ended('failed');
      return;
    case 'failed':
      reader?.breakOff();
      sink.note('warning', { code: FAILURE_CODE[result.why], message: result.message });
      sink.ended('failed');
      return;
    case 'aborted':
      return;
  }
}

/** Reads the body of one answer. */
interface AnswerReader {
  push(chunk: Uint8Array): void;
  end(): 'complete' | 'failed';
  /** The body will not be completed; what arrived of it still counts. */
  breakOff(): void;
}

function answerReader(
  status: number,
  contentType: string | null,
  sink: ResponderSink,
  work: SlicedWork,
): AnswerReader {
  if (status < 200 || status > 299) return new RefusedAnswer();
  return isStreamedAnswer(contentType) ? new StreamedAnswer(sink, work) : new WholeAnswer(sink);
}

/** Nothing of an answer outside 2xx is spoken; the result explains it. */
class RefusedAnswer implements AnswerReader {
  push(): void {}

  end(): 'failed' {
    return 'failed';
  }

  breakOff(): void {}
}

class StreamedAnswer implements AnswerReader {
  readonly #sink: ResponderSink;
  readonly #work: SlicedWork;
  readonly #splitter = new LineSplitter(LONGEST_ANSWER_LINE);
  readonly #lines = new AnswerLines();
  #received = 0;
  #charactersLeft = MOST_SPOKEN_CHARACTERS;
  #isCut = false;

  constructor(sink: ResponderSink, work: SlicedWork) {
    this.#sink = sink;
    this.#work = work;
  }

  push(chunk: Uint8Array): void {
    if (this.#received > MOST_ANSWER_LINES) return;
    for (const line of this.#splitter.push(chunk)) this.#receive(line);
  }

  end(): 'complete' {
    for (const line of this.#splitter.end()) this.#read(line);
    if (this.#isCut) return 'complete';
    for (const warning of this.#lines.end()) this.#sink.note('warning', warning);
    return 'complete';
  }

  /** A line that was cut off is ignored, because it may be half of what was meant. */
  breakOff(): void {}

  #receive(line: string | null): void {
    this.#received += 1;
    if (this.#received <= MOST_ANSWER_LINES) {
      // Keeps the log's order independent of the machine's speed: a line, its words, the next line.
      this.#work.push(() => {
        this.#read(line);
        return this.#sink.settled();
      });
    }
    if (this.#received === MOST_ANSWER_LINES + 1) {
      this.#work.push(() => this.#cut(TOO_MANY_LINES));
    }
  }

  #read(json: string | null): void {
    if (this.#isCut) return;
    const { line, instruction, warnings } = this.#lines.next(json);
    for (const warning of warnings) this.#sink.note('warning', warning);
    if (line === null) return;
    if (!instruction) {
      this.#sink.skipLine();
      return;
    }
    const text = instruction.text.slice(0, this.#charactersLeft);
    this.#charactersLeft -= text.length;
    this.#sink.instruction({ ...instruction, text });
    if (text.length < instruction.text.length) this.#cut(TOO_MUCH_TEXT);
  }

  /** Ends the answer with what was said so far. */
  #cut(why: CallWarning): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#sink.note('warning', why);
    this.#sink.ended('complete');
  }
}

class WholeAnswer implements AnswerReader {
  readonly #sink: ResponderSink;
  readonly #decoder = new TextDecoder('utf-8');
  #body = '';

  constructor(sink: ResponderSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    // Keep one character more than the limit, to detect that the answer is too long.
    if (this.#body.length > LONGEST_ANSWER_LINE) return;
    this.#body += this.#decoder.decode(chunk, { stream: true });
  }

  end(): 'complete' {
    const { instruction, warnings } = readWholeAnswer(this.#body + this.#decoder.decode());
    for (const warning of warnings) this.#sink.note('warning', warning);
    if (instruction) this.#speak(instruction);
    return 'complete';
  }

  /**
   * If the object is complete all the same, it is spoken; otherwise the failure explains why not.
   */
  breakOff(): void {
    const { instruction } = readWholeAnswer(this.#body);
    if (instruction) this.#speak(instruction);
  }

  #speak(instruction: ResponseInstruction): void {
    const text = instruction.text.slice(0, MOST_SPOKEN_CHARACTERS);
    if (text.length < instruction.text.length) this.#sink.note('warning', TOO_MUCH_TEXT);
    this.#sink.instruction({ ...instruction, text });
  }
}
