import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted } from '../../../renderer/agents/shell-quote.ts';

describe('text for a shell', () => {
  it('is quoted so that a shell gives back the very text', {
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
