import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../../common/rules/quoting/shell.ts';
import { readPastedRequest } from '../../../../renderer/inspector/clinic/pasted-request.ts';

const SIGNATURE = `sha256=${'ab'.repeat(32)}`;

describe('a pasted request', () => {
  it('is read from raw HTTP, its body byte for byte', () => {
    const raw = `POST /hook HTTP/1.1\r\nx-webhook-timestamp: 1794000000\r\nX-Webhook-Signature: ${SIGNATURE}\r\n\r\n{"a": 1}\n`;
    expect(readPastedRequest(raw)).toEqual({
      timestamp: '1794000000',
      signature: SIGNATURE,
      body: '{"a": 1}\n',
    });
  });

  it('is read from a curl command with its quotes undone', () => {
    const curl = `curl -X POST 'http://127.0.0.1/hook' \\\n  -H 'X-Webhook-Timestamp: 1794000000' \\\n  -H 'X-Webhook-Signature: ${SIGNATURE}' \\\n  --data-binary '{"say":"it'\\''s"}'`;
    expect(readPastedRequest(curl)).toEqual({
      timestamp: '1794000000',
      signature: SIGNATURE,
      body: `{"say":"it's"}`,
    });
  });

  it('is read from a curl command whose body a terminal would act on', () => {
    const body = '{"say":"tab\there, it\'s \u2028 \r"}';
    const curl = `curl --header 'X-Webhook-Timestamp: 1' --data-raw ${shellWord(body)}`;
    expect(readPastedRequest(curl)?.body).toBe(body);
  });

  it('is refused without either header, and never throws', () => {
    expect(readPastedRequest('hello')).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readPastedRequest(text)).not.toThrow();
        expect(() => readPastedRequest(`X-Webhook-Signature: ${text}`)).not.toThrow();
      }),
    );
  });
});
