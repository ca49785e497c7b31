/**
 * What an agent says when no model is linked: simple, honest, and the same every time. It greets by
 * the name in the prompt, knows the answers that the prompt has as `question → answer` lines (also
 * `->` and `=>`, with alternative questions separated by `|`), and says that it can do no more.
 * Pure.
 */

export interface OfflineTurn {
  readonly prompt: string;
  /**
   * Oldest first; the last one is the person's. Of the agent's words, only those that were heard.
   */
  readonly messages: readonly { readonly role: 'user' | 'agent'; readonly content: string }[];
}

export interface OfflineAnswer {
  readonly text: string;
  /** Whether the person said goodbye. */
  readonly endsCall: boolean;
}

/** Part of every sentence that says so; its presence shows that the person was already told. */
const NOTICE = 'no language model is linked';
const ANSWER_LINE = /^[\s\-*•]*(.+?)\s*(?:→|->|=>)\s*(.+?)\s*$/u;
/** The share of a question's words that must have been said. */
const CLOSE_ENOUGH = 0.6;
const EXCERPT = 80;

const FILLERS = new Set(
  `a an and are at be can could did do does for from have has how i in is it me my of on or our
  please so tell that the there this to us was we what when where which who will with would you
  your hello hi hey um uh`.split(/\s+/),
);
const GOODBYE =
  /\b(bye|goodbye|good bye|see you|talk to you later|that s all|that is all|hang up|tschuss|auf wiedersehen|wiederhoren|adios|hasta luego|au revoir|arrivederci|tchau)\b/;
const THANKS = /\b(thanks|thank you|danke|gracias|merci|grazie|obrigad[oa])\b/;
const GREETING = /^(hello|hi|hey|good (morning|afternoon|evening)|hallo|hola|bonjour|ciao)\b/;

export function offlineAnswer({ prompt, messages }: OfflineTurn): OfflineAnswer {
  const last = messages.at(-1);
  const said = last?.role === 'user' ? last.content.trim() : '';
  const words = normalised(said);
  const known = answersIn(prompt);
  const endsCall = GOODBYE.test(words);
  const found = bestAnswer(words, known);
  if (found !== null) return { text: found, endsCall };
  if (endsCall) return { text: 'Goodbye.', endsCall };
  const wasTold = messages.some(
    ({ role, content }) => role === 'agent' && content.includes(NOTICE),
  );
  const beyondGreeting = contentWords(words.replace(GREETING, ''));
  if (words === '' || (GREETING.test(words) && beyondGreeting.length === 0)) {
    const hasSpoken = messages.some(({ role }) => role === 'agent');
    return { text: greeting(hasSpoken ? null : prompt, wasTold), endsCall };
  }
  if (THANKS.test(words)) return { text: "You're welcome. Anything else?", endsCall };
  return { text: noAnswer(said, wasTold, known), endsCall };
}

interface KnownAnswer {
  readonly questions: readonly string[];
  readonly answer: string;
}

function answersIn(prompt: string): KnownAnswer[] {
  return prompt.split(/\r?\n/).flatMap((line) => {
    const [, left = '', answer = ''] = ANSWER_LINE.exec(line) ?? [];
    const questions = left
      .split('|')
      .map((question) => bare(question.replace(/^\s*q(uestion)?\s*:/i, '')))
      .filter((question) => normalised(question) !== '');
    return questions.length === 0 || bare(answer) === ''
      ? []
      : [{ questions, answer: bare(answer) }];
  });
}

/** Without surrounding blanks and quotation marks. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/^(["“'])(.*)["”']$/u, '$2')
    .trim();
}

function bestAnswer(words: string, known: readonly KnownAnswer[]): string | null {
  if (words === '') return null;
  let best: { score: number; answer: string } | null = null;
  for (const { questions, answer } of known) {
    for (const question of questions) {
      const score = closeness(words, normalised(question));
      if (score >= CLOSE_ENOUGH && score > (best?.score ?? 0)) best = { score, answer };
    }
  }
  return best?.answer ?? null;
}

/**
 * How well the words match the question, 0 to 3: 1 if they contain all of it, 3 if they are nothing
 * else.
 */
function closeness(words: string, question: string): number {
  if (words === question) return 3;
  const asked = contentWords(words);
  const wanted = contentWords(question);
  const heard = wanted.filter((word) => asked.some((other) => areAlike(word, other)));
  // If the words of two questions all occur, the longer question is meant.
  const bonus = heard.length / 100;
  if (` ${words} `.includes(` ${question} `)) return 1 + bonus;
  // A question of nothing but small words ("who are you") must match word for word.
  return wanted.length === 0 ? 0 : heard.length / wanted.length + bonus;
}

/** Lower case, without accents and punctuation; words of scripts without spaces are separated. */
function normalised(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])/gu, ' $1 ');
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function contentWords(words: string): string[] {
  return words.split(' ').filter((word) => word !== '' && !FILLERS.has(word));
}

/** Tolerates different endings ("open", "opening") and one wrong letter in longer words. */
function areAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 4 || long.length - short.length > 3) return false;
  return long.startsWith(short) || (short.length >= 5 && differInOne(short, long));
}

/** Whether one letter is missing, added or different. */
function differInOne(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = long.slice(at + 1);
  return rest === short.slice(at + (short.length === long.length ? 1 : 0));
}

/** `prompt` is null if the agent has greeted before. */
function greeting(prompt: string | null, wasTold: boolean): string {
  const name = prompt === null ? null : nameIn(prompt);
  const opening = name === null ? 'Hello.' : `Hello, this is ${name}.`;
  const told = wasTold
    ? ''
    : ` You should know that ${NOTICE}: I only have the answers in my prompt.`;
  return `${opening}${told} How can I help?`;
}

function nameIn(prompt: string): string | null {
  const [, name] =
    /\b[Yy]our name is (\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)/u.exec(prompt) ??
    /\b[Yy]ou(?:'re|’re| are) (\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*)*)/u.exec(prompt) ??
    [];
  return name ?? null;
}

function noAnswer(said: string, wasTold: boolean, known: readonly KnownAnswer[]): string {
  const heard = `I heard: "${said.length > EXCERPT ? `${said.slice(0, EXCERPT - 1)}…` : said}".`;
  const [first, second] = known.map(({ questions }) => questions[0] ?? '');
  const hint =
    first === undefined
      ? ''
      : ` You can ask me: "${first}"${second === undefined ? '' : `, or "${second}"`}.`;
  const why = wasTold
    ? ' I have no answer to that.'
    : ` I cannot answer that, for ${NOTICE}, and I only have the answers in my prompt.`;
  return `${heard}${why}${hint}`;
}
