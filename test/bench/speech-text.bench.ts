/**
 * Measures the way from a model's words to the voice's input, in µs per 100 characters: removing
 * markup, cutting sentences, putting words for the embedded voice, and all together. The texts are
 * those of the tests, in answers of some 300 characters, split into tokens of four. Each pass
 * alternates with one that parses the same tokens from a model's JSON. Limits are multiples of
 * that, which a slow or busy machine does not change.
 */

import { SpeakableStream } from '../../common/rules/speech-text/markup/speakable-stream.ts';
import { EMBEDDED_VOICE } from '../../common/rules/speech-text/normalise/speaks.ts';
import { spokenFor } from '../../common/rules/speech-text/normalise/spoken-for.ts';
import { Segmenter } from '../../common/rules/speech-text/segmentation/segmenter.ts';
import { SpokenPieces } from '../../common/rules/speech-text/spoken-pieces.ts';
import { ThinkingHabit } from '../../common/rules/speech-text/thinking-first.ts';
import { readCases } from '../common/rules/speech-text/read-cases.ts';

const PASSES = 60;
const WARM_UP = 15;
const ANSWER_LENGTH = 300;
const TOKEN_LENGTH = 4;
/** Limits as multiples of parsing the same tokens, at the median. */
const MOST = { markup: 7, sentences: 6, words: 35, all: 50 };

const LANGUAGE = 'en-US';
const TOOLS = ['lookup_order', 'book'];
const answers = answersOf(
  ['markup.txt', 'spoken.en-us.txt', 'sentences.en.txt'].flatMap((file) =>
    readCases(file).map(([written]) => written),
  ),
);
const tokens = answers.map(tornApart);
const events = tokens.map((parts) =>
  parts.map((content) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] })),
);
const characters = answers.reduce((sum, text) => sum + text.length, 0);
/** In pieces as they reach the voice, because each has a fixed cost, however short it is. */
const written = tokens.flatMap((parts) => {
  const pieces = newPieces();
  return [...parts.flatMap((part) => pieces.push(part, 0, 0)), ...pieces.end()].map(
    ({ text }) => text,
  );
});
/** Read at the end, so that no work can be optimised away as unused. */
let made = 0;

const reading = () => {
  for (const parts of events) for (const part of parts) made += JSON.parse(part).choices.length;
};
const stages: readonly [name: keyof typeof MOST, run: () => void][] = [
  [
    'markup',
    () => {
      for (const parts of tokens) {
        const stream = new SpeakableStream(TOOLS);
        for (const part of parts) made += stream.push(part).words.length;
        made += stream.end().words.length;
      }
    },
  ],
  [
    'sentences',
    () => {
      for (const parts of tokens) {
        const segmenter = new Segmenter(LANGUAGE);
        for (const part of parts) made += segmenter.push(part, 0).length;
        made += segmenter.flush().length;
      }
    },
  ],
  [
    'words',
    () => {
      for (const text of written) made += inWords(text);
    },
  ],
  [
    'all',
    () => {
      for (const parts of tokens) {
        const pieces = newPieces();
        for (const part of parts)
          for (const { text } of pieces.push(part, 0, 0)) made += inWords(text);
        for (const { text } of pieces.end()) made += inWords(text);
      }
    },
  ],
];

console.log(
  `${answers.length} answers, ${characters} characters, ${tokens.flat().length} tokens, ${written.length} pieces, ${PASSES} passes`,
);
const reached = stages.map(([name, run]) => {
  const took: number[] = [];
  const shares: number[] = [];
  for (let pass = 0; pass < WARM_UP + PASSES; pass += 1) {
    const floorUs = usOf(reading);
    const us = usOf(run);
    if (pass < WARM_UP) continue;
    took.push((us / characters) * 100);
    shares.push(us / floorUs);
  }
  const cost = figures(took);
  const share = figures(shares);
  console.log(
    `${name}: p50 ${cost.p50.toFixed(1)}, p95 ${cost.p95.toFixed(1)}, least ${cost.least.toFixed(1)} µs per 100 characters; ${share.p50.toFixed(2)} times reading the tokens (p95 ${share.p95.toFixed(2)}), at most ${MOST[name]}`,
  );
  return share.p50 <= MOST[name];
});
if (made === 0) throw new Error('Nothing was made of the texts.');
process.exitCode = reached.every(Boolean) ? 0 : 1;

function newPieces(): SpokenPieces {
  return new SpokenPieces({
    language: LANGUAGE,
    tools: TOOLS,
    linesArePhrases: false,
    keepMarkup: false,
    habit: new ThinkingHabit(),
  });
}

function inWords(text: string): number {
  return spokenFor(text, { language: LANGUAGE, says: EMBEDDED_VOICE }).spoken.length;
}

/** The texts one after the other, in answers of about the length that is usual on the phone. */
function answersOf(texts: readonly string[]): string[] {
  const all: string[] = [];
  for (const text of texts) {
    const last = all.at(-1);
    if (last === undefined || last.length >= ANSWER_LENGTH) all.push(text);
    else all[all.length - 1] = `${last}\n${text}`;
  }
  return all;
}

function tornApart(text: string): string[] {
  return text.match(new RegExp(`[^]{1,${TOKEN_LENGTH}}`, 'g')) ?? [];
}

function usOf(run: () => void): number {
  const startedMs = performance.now();
  run();
  return (performance.now() - startedMs) * 1_000;
}

function figures(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), least: sorted[0] ?? Number.NaN };
}
