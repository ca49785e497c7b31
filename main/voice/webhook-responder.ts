import type { CallWarning } from '../../common/contract/index.ts';
import { LineSplitter } from '../../common/rules/ndjson.ts';
import {
  AnswerLines,
  isStreamedAnswer,
  readWholeAnswer,
} from '../../common/rules/turns/answer-lines.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { TurnWebhook, TurnWebhookResult, VoiceTurn } from './turn-webhook.ts';

const FAILURE_CODE = {
  unreachable: 'unreachable',
  timeout: 'timeout',
  connectionLost: 'connection_lost',
  tooLarge: 'response_too_large',
  addressRefused: 'unreachable',
} as const satisfies Record<string, CallWarning['code']>;

/** Answers from the user's webhook: one JSON object, or NDJSON read line by line as it arrives. */
export class WebhookResponder implements Responder {
  readonly #webhook: TurnWebhook;

  constructor(webhook: TurnWebhook) {
    this.#webhook = webhook;
  }

  async respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void> {
    let reader: AnswerReader | null = null;
    const result = await this.#webhook.send(
      turn,
      {
        held: (held) => sink.held(held),
        released: (released) => sink.released(released),
        requestSent: (sent) => sink.requestSent(sent),
        responseStarted(started) {
          sink.responseStarted(started);
          reader = answerReader(started.status, started.contentType, sink);
        },
        responseBytes: (chunk) => reader?.push(chunk),
      },
      signal,
    );
    if (signal.aborted || result.kind === 'aborted') return;
    conclude(result, reader, sink);
  }
}

function conclude(
  result: TurnWebhookResult,
  reader: AnswerReader | null,
  sink: ResponderSink,
): void {
  switch (result.kind) {
    case 'completed':
      sink.ended(reader?.end() ?? 'failed');
      return;
    case 'noWebhook':
      sink.warning({
        code: 'no_webhook',
        message:
          'Neither the agent nor the project has a webhook, so nobody answers. Register one with POST /v1/webhooks.',
      });
      sink.ended('failed');
      return;
    case 'failed':
      reader?.breakOff();
      sink.warning({ code: FAILURE_CODE[result.why], message: result.message });
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
  /** The body will not come to its end; what came of it still counts. */
  breakOff(): void;
}

function answerReader(
  status: number,
  contentType: string | null,
  sink: ResponderSink,
): AnswerReader {
  if (status < 200 || status > 299) return new RefusedAnswer(status, sink);
  return isStreamedAnswer(contentType) ? new StreamedAnswer(sink) : new WholeAnswer(sink);
}

class RefusedAnswer implements AnswerReader {
  readonly #status: number;
  readonly #sink: ResponderSink;

  constructor(status: number, sink: ResponderSink) {
    this.#status = status;
    this.#sink = sink;
  }

  push(): void {}

  end(): 'failed' {
    this.#sink.warning({
      code: 'http_status',
      message: `Your server answered ${this.#status}, so the caller hears silence. Answer 200 with {"text": "…"}.`,
    });
    return 'failed';
  }

  breakOff(): void {
    this.end();
  }
}

class StreamedAnswer implements AnswerReader {
  readonly #sink: ResponderSink;
  readonly #splitter = new LineSplitter();
  readonly #lines = new AnswerLines();

  constructor(sink: ResponderSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    for (const line of this.#splitter.push(chunk)) this.#read(line);
  }

  end(): 'complete' {
    for (const line of this.#splitter.end()) this.#read(line);
    for (const warning of this.#lines.end()) this.#sink.warning(warning);
    return 'complete';
  }

  /** A line that was cut has no meaning: its words may be half of what was to be said. */
  breakOff(): void {}

  #read(json: string): void {
    const { line, instruction, warnings } = this.#lines.next(json);
    for (const warning of warnings) this.#sink.warning(warning);
    if (instruction && line !== null) this.#sink.instruction(line, instruction);
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
    this.#body += this.#decoder.decode(chunk, { stream: true });
  }

  end(): 'complete' {
    const { instruction, warnings } = readWholeAnswer(this.#body + this.#decoder.decode());
    for (const warning of warnings) this.#sink.warning(warning);
    if (instruction) this.#sink.instruction(0, instruction);
    return 'complete';
  }

  /** An object that is whole all the same is spoken; why half of one is not, the failure tells. */
  breakOff(): void {
    const { instruction } = readWholeAnswer(this.#body);
    if (instruction) this.#sink.instruction(0, instruction);
  }
}
