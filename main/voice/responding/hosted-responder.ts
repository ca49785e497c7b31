import { MOST_SPOKEN_CHARACTERS } from '../../../common/rules/answers/answer-limits.ts';
import { saysSomething } from '../../../common/rules/speech-text/spoken-pieces.ts';
import { apology } from '../../../common/rules/turns/apologies.ts';
import {
  type LanguageModel,
  ModelFailure,
  type ModelMessage,
  type ModelResult,
  type ModelTool,
  type ModelToolResult,
  type StepAnswer,
} from '../../llm/language-model.ts';
import type { Clock } from '../../platform/time/clock.ts';
import {
  type HostedTool,
  MOST_TOOL_CALLS,
  type ModelSetup,
  TOO_MANY_TOOL_CALLS,
} from './hosted-tool.ts';
import type { ModelRequestLog } from './model-request-log.ts';
import type { Responder, ResponderSink } from './responder.ts';
import type { VoiceTurn } from './turn-webhook.ts';

export interface HostedResponderDeps {
  readonly clock: Clock;
  readonly model: LanguageModel;
  readonly conversation: ModelSetup;
  readonly requests: ModelRequestLog;
  /** Markup is passed to the voice as it is written. */
  readonly keepMarkup: boolean;
}

/** How much of a tool's answer is logged, in characters. */
const KEPT_ANSWER = 4_096;
/** How many earlier tool calls are repeated to the model in later turns, and how much of each. */
const REMEMBERED_TOOLS = 20;
const REMEMBERED_LENGTH = 600;

/** Answers with a model. One instance per call: it remembers the tool calls of earlier turns. */
export class HostedResponder implements Responder {
  readonly #deps: HostedResponderDeps;
  readonly #memory = new ToolMemory();
  /** How many requests were sent to the model in this call. */
  #asked = 0;

  constructor(deps: HostedResponderDeps) {
    this.#deps = deps;
  }

  get tools(): readonly string[] {
    return toolNames(this.#deps.conversation);
  }

  async respond(turn: VoiceTurn, sink: ResponderSink, signal: AbortSignal): Promise<void> {
    const memory = this.#memory;
    const requestNumber = () => this.#asked++;
    await new HostedAnswer({ ...this.#deps, memory, requestNumber, turn, sink, signal }).run();
  }
}

function toolNames({ tools }: ModelSetup): string[] {
  return tools.map(({ name }) => name);
}

interface HostedAnswerDeps extends HostedResponderDeps {
  readonly memory: ToolMemory;
  /** The number of the next request within the call. */
  readonly requestNumber: () => number;
  readonly turn: VoiceTurn;
  readonly sink: ResponderSink;
  readonly signal: AbortSignal;
}

class HostedAnswer {
  readonly #deps: HostedAnswerDeps;
  #requested = false;
  #started = false;
  /** Everything that the model wrote, including what is not spoken. */
  #written = '';
  /** Whether a sentence of our own was said. */
  #announced = false;
  /** Whether the next words begin a new sentence. */
  #breaks = false;
  #action: 'hangup' | 'transfer' | null = null;
  #toolCalls = 0;
  /** Take the answers of the requests that are under way, oldest first. */
  readonly #unanswered: ((answer: StepAnswer) => void)[] = [];

  constructor(deps: HostedAnswerDeps) {
    this.#deps = deps;
  }

  async run(): Promise<void> {
    const { model, conversation, turn, signal } = this.#deps;
    // The embedded dialogue sends no request, but it counts as asked.
    if (model.provider === 'offline') this.#requestSent('offline');
    try {
      const result = await model.converse(
        {
          system: this.#system(),
          messages: messagesOf(turn),
          tools: conversation.tools.map((tool) => this.#modelTool(tool)),
        },
        {
          asked: (body) => this.#asked(body),
          answered: (answer) => this.#unanswered.shift()?.(answer),
          requestSent: (url) => this.#requestSent(url),
          responseStarted: (status) => this.#responseStarted(status),
          text: (delta) => this.#say(delta),
          toolsRefused: (message) => this.#toolsRefused(message),
          unknownTool: (name) => this.#unknownTool(name),
        },
        signal,
      );
      await this.#finish(result);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #system(): string {
    const { conversation, memory, turn } = this.#deps;
    const opening = turn.transcript === '' ? OPENING : '';
    return [conversation.system, memory.told(), opening].filter((part) => part !== '').join('\n\n');
  }

  #asked(body: string): void {
    const { model, requests, requestNumber, turn } = this.#deps;
    const answered = requests.asked({
      callId: turn.callId,
      number: requestNumber(),
      turn: turn.turn,
      provider: model.provider,
      model: model.name,
      body,
    });
    this.#unanswered.push(answered);
  }

  #requestSent(url: string): void {
    // Each round of tools sends another request; the caller waits for the first one.
    if (this.#requested) return;
    this.#requested = true;
    this.#deps.sink.note('request.sent', { deliveryId: null, url });
  }

  #responseStarted(status: number): void {
    if (this.#started) return;
    this.#started = true;
    this.#deps.sink.note('response.started', { status, contentType: null });
  }

  #toolsRefused(message: string): void {
    const { memory, sink } = this.#deps;
    if (memory.toldOfNoTools) return;
    memory.toldOfNoTools = true;
    sink.note('warning', { code: 'tools_refused', message });
  }

  #unknownTool(name: string): void {
    const { conversation, sink } = this.#deps;
    const known = toolNames(conversation).join(', ') || 'none';
    sink.note('warning', {
      code: 'tool_failed',
      message: `The model called a tool "${name}" that the agent does not have; it has ${known}. Name the tools in the system prompt as they are, or choose another model.`,
    });
  }

  #say(words: string): void {
    const { sink, signal } = this.#deps;
    if (words === '' || signal.aborted || this.#isTooLong) return;
    this.#responseStarted(200);
    const broken = this.#breaks && (this.#announced || this.#written !== '');
    this.#breaks = false;
    this.#written += words;
    if (this.#isTooLong) sink.note('warning', { code: 'answer_cut', message: TOO_LONG });
    sink.words(broken ? `\n${words}` : words);
  }

  get #isTooLong(): boolean {
    return this.#written.length > MOST_SPOKEN_CHARACTERS;
  }

  /** Says a sentence of our own, which is not part of the model's words around it. */
  #sayLine(text: string): void {
    this.#responseStarted(200);
    const instruction = { text: `\n${text}\n`, interim: true, action: null, digits: null };
    this.#deps.sink.instruction(instruction);
    this.#announced = true;
  }

  async #finish({ usage, finish }: ModelResult): Promise<void> {
    const { model, conversation, sink } = this.#deps;
    const { provider, name } = model;
    sink.note('model.used', { provider, model: name, ...usage, purpose: 'turn' });
    const why = cutShort(finish, name);
    if (why !== null) sink.note('warning', { code: 'model_failed', message: why });
    if (!this.#announced && this.#action === null && !this.#saysSomething()) {
      if (why === null) sink.note('warning', { code: 'no_text', message: NOTHING_SAID });
      else this.#sayLine(apology(conversation.language));
    }
    const settled = sink.settled();
    if (settled) await settled;
    this.#close();
  }

  #fail(error: unknown): void {
    const { model, conversation, sink } = this.#deps;
    const message =
      error instanceof ModelFailure
        ? error.message
        : `The model ${model.name} failed: ${(error as Error).message}. Try another one in the settings.`;
    sink.note('warning', { code: 'model_failed', message });
    if (this.#action !== null) {
      this.#close();
      return;
    }
    this.#sayLine(apology(conversation.language));
    sink.ended('failed');
  }

  #saysSomething(): boolean {
    const { conversation, keepMarkup } = this.#deps;
    return saysSomething(this.#written, { tools: toolNames(conversation), keepMarkup });
  }

  #close(): void {
    const { sink } = this.#deps;
    sink.instruction({ text: '', interim: false, action: this.#action, digits: null });
    sink.ended('complete');
  }

  #modelTool(tool: HostedTool): ModelTool {
    const { name, description, parameters } = tool;
    return {
      name,
      description,
      parameters,
      run: (args, signal) => this.#runTool(tool, args, signal),
    };
  }

  async #runTool(
    tool: HostedTool,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<ModelToolResult> {
    const { clock, memory, turn, sink, signal: ofAnswer } = this.#deps;
    const { name, builtIn, url } = tool;
    this.#toolCalls += 1;
    if (this.#toolCalls > MOST_TOOL_CALLS) {
      return { answer: { error: TOO_MANY_TOOL_CALLS }, endsTurn: false };
    }
    const call = memory.called(name, args);
    sink.note('tool.called', { call, name, args, builtIn, url });
    const announcement = tool.announcement(args);
    if (announcement !== null) this.#sayLine(announcement);
    const sinceUs = clock.nowUs();
    const either = AbortSignal.any([signal, ofAnswer]);
    const outcome = await tool.run(args, turn, either);
    const { ok, status, deliveryId, message } = outcome;
    const answer = JSON.stringify(outcome.answer ?? null);
    // A call that was completed before the abort must not be repeated.
    if (outcome.ok || !ofAnswer.aborted) memory.answered(call, answer);
    const durationMs = (clock.nowUs() - sinceUs) / 1000;
    sink.note('tool.answered', {
      call,
      ok,
      status,
      durationMs,
      deliveryId,
      message,
      answer: answer.slice(0, KEPT_ANSWER),
    });
    if (!ok) {
      const why = message ?? `The tool ${name} failed.`;
      sink.note('warning', { code: 'tool_failed', message: why });
    }
    this.#breaks = true;
    this.#action = outcome.action ?? this.#action;
    if (outcome.digits !== null) {
      const { digits } = outcome;
      sink.instruction({ text: '', interim: true, action: null, digits });
    }
    return { answer: outcome.answer, endsTurn: outcome.action !== null };
  }
}

const TOO_LONG = `The model wrote more than ${MOST_SPOKEN_CHARACTERS} characters; what follows is not spoken. Ask for shorter answers in the system prompt.`;

const OPENING =
  '## Now\nThe line is open and nobody has spoken. Begin with one short greeting that fits your instructions.';

const NOTHING_SAID =
  'The model answered nothing, so the caller hears silence. Look at the system prompt, or choose another model.';

/** Why an answer is incomplete; null if it is complete. */
function cutShort(finish: ModelResult['finish'], model: string): string | null {
  switch (finish) {
    case 'complete':
      return null;
    case 'length':
      return `${model} reached the most it may write in one answer, so the end is missing. Ask for shorter answers in the system prompt.`;
    case 'filtered':
      return `The provider's content filter stopped ${model}. Change what the system prompt asks for, or choose another model.`;
    case 'toolLimit':
      return `${model} kept calling tools without an answer, so it was stopped. Say in the system prompt when a tool is to be used.`;
  }
}

function messagesOf({ history, transcript }: VoiceTurn): ModelMessage[] {
  const earlier = history.map(({ role, content }) => ({ role, content }));
  return transcript === '' ? earlier : [...earlier, { role: 'user', content: transcript }];
}

/** The tool calls so far, so that a later turn neither asks again nor repeats an action. */
class ToolMemory {
  /** Warn once per call, because every turn would repeat it. */
  toldOfNoTools = false;
  /** The newest calls, oldest first. */
  readonly #calls: { readonly call: number; readonly text: string; answer: string | null }[] = [];
  #next = 0;

  /** Returns the number of the tool call within the conversation. */
  called(name: string, args: Readonly<Record<string, unknown>>): number {
    const call = this.#next++;
    this.#calls.push({ call, text: short(`${name} ${JSON.stringify(args)}`), answer: null });
    if (this.#calls.length > REMEMBERED_TOOLS) this.#calls.shift();
    return call;
  }

  answered(call: number, answer: string): void {
    const found = this.#calls.find((one) => one.call === call);
    if (found) found.answer = short(answer);
  }

  /** For the system prompt; empty if no tool was called. */
  told(): string {
    if (this.#calls.length === 0) return '';
    const lines = this.#calls.map(({ text, answer }) => {
      const what = answer ?? 'broken off; it may or may not have been carried out';
      return `- ${text} answered: ${what}`;
    });
    return `## Tools you have used in this call\n${lines.join('\n')}`;
  }
}

function short(text: string): string {
  return text.length > REMEMBERED_LENGTH ? `${text.slice(0, REMEMBERED_LENGTH)}…` : text;
}
