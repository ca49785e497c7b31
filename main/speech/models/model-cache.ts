import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Dispatcher } from 'undici';
import { proxiedAgent } from '../../outbound/guarded-agent.ts';
import { type ProxyChoice, straight } from '../../outbound/proxy-choice.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import { downloadFile, type OpenFile } from './file-download.ts';
import { sha256Of } from './file-hash.ts';
import { bytesOf, MODEL_HUB, type SpeechModel } from './model-catalogue.ts';
import { diskFailure, ModelFailure } from './model-failure.ts';

export type ModelState = 'notInstalled' | 'downloading' | 'ready' | 'failed';

export interface ModelStatus {
  readonly model: SpeechModel;
  readonly state: ModelState;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Why it failed, and what to do. */
  readonly problem: string | null;
}

export interface ModelCacheDeps {
  /** The folder `models/` within the data folder. */
  readonly folder: string;
  readonly models: readonly SpeechModel[];
  readonly real: RealTime;
  readonly openFile?: OpenFile;
  readonly proxyOf?: ProxyChoice;
}

interface Fetching {
  readonly wanted: AbortController;
  readonly over: Promise<void>;
  receivedBytes: number;
}

/** Written last, so that a folder with this file is complete. It records what was verified. */
const MARK = 'agentphone-model.json';

/** The recognition models on this computer: downloads, imports and removes them. */
export class ModelCache {
  readonly #deps: ModelCacheDeps;
  readonly #fetching = new Map<string, Fetching>();
  readonly #problems = new Map<string, string>();
  readonly #agent: Dispatcher;

  constructor(deps: ModelCacheDeps) {
    this.#deps = deps;
    this.#agent = proxiedAgent({ reach: () => 'lan' }, deps.proxyOf ?? straight);
  }

  list(): ModelStatus[] {
    return this.#deps.models.map((model) => this.#status(model));
  }

  find(id: string): SpeechModel | null {
    return this.#deps.models.find((model) => model.id === id) ?? null;
  }

  /** The folder of an installed model; null if it is not installed. */
  folderOf(id: string): string | null {
    const model = this.find(id);
    return model && this.#isWhole(model) ? this.#folder(model) : null;
  }

  /** Starts or resumes a download, whose progress is in the status. */
  install(model: SpeechModel, mirror: string | null): ModelStatus {
    if (!this.#isWhole(model) && !this.#fetching.has(model.id)) {
      this.#problems.delete(model.id);
      const wanted = new AbortController();
      const fetching: Fetching = { wanted, over: Promise.resolve(), receivedBytes: 0 };
      this.#fetching.set(model.id, fetching);
      const over = this.#fetch(model, mirror ?? MODEL_HUB, fetching);
      this.#fetching.set(model.id, Object.assign(fetching, { over }));
    }
    return this.#status(model);
  }

  /** Stops the download; what has arrived is kept for the next time. */
  async cancel(model: SpeechModel): Promise<ModelStatus> {
    const fetching = this.#fetching.get(model.id);
    fetching?.wanted.abort();
    await fetching?.over;
    return this.#status(model);
  }

  async remove(model: SpeechModel): Promise<ModelStatus> {
    await this.cancel(model);
    this.#problems.delete(model.id);
    await rm(this.#folder(model), { recursive: true, force: true });
    return this.#status(model);
  }

  /**
   * Imports the model's files from a folder, for computers that are offline. They may be in
   * subfolders as on the hub, or all in one place. Each is verified.
   *
   * @throws ModelFailure
   */
  async import(model: SpeechModel, from: string): Promise<ModelStatus> {
    await this.cancel(model);
    const found = model.files.map((file) => ({
      file,
      source: [join(from, file.path), join(from, basename(file.path))].find(existsSync) ?? null,
    }));
    const missing = found.filter(({ source }) => source === null).map(({ file }) => file.path);
    if (missing.length > 0) {
      throw new ModelFailure(
        `${from} is not a whole ${model.name}: ${missing.join(', ')} not found. Download them from ${MODEL_HUB}/${model.repository}/tree/${model.revision}.`,
      );
    }
    for (const { file, source } of found) {
      if (source === null) continue;
      if ((await sha256Of(source)) !== file.sha256) {
        throw new ModelFailure(
          `${source} is not the ${file.path} of ${model.name} that this app knows: its checksum is another. Take it from ${MODEL_HUB}/${model.repository}/tree/${model.revision}.`,
        );
      }
      const target = join(this.#folder(model), file.path);
      try {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await copyFile(source, target);
        // The copy has the mode of the original.
        await chmod(target, 0o600);
      } catch (error) {
        throw diskFailure(target, error);
      }
    }
    await this.#mark(model);
    this.#problems.delete(model.id);
    return this.#status(model);
  }

  /** Stops all downloads, because the app is shutting down. */
  async stop(): Promise<void> {
    for (const { wanted } of this.#fetching.values()) wanted.abort();
    await Promise.all([...this.#fetching.values()].map(({ over }) => over));
    await this.#agent.destroy();
  }

  /** Never rejects: failures are in the status. */
  async #fetch(model: SpeechModel, hub: string, fetching: Fetching): Promise<void> {
    const { real, openFile } = this.#deps;
    const { signal } = fetching.wanted;
    try {
      let before = 0;
      for (const file of model.files) {
        const target = join(this.#folder(model), file.path);
        const done = before;
        if (sizeOf(target) !== file.bytes) {
          await mkdir(dirname(target), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
            throw diskFailure(target, error);
          });
          await downloadFile({
            url: `${hub}/${model.repository}/resolve/${model.revision}/${file.path}`,
            file,
            target,
            dispatcher: this.#agent,
            real,
            signal,
            onProgress: (bytes) => {
              fetching.receivedBytes = done + bytes;
            },
            ...(openFile ? { openFile } : {}),
          });
        }
        before += file.bytes;
        fetching.receivedBytes = before;
      }
      await this.#mark(model);
    } catch (error) {
      if (!signal.aborted) this.#problems.set(model.id, (error as Error).message);
    } finally {
      this.#fetching.delete(model.id);
    }
  }

  #status(model: SpeechModel): ModelStatus {
    const totalBytes = bytesOf(model);
    const fetching = this.#fetching.get(model.id);
    const problem = this.#problems.get(model.id) ?? null;
    if (fetching) {
      const { receivedBytes } = fetching;
      return { model, state: 'downloading', receivedBytes, totalBytes, problem: null };
    }
    if (this.#isWhole(model)) {
      return { model, state: 'ready', receivedBytes: totalBytes, totalBytes, problem: null };
    }
    const receivedBytes = this.#received(model);
    const state = problem === null ? 'notInstalled' : 'failed';
    return { model, state, receivedBytes, totalBytes, problem };
  }

  #received(model: SpeechModel): number {
    return model.files.reduce((sum, file) => {
      const target = join(this.#folder(model), file.path);
      const bytes = sizeOf(target) ?? sizeOf(`${target}.part`) ?? 0;
      return sum + Math.min(bytes, file.bytes);
    }, 0);
  }

  /** The checksums were verified when the files arrived; checking their sizes is enough now. */
  #isWhole(model: SpeechModel): boolean {
    const folder = this.#folder(model);
    try {
      const mark: unknown = JSON.parse(readFileSync(join(folder, MARK), 'utf8'));
      if (typeof mark !== 'object' || mark === null || !('revision' in mark)) return false;
      if (mark.revision !== model.revision) return false;
    } catch {
      return false;
    }
    return model.files.every(({ path, bytes }) => sizeOf(join(folder, path)) === bytes);
  }

  async #mark(model: SpeechModel): Promise<void> {
    const { repository, revision, licence } = model;
    const path = join(this.#folder(model), MARK);
    try {
      const mark = `${JSON.stringify({ repository, revision, licence }, null, 2)}\n`;
      await writeFile(path, mark, { mode: 0o600 });
    } catch (error) {
      throw diskFailure(path, error);
    }
  }

  #folder(model: SpeechModel): string {
    return join(this.#deps.folder, model.id);
  }
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
