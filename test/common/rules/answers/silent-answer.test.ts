import { describe, expect, it } from 'vitest';
import { silentAnswer } from '../../../../common/rules/answers/voice-answer-check.ts';

function answer(text: string, type = 'application/json', truncated = false) {
  const responseBody = { text, base64: null, sizeBytes: text.length, truncated };
  return { responseHeaders: [['Content-Type', type]] as const, responseBody };
}

describe('an answer to a caller', () => {
  it('is silent when nothing of it can be spoken', () => {
    for (const text of [
      '',
      '{"text": "Hello, ',
      '"Hello"',
      '{}',
      '{"text": "  "}',
      '<html></html>',
    ]) {
      expect(silentAnswer(answer(text))?.finding, text).toBeTruthy();
    }
    expect(silentAnswer(answer('{"text": "Hel\n', 'application/x-ndjson'))).not.toBeNull();
  });

  it('is not silent when some of it is heard, or something is done', () => {
    expect(silentAnswer(answer('{"text": "Hello"}'))).toBeNull();
    expect(silentAnswer(answer('{"hangup": true}'))).toBeNull();
    const lines = '{"text": "Hi", "interim": true}\nnot json\n{"text": "bye"}\n';
    expect(silentAnswer(answer(lines, 'application/x-ndjson'))).toBeNull();
  });

  it('is not judged by a part of it', () => {
    expect(silentAnswer(answer('{"text": "Hel', 'application/json', true))).toBeNull();
  });
});
