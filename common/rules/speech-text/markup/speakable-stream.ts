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

/** Characters within a line that can trigger a rule, apart from the first letters of tool calls. */
const SPECIAL = '<*_~=[\\]&\\\\{`【◁✿\\n';
/** The same for lines that are titles or table rows. */
const SPECIAL_IN_LINES = `${SPECIAL} \\t|#`;

/**
 * Removes from a turn's text what should not be spoken: markup, thinking, tool calls. The text may
 * be fed in parts of any size, with the same result. Only what may yet become markup is held back:
 * usually one or two characters, at most about 800 (the target of a link). `flush` releases it.
 */
// biome-ignore format: a table is read in rows
export class SpeakableStream {
  readonly #rules: readonly MarkupRule[];
  readonly #plain: RegExp;
  readonly #plainInLines: RegExp;
  readonly #state: MarkupState = {
    before: '', lineStart: true, open: [], code: null, fence: null, links: 0, line: 'plain',
  };
  /** Text that is still undecided. */
  #text = '';
  /** Where in `#text` each line of the answer begins. */
  #marks: LineMark[] = [];
  #unspoken: LeftOut | null = null;
  readonly #notices = new NoticeList();

  /**
   * @param tools names of the model's tools, to recognise a call that is written as code
   * @param keepMarkup markup is spoken as it is written; thinking and tool calls are removed all
   * the same
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

  /** Decides about the text held back, because nothing arrived for a while. */
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

  /** Whether text is held back that a `flush` would speak. */
  get pending(): boolean {
    return this.#unspoken === null && this.#text.trim() !== '';
  }

  /** What was removed since the last call. */
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

  /** Returns where the text continues after it; null if that depends on text still to come. */
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

  /** Updates the state for the characters that follow. */
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

/** How many characters of a removed stretch are kept for quoting. */
const KEPT = 60;

/** The stretch being removed at the moment, and how it began. */
interface LeftOut {
  readonly stretch: Unspoken;
  written: string;
}
