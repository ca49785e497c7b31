import type { NoticeKind, Unspoken } from './unspoken.ts';

/** Something was left out, or put in other words. */
export interface Notice {
  readonly kind: NoticeKind;
  /** As it was written; long things shortened. */
  readonly written: string;
}

/** What earlier text of the turn means for what comes next. */
export interface MarkupState {
  /** The character before; empty at the beginning. */
  before: string;
  /** Nothing but indentation and list marks stands before it on its line. */
  lineStart: boolean;
  /** Marks of emphasis that wait for their counterparts. */
  readonly open: string[];
  /** The backticks that end the code it is in. */
  code: string | null;
  /** The marks that end the block of code it is in. */
  fence: string | null;
  /** The text of so many links is being read. */
  links: number;
  line: 'plain' | 'heading' | 'table';
}

/** Where the stream stands. */
export interface Place {
  readonly text: string;
  readonly at: number;
  /** Nothing more comes: what is undecided must be decided. */
  readonly final: boolean;
  readonly state: MarkupState;
}

/** What a rule makes of the next characters. */
export interface Outcome {
  /** So many characters are dealt with; at least one. */
  readonly length: number;
  /** What is spoken in their place; nothing when absent. */
  readonly say?: string;
  /** What follows begins a line for the other rules, as this did. */
  readonly keepsLineStart?: boolean;
  readonly notice?: NoticeKind;
  /** What follows is not spoken, until it ends. */
  readonly opens?: Unspoken;
  /** What came before it and was not yet handed out is not to be spoken either. */
  readonly takesBack?: boolean;
}

/**
 * Looks at the characters at a place: the outcome, null when the rule does not apply, or `more` when
 * that depends on what follows. Once it is anything but `more` no longer text may change it, and
 * only with an outcome may it change the state.
 */
export type MarkupRule = (place: Place) => Outcome | 'more' | null;
