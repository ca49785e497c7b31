import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import { readWav } from '../wav.ts';

/** The words for Flite, and one of its own voices. */
export interface FliteWords {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

/** After standard input, output and errors come the folders. */
const FIRST_FOLDER = 3;
const FOLDER = '/out';
const FILE = 'speech.wav';

/**
 * Runs Flite, a program that speaks one sentence and exits. One instance is reused by resetting its
 * memory to the initial state: a new one per sentence would be slower and wear out the process,
 * because V8 has been observed to fail after many. It has no disk: its output is a file in memory.
 */
export class FliteEngine {
  readonly #module: WebAssembly.Module;
  readonly #folder = new PreopenDirectory(FOLDER, new Map());
  readonly #wasi: WASI;
  #errors: string[] = [];
  #run: { readonly instance: WebAssembly.Instance; readonly fresh: Uint8Array } | null = null;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    const streams = [
      new OpenFile(new File([])),
      ConsoleStdout.lineBuffered(() => {}),
      ConsoleStdout.lineBuffered((line) => this.#errors.push(line)),
    ];
    this.#wasi = new WASI([], [], [...streams, this.#folder], { debug: false });
  }

  /**
   * 16 kHz sound, including the silence that Flite adds around it.
   *
   * @throws Error if Flite does not accept the words
   */
  speak(words: FliteWords): Int16Array {
    this.#run ??= this.#start();
    const { instance, fresh } = this.#run;
    const memory = new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
    memory.set(fresh);
    memory.fill(0, fresh.length);
    this.#folder.dir.contents.clear();
    this.#wasi.fds.length = FIRST_FOLDER + 1;
    this.#wasi.args = argumentsFor(words);
    this.#errors = [];
    try {
      const code = this.#wasi.start(instance as Parameters<WASI['start']>[0]);
      const file = this.#folder.dir.contents.get(FILE);
      if (code === 0 && file instanceof File) return readWav(file.data).samples;
      throw new Error(`Flite ended with code ${code}. ${this.#errors.join(' ')}`.trim());
    } catch (error) {
      // After a failure its state is unknown, because its stack is not part of its memory.
      this.#run = null;
      throw error;
    }
  }

  #start() {
    const imports = { wasi_snapshot_preview1: this.#wasi.wasiImport };
    const instance = new WebAssembly.Instance(this.#module, imports);
    const { buffer } = instance.exports.memory as WebAssembly.Memory;
    return { instance, fresh: new Uint8Array(buffer.slice(0)) };
  }
}

function argumentsFor({ text, voice, speed }: FliteWords): string[] {
  const stretch = (1 / speed).toFixed(3);
  const settings = ['-voice', voice, '--setf', `duration_stretch=${stretch}`];
  return ['flite', ...settings, '-t', text, '-o', `${FOLDER}/${FILE}`];
}
