import { characters } from './characters.ts';
import { code } from './code.ts';
import { emphasis } from './emphasis.ts';
import { lines } from './lines.ts';
import { links } from './links.ts';
import type { MarkupRule, MarkupState, Notice, Outcome } from './markup-rule.ts';
import { callLines, data, modelMarks, toolCalls } from './model-marks.ts';
import { NoticeList } from './notice-list.ts';
import { type LineMark, type Speakable, SpeakableText } from './speakable-text.ts';
import { tags, unspokenElements } from './tags.ts';
import type { Unspoken } from './unspoken.ts';

/** Characters that a rule may look at within a line, apart from the first letters of calls. */
const SPECIAL = '<*_~=[\\]&\\\\{`【◁✿\\n';
/** Those of lines that are titles or rows of tables. */
const SPECIAL_IN_LINES = `${SPECIAL} \\t|#`;

/**
 * Takes from a turn's text what is not to be spoken: markup, thinking, tool calls. It may be fed
 * in parts of any size, and comes to the same whatever they are. Held back is only what may become
 * markup, at most about 800 characters (the target of a link) and mostly one or two; `flush` lets
 * go of it.
 */
// biome-ignore format: a table is read in rows
export class SpeakableStream {
  readonly #rules: readonly MarkupRule[];
  readonly #plain: RegExp;
  readonly #plainInLines: RegExp;
  readonly #state: MarkupState = {
    before: '', lineStart: true, open: [], code: null, fence: null, links: 0, line: 'plain',
  };
  /** What is not decided. */
  #text = '';
  /** Where in `#text` each line of the answer begins. */
  #marks: LineMark[] = [];
  #unspoken: LeftOut | null = null;
  readonly #notices = new NoticeList();

  /**
   * @param tools names of the tools that the model has, to know a call that is written as code
   * @param keepMarkup markup is spoken as it is written; thinking and tool calls are not
   */
  constructor(tools: readonly string[] = [], keepMarkup = false) {
    const calls = toolCalls(tools);
    const firsts = [...calls.firsts].join('');
    const plain = (special: string) =>
      new RegExp(`(?:[^${special}${firsts}]|(?<=[\\w.])[${firsts}])+`, 'yi');
    const markup = [tags, code, characters, links, lines, emphasis];
    const rules = keepMarkup ? [unspokenElements] : markup;
    this.#rules = [data, modelMarks, ...rules, calls.rule, callLines];
    this.#plain = plain(SPECIAL);
    this.#plainInLines = plain(SPECIAL_IN_LINES);
  }

  push(delta: string, line = 0): Speakable {
    if (this.#marks.at(-1)?.line !== line) this.#marks.push({ line, from: this.#text.length });
    this.#text += delta;
    return this.#run(false);
  }

  /** Decides on what is held back, as nothing came for a while. */
  flush(): Speakable {
    return this.#run(true);
  }

  /** The turn is over. */
  end(): Speakable {
    const rest = this.#run(true);
    if (this.#unspoken) {
      const { stretch, written } = this.#unspoken;
      this.#notices.add(stretch.unclosed, written, 0);
      this.#unspoken = null;
    }
    this.#notices.close();
    return rest;
  }

  /** Whether something is held back that would be spoken after a `flush`. */
  get pending(): boolean {
    return this.#unspoken === null && this.#text.trim() !== '';
  }

  /** What was left out since it was asked last. */
  takeNotices(): readonly Notice[] {
    return this.#notices.take();
  }

  #run(final: boolean): Speakable {
    const out = new SpeakableText(this.#marks);
    let at = 0;
    while (at < this.#text.length) {
      const next = this.#unspoken
        ? this.#leaveOut(this.#unspoken, at, out)
        : (this.#sayPlain(at, out) ?? this.#apply(at, final, out));
      if (next === null) break;
      at = next;
    }
    this.#notices.follow(this.#text, at);
    this.#drop(at);
    return out;
  }

  /** Returns where it goes on; null where that depends on what follows. */
  #leaveOut(unspoken: LeftOut, from: number, out: SpeakableText): number | null {
    const { to, ended, say, notice } = unspoken.stretch.take(this.#text, from);
    if (unspoken.written.length < KEPT) unspoken.written += this.#text.slice(from, to);
    if (!ended) return to === from ? null : to;
    this.#unspoken = null;
    if (notice) this.#notices.add(notice, unspoken.written, to);
    out.add(say ?? '', from);
    return to;
  }

  #sayPlain(at: number, out: SpeakableText): number | null {
    if (this.#state.lineStart) return null;
    const plain = this.#state.line === 'plain' ? this.#plain : this.#plainInLines;
    plain.lastIndex = at;
    const found = plain.exec(this.#text)?.[0];
    if (found === undefined) return null;
    out.copy(this.#text, at, at + found.length);
    this.#state.before = found.at(-1) ?? '';
    return at + found.length;
  }

  #apply(at: number, final: boolean, out: SpeakableText): number | null {
    const outcome = this.#outcome(at, final);
    if (outcome === 'more') return null;
    const written = this.#text.slice(at, at + outcome.length);
    if (outcome.takesBack) out.takeBack();
    if (outcome.notice) this.#notices.add(outcome.notice, written, at + outcome.length);
    if (outcome.opens) this.#unspoken = { stretch: outcome.opens, written };
    if (outcome.opens?.unclosed === 'thinkingUnclosed') out.opensThinking = true;
    out.add(outcome.say ?? '', at);
    this.#pass(written, outcome);
    return at + outcome.length;
  }

  #outcome(at: number, final: boolean): Outcome | 'more' {
    const place = { text: this.#text, at, final, state: this.#state };
    for (const rule of this.#rules) {
      const outcome = rule(place);
      if (outcome) return outcome;
    }
    const char = this.#text[at] ?? '';
    return { length: 1, say: char, keepsLineStart: char === ' ' || char === '\t' };
  }

  /** What the characters mean for the next ones. */
  #pass(written: string, { keepsLineStart, opens }: Outcome): void {
    const state = this.#state;
    state.before = written.at(-1) ?? '';
    if (state.before !== '\n') {
      state.lineStart &&= keepsLineStart === true || opens !== undefined;
      return;
    }
    state.lineStart = true;
    state.line = 'plain';
    state.links = 0;
    state.code = null;
    state.open.length = 0;
  }

  #drop(count: number): void {
    this.#text = this.#text.slice(count);
    const last = this.#marks.findLastIndex((mark) => mark.from <= count);
    const kept = this.#marks.slice(this.#text === '' ? -1 : Math.max(0, last));
    this.#marks = kept.map((mark) => ({ ...mark, from: Math.max(0, mark.from - count) }));
  }
}

/** How many characters of a stretch are kept, to quote it. */
const KEPT = 60;

/** What is left out just now, and how it began. */
interface LeftOut {
  readonly stretch: Unspoken;
  written: string;
}
