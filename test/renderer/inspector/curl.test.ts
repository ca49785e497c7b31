import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCurl, quoted } from '../../../renderer/inspector/curl.ts';
import { deliveryDetail } from '../state/live-fixtures.ts';

describe('a delivery as curl', () => {
  it('repeats the headers but those curl writes itself', () => {
    const [attempt] = deliveryDetail().attempts;
    if (!attempt) throw new Error('The fixture has an attempt.');
    const command = asCurl('http://127.0.0.1:3000/hook', {
      ...attempt,
      requestHeaders: [
        ['Host', '127.0.0.1:3000'],
        ['X-Webhook-ID', 'voice_a'],
      ],
    });
    expect(command).toBe(
      "curl -X POST 'http://127.0.0.1:3000/hook' \\\n  -H 'X-Webhook-ID: voice_a' \\\n  --data-binary '{}'",
    );
  });

  it('quotes so that a shell gives back the very text', {
    skip: process.platform === 'win32',
  }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        // A shell argument ends at a NUL, and printf reads bytes: lone surrogates cannot get there.
        const text = given.replaceAll('\0', '').toWellFormed();
        const shown = execFileSync('/bin/sh', ['-c', `printf %s ${quoted(text)}`], {
          encoding: 'utf8',
        });
        expect(shown).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});
