import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { type Dispatcher, fetch, type Response } from 'undici';
import type { RealTime } from '../../platform/time/clock.ts';
import { sha256Of } from './file-hash.ts';
import type { ModelFile } from './model-catalogue.ts';
import { diskFailure, ModelFailure } from './model-failure.ts';

const STALL_SECONDS = 30;

/** Opens the file that a download writes to. */
export type OpenFile = (
  path: string,
  flags: 'a' | 'w',
) => Promise<Pick<FileHandle, 'write' | 'close'>>;

export interface FileDownload {
  readonly url: string;
  readonly file: ModelFile;
  /** The final path; until the file is complete and verified, its name ends in `.part`. */
  readonly target: string;
  /** The connections to use. */
  readonly dispatcher: Dispatcher;
  readonly real: RealTime;
  readonly signal: AbortSignal;
  /** Called with the number of bytes on disk. */
  readonly onProgress: (bytes: number) => void;
  /** Default: on the disk. */
  readonly openFile?: OpenFile;
}

/**
 * Downloads one file: resumes an earlier attempt, and deletes a file whose checksum is wrong.
 *
 * @throws ModelFailure
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { file, target, onProgress } = download;
  const part = `${target}.part`;
  let have = await sizeOf(part);
  if (have > file.bytes) {
    await rm(part, { force: true });
    have = 0;
  }
  onProgress(have);
  if (have < file.bytes) await fetchRest(download, part, have);
  if ((await sha256Of(part)) !== file.sha256) {
    await rm(part, { force: true });
    throw new ModelFailure(
      `${file.path} did not arrive as it should: its checksum is wrong. Start again, or try without the mirror.`,
    );
  }
  await rename(part, target);
}

async function fetchRest(download: FileDownload, part: string, have: number): Promise<void> {
  const { url, file, real, signal, dispatcher } = download;
  const stall = new AbortController();
  const expectMore = () => real.after(STALL_SECONDS * 1000, () => stall.abort());
  let timer = expectMore();
  try {
    const response = await fetch(url, {
      headers: have > 0 ? { Range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([signal, stall.signal]),
      dispatcher,
    });
    // A server without range support sends the whole file again.
    const goesOn = response.status === 206 && startOf(response) === have;
    if (!response.body || (response.status !== 200 && !goesOn)) {
      await response.body?.cancel();
      throw new ModelFailure(
        `${url} answered ${response.status}. Check the mirror, or import the model from a folder.`,
      );
    }
    const output = await opened(download, part, goesOn ? 'a' : 'w');
    try {
      let bytes = goesOn ? have : 0;
      for await (const chunk of response.body) {
        timer.cancel();
        timer = expectMore();
        bytes += chunk.length;
        if (bytes > file.bytes) {
          throw new ModelFailure(`${file.path} is larger than it should be. Check the mirror.`);
        }
        await output.write(chunk).catch((error: unknown) => {
          throw diskFailure(part, error);
        });
        download.onProgress(bytes);
      }
      if (bytes < file.bytes) throw new Error('the connection ended too early');
    } finally {
      await output.close();
    }
  } catch (error) {
    if (signal.aborted || error instanceof ModelFailure) throw error;
    const why = stall.signal.aborted ? `nothing came for ${STALL_SECONDS} s` : reason(error);
    throw new ModelFailure(
      `The download from ${new URL(url).origin} broke off (${why}). Start again: it goes on where it ended.`,
      { cause: error },
    );
  } finally {
    timer.cancel();
  }
}

async function opened(download: FileDownload, part: string, flags: 'a' | 'w') {
  const openFile = download.openFile ?? openPrivately;
  try {
    return await openFile(part, flags);
  } catch (error) {
    throw diskFailure(part, error);
  }
}

const openPrivately: OpenFile = (path, flags) => open(path, flags, 0o600);

/** The first byte of a partial response. */
function startOf(response: Response): number | null {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match ? Number(match[1]) : null;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

function reason(error: unknown): string {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  const { code } = cause as NodeJS.ErrnoException;
  return code === undefined || code === 'ADDRESS_REFUSED' ? cause.message : code;
}
