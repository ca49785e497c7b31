import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { ApiError } from '../../../common/contract/index.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import { monoAt } from '../../speech/mono.ts';
import { readWav } from '../../speech/wav.ts';

/** A little more than ten minutes of 16-bit sound at 16 kHz. */
const MOST_BYTES = 21_000_000;

/**
 * Reads the caller's sound from a WAV file.
 *
 * @param wav base64, or the path of a file if `takesPaths` is set
 * @throws ApiError `VALIDATION_ERROR` that says what is wrong with it
 */
export async function callerSound(wav: string, takesPaths: boolean): Promise<Int16Array> {
  try {
    const bytes = base64Bytes(wav) ?? (await bytesOfFile(wav, takesPaths));
    const samples = monoAt(readWav(bytes), SAMPLE_RATE_HZ);
    if (samples.length === 0) throw new Error('The WAV file holds no sound.');
    return samples;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw refused((error as Error).message);
  }
}

/**
 * A path may consist of base64 characters too: a text with a leading slash only counts as sound if
 * it decodes to a WAV.
 */
function base64Bytes(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return text.startsWith('/') && bytes.toString('latin1', 0, 4) !== 'RIFF' ? null : bytes;
}

async function bytesOfFile(path: string, takesPaths: boolean): Promise<Uint8Array> {
  if (!takesPaths) {
    throw refused(
      'Give the WAV file in base64. Paths are read only where the app runs in plain Node (npm run serve).',
    );
  }
  if (!isAbsolute(path)) {
    throw refused(`"${path.slice(0, 80)}" is neither base64 nor an absolute path of a WAV file.`);
  }
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'unknown');
  if (typeof found === 'string') throw refused(`${path} cannot be read (${found}).`);
  if (!found.isFile()) throw refused(`${path} is no file.`);
  if (found.size > MOST_BYTES) {
    throw refused(`${path} is larger than ${MOST_BYTES / 1_000_000} MB. Play it in parts.`);
  }
  return readFile(path);
}

function refused(why: string): ApiError {
  return new ApiError('VALIDATION_ERROR', `wav: ${why}`);
}
