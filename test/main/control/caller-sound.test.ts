import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callerSound } from '../../../main/control/operations/caller-sound.ts';
import { wavHeader } from '../../../main/speech/wav.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-sound-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SAMPLES = 1_600;
const WAV = Buffer.concat([wavHeader(16_000, 1, 0), Buffer.alloc(SAMPLES * 2, 1)]);

describe("a caller's sound", () => {
  it('is taken as base64, also of a streamed file', async () => {
    expect(await callerSound(WAV.toString('base64'), false)).toHaveLength(SAMPLES);
  });

  it.each(['said.wav', 'YWJj'])(
    'is taken from the file %s in the plain Node form',
    async (name) => {
      const path = join(folder, name);
      writeFileSync(path, WAV);
      expect(await callerSound(path, true)).toHaveLength(SAMPLES);
      await expect(callerSound(path, false)).rejects.toThrow(
        'only where the app runs in plain Node',
      );
    },
  );

  it('is refused in words', async () => {
    mkdirSync(join(folder, 'folder.wav'));
    const cases: [string, string][] = [
      [join(folder, 'none.wav'), 'ENOENT'],
      [join(folder, 'folder.wav'), 'is no file'],
      ['said.wav', 'neither base64 nor an absolute path'],
      [Buffer.from('ID3 no sound').toString('base64'), 'This is no WAV file'],
      [Buffer.from(wavHeader(16_000, 1, 0)).toString('base64'), 'holds no sound'],
      [Buffer.from(wavHeader(7, 0, 0)).toString('base64'), '0 channels'],
    ];
    for (const [wav, words] of cases) {
      await expect(callerSound(wav, true)).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining(words),
      });
    }
  });
});
