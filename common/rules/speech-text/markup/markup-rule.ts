import type { NoticeKind, Unspoken } from './unspoken.ts';

/** Reports that something was removed or rephrased. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The original text, shortened if it is long. */
  readonly written: string;
}

/** What the earlier text of the turn implies for the next characters. */
export interface MarkupState {
  /** The previous character; empty at the beginning. */
  before: string;
  /** Whether only indentation and list marks precede it on its line. */
  lineStart: boolean;
  /** Marks of emphasis that are still open. */
  readonly open: string[];
  /** The backticks that will end the current inline code. */
  code: string | null;
  /** The fence that will end the current code block. */
  fence: string | null;
  /** How many links are open whose text is being read. */
  links: number;
  line: 'plain' | 'heading' | 'table';
}

/** The current position in the stream. */
export interface Place {
  readonly text: string;
  readonly at: number;
  /** The text is complete: whatever is undecided must be decided now. */
  readonly final: boolean;
  readonly state: MarkupState;
}

/** What a rule does with the next characters. */
export interface Outcome {
  /** How many characters it covers; at least one. */
  readonly length: number;
  /** What is spoken instead; nothing if absent. */
  readonly say?: string;
  /** If it was at the start of a line, the text after it counts as such too. */
  readonly keepsLineStart?: boolean;
  readonly notice?: NoticeKind;
  /** Begins a stretch that is not spoken. */
  readonly opens?: Unspoken;
  /** The words before it that were not handed out yet must not be spoken either. */
  readonly takesBack?: boolean;
}

/**
 * Examines the characters at a place. Returns an outcome, null if the rule does not apply, or
 * `more` if that depends on text still to come. A result other than `more` must hold whatever text
 * follows, and only a rule that returns an outcome may change the state.
 */
export type MarkupRule = (place: Place) => Outcome | 'more' | null;
