import { withoutEmoji } from './emoji.ts';
import { spokenEnglish } from './english/english.ts';
import { inPlainForms } from './letter-forms.ts';
import { inAscii } from './plain-letters.ts';
import { READINGS, type SpeaksCapability } from './speaks.ts';
import { type Unsayable, withoutUnsayable } from './unsayable.ts';

/** Words that will not sound to the caller as intended. */
export interface SpeechWarning {
  /**
   * `language`: everything the agent says; `letters`: these words; `nothing`: no word can be spoken
   * at all.
   */
  readonly kind: 'language' | 'letters' | 'nothing';
  /** What is wrong and what to do, in a sentence or two. */
  readonly message: string;
}

export interface Spoken {
  /** The text as it is passed to the voice; empty if nothing in it can be spoken. */
  readonly spoken: string;
  readonly warnings: readonly SpeechWarning[];
}

/**
 * The text of a piece as it is passed to a voice. In English, whatever the voice does not read
 * correctly by itself is put into words; in other languages numbers are left to the voice. Letters
 * that it does not know are converted to letters it knows, or removed with a warning.
 *
 * @param how `language`: BCP 47, of the agent; `keepMarkup`: the text may contain markup for the
 * voice, so only letters are changed
 */
export function spokenFor(
  text: string,
  how: {
    readonly language: string;
    readonly says: SpeaksCapability;
    readonly keepMarkup?: boolean;
  },
): Spoken {
  const { language, says, keepMarkup = false } = how;
  const [primary = ''] = language.toLowerCase().split('-');
  const plain = inPlainForms(text);
  const worded = keepMarkup ? plain : inWords(plain, language, says);
  const folded = says.letters === 'ascii' ? inAscii(worded) : worded;
  const { text: sayable, unsayable } = withoutUnsayable(folded, says);
  const spoken = keepMarkup ? sayable.trim() : tidy(sayable, says);
  const warnings: SpeechWarning[] = [];
  if (says.languages && !says.languages.includes(primary))
    warnings.push(notInLanguage(says, language));
  const isEmpty = !/[\p{L}\p{N}]/u.test(spoken);
  if (unsayable) warnings.push(notInLetters(says, unsayable, isEmpty));
  else if (isEmpty) warnings.push(wordlessWarning(text));
  return { spoken: isEmpty ? '' : spoken, warnings };
}

/** Removes emoji and, in English, puts into words what the voice does not read by itself. */
function inWords(text: string, language: string, says: SpeaksCapability): string {
  const words = withoutEmoji(text);
  return /^en(?:-|$)/i.test(language) && !readsAll(says)
    ? spokenEnglish(words, language, says.reads)
    : withoutBrackets(words);
}

function readsAll({ reads }: SpeaksCapability): boolean {
  return READINGS.every((reading) => reads.has(reading));
}

/** Removes blanks left over from removed text. French has blanks before some marks. */
function tidy(text: string, { letters }: SpeaksCapability): string {
  const single = text.replace(/\s+/g, ' ').trim();
  return letters === 'any' ? single : single.replace(/ ([,;:!?]|\.(?!\d))/g, '$1');
}

/** "Ada <ada@example.com>": the brackets are not spoken. */
function withoutBrackets(text: string): string {
  return text.replace(/<((?:mailto:|tel:)?)([^<>\s]+[@.:/][^<>\s]+)>/g, '$2');
}

const CURE =
  'Choose a speech engine that speaks it in the settings: those of OpenAI, ElevenLabs and Cartesia speak the larger languages, and a voice of your system may.';

function notInLanguage({ voice, languages }: SpeaksCapability, language: string): SpeechWarning {
  const spoken = (languages ?? []).map(languageName).join(', ');
  return {
    kind: 'language',
    message: `${voice} speaks ${spoken} only, and the agent's language is ${language}: words and numbers come out wrong. ${CURE}`,
  };
}

function notInLetters(
  { voice }: SpeaksCapability,
  { example, script }: Unsayable,
  all: boolean,
): SpeechWarning {
  const name = script === 'other' ? 'letters it does not know' : script;
  const what = all ? 'the caller hears nothing of it' : 'the caller hears the rest only';
  return {
    kind: 'letters',
    message: `${voice} cannot say "${shortened(example)}" (${name}), so ${what}. ${CURE}`,
  };
}

/** The text contains nothing that any voice could speak as words. */
export function wordlessWarning(text: string): SpeechWarning {
  return {
    kind: 'nothing',
    message: `"${shortened(text.trim())}" has no word that can be said, so the caller hears nothing of it. Send words.`,
  };
}

function languageName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? code;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
