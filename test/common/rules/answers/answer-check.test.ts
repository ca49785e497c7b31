import { describe, expect, it } from 'vitest';
import type { DeliveryAttempt, KeptBody } from '../../../../common/contract/index.ts';
import { keptText } from '../../../../common/rules/answers/kept-text.ts';
import { unsentWords } from '../../../../common/rules/answers/text-answer-check.ts';
import { checkVoiceAnswer } from '../../../../common/rules/answers/voice-answer-check.ts';

const kept = (text: string): KeptBody =>
  ({ text, base64: null, sizeBytes: text.length, truncated: false }) as unknown as KeptBody;
const attempt = (body: KeptBody | null, type = 'application/json') =>
  ({ responseBody: body, responseHeaders: [['Content-Type', type]] }) as unknown as DeliveryAttempt;

describe('a recorded body as text', () => {
  it.each<[Partial<KeptBody> | null, string]>([
    [null, ''],
    [{ text: 'Hi', base64: null }, 'Hi'],
    [{ text: null, base64: null }, ''],
    [{ text: 'Hi', base64: 'TmV2ZXI=' }, 'Hi'],
    [{ text: null, base64: 'w6k=' }, 'é'],
    [{ text: null, base64: 'Q2Fm6Q==' }, 'Caf\ufffd'],
  ])('%j: %j', (body, text) => {
    expect(keptText(body as KeptBody | null)).toBe(text);
  });
});

describe('words in the answer to a text', () => {
  it.each([
    ['{"text":"See you at 9"}', '"text": "See you at 9"'],
    ['{"message":"See you"}', '"message": "See you"'],
    ['{"reply":"See you"}', '"reply": "See you"'],
    ['{"response":"See you"}', '"response": "See you"'],
    ['{"body":"See you"}', '"body": "See you"'],
    ['{"content":"See you"}', '"content": "See you"'],
    ['{"content":"B","text":"A"}', '"text": "A"'],
    ['{"text":" ","message":"See you"}', '"message": "See you"'],
    ['{"message":"ok","text":7,"reply":"See you"}', '"reply": "See you"'],
    [' {"text":"One","interim":true}\n{"text":"Two"}', '"text": "One"'],
    [`{"text":"${'x'.repeat(80)}"}`, `"text": "${'x'.repeat(80)}"`],
    [`{"text":"${'x'.repeat(81)}"}`, `"text": "${'x'.repeat(79)}…"`],
    ['{"message":"ok, see you at 9"}', '"message": "ok, see you at 9"'],
    ['{"message":"not ok"}', '"message": "not ok"'],
  ])('were not sent: %s', (body, words) => {
    expect(unsentWords(attempt(kept(body)))).toBe(words);
  });

  it.each([
    ...['ok', 'OK', 'Okay', 'success', 'Successful', 'received', 'receive', 'accepted'],
    ...['processed', 'done', 'Done!', 'thank', 'thanks.', 'ack', 'acknowledged', ' queued '],
  ])('that only acknowledge the request were not meant to be: %j', (message) => {
    expect(unsentWords(attempt(kept(JSON.stringify({ message }))))).toBeNull();
  });

  it.each([
    '',
    'ok',
    '[]',
    '["text"]',
    'null',
    '"text"',
    '{"ok":true}',
    '{"text":null}',
    '{"text":',
  ])('are not in %j', (body) => {
    expect(unsentWords(attempt(kept(body)))).toBeNull();
    expect(unsentWords(attempt(null))).toBeNull();
  });
});

describe('the check of an answer to a voice turn', () => {
  function check(body: string | null, type?: string): string[][] {
    const said: string[][] = [];
    checkVoiceAnswer(attempt(body === null ? null : kept(body), type), {
      ok: (step, finding) => void said.push(['ok', step, finding]),
      note: (step, finding) => void said.push(['note', step, finding]),
      problem: (step, finding, fix) => void said.push(['problem', step, finding, fix ?? '']),
    });
    return said;
  }
  const OBJECTS = ['ok', 'jsonObject', 'It answered JSON objects.'];
  const TEXT = ['ok', 'textPresent', 'It gave text to speak.'];
  const STREAM = 'application/x-ndjson';

  it.each([
    ['{"text":"Hi"}', 'application/json', [OBJECTS, TEXT]],
    ['{"text":"One","interim":true}\n{"text":"Two"}', STREAM, [OBJECTS, TEXT]],
    // Only one of the lines has to say something.
    ['{"text":" ","interim":true}\n{"text":"Two"}\n', STREAM, [OBJECTS, TEXT]],
  ])('is content with %j', (body, type, said) => {
    expect(check(body, type).slice(0, 2)).toEqual(said);
  });

  it.each([null, '', ' \n'])('knows silence: %j', (body) => {
    expect(check(body)).toEqual([
      [
        'problem',
        'jsonObject',
        'The answer was empty, so the caller heard silence.',
        'Answer {"text": "…"}.',
      ],
    ]);
  });

  it('says of what is no JSON only what the warning says', () => {
    expect(check('Hello')).toEqual([
      [
        'problem',
        'jsonObject',
        'The answer is not JSON: "Hello". Send {"text": "…"}; the caller heard nothing of this.',
        '',
      ],
    ]);
  });

  it('says what to answer where a stream has no line at all', () => {
    expect(check('\n \n.\n'.replace('.', ''), STREAM)).toEqual([
      expect.arrayContaining(['The answer was empty, so the caller heard silence.']),
    ]);
  });

  it('goes on where some lines of a stream were skipped', () => {
    const said = check('{"te\n{"text":"Hi"}', STREAM);
    expect(said).toEqual([
      [
        'note',
        'jsonObject',
        expect.stringMatching(/^Some lines were skipped\. Line 1 was skipped/),
      ],
      TEXT,
    ]);
  });

  it.each(['{"action":"hangup"}', '{"digits":"1"}'])(
    'takes %s for something to do without words',
    (body) => {
      expect(check(body)).toEqual([
        OBJECTS,
        ['note', 'textPresent', 'It gave no text, but something to do.'],
      ]);
    },
  );

  it('says once why there are no words', () => {
    expect(check('{"message":"Hi"}')).toEqual([
      OBJECTS,
      [
        'problem',
        'textPresent',
        'The answer has "message" but no "text", so nothing was spoken. Rename "message" to "text".',
        'Put what is to be said into "text".',
      ],
    ]);
  });

  it('passes on what the call was warned about, each once', () => {
    expect(check('{"text":"Hi","language":"de"}')).toEqual([
      OBJECTS,
      TEXT,
      ['note', 'understood', '"language" in an answer is ignored; it is a setting of the agent.'],
    ]);
    const twice = '{"text":"Hi","language":"de","interim":true}\n{"text":"Hi","language":"de"}';
    expect(check(twice, STREAM)[2]).toEqual([
      'note',
      'understood',
      '"language" in an answer is ignored; it is a setting of the agent.',
    ]);
  });

  it('calls it a problem where words were lost, and names nothing else then', () => {
    const lost = check('{"text":"Hi","language":"de"}\n{"text":"More"}', STREAM);
    expect(lost[2]).toEqual([
      'problem',
      'understood',
      expect.stringMatching(/^Lines after the first one without "interim": true are ignored/),
      'Correct the lines that the finding names.',
    ]);
    expect(lost[2]?.[2]).not.toContain('language');
  });

  it('finds the content type under any case of its name, and takes none for an object', () => {
    const found: string[] = [];
    const say = {
      ok: (_step: string, finding: string) => void found.push(finding),
      note: () => {},
      problem: (_step: string, finding: string) => void found.push(finding),
    };
    const body = kept('{"text":"One","interim":true}\n{"text":"Two"}');
    const headers = [
      ['x-a', 'b'],
      ['CONTENT-TYPE', STREAM],
    ];
    const given = { responseBody: body, responseHeaders: headers };
    checkVoiceAnswer(given as unknown as DeliveryAttempt, say);
    expect(found[0]).toBe('It answered JSON objects.');
    checkVoiceAnswer({ ...given, responseHeaders: [] } as unknown as DeliveryAttempt, say);
    expect(found.at(-1)).toContain('is not marked as a stream');
  });
});
