import { createHash } from 'node:crypto';
import type { ModelFile, SpeechModel } from '../../../main/speech/models/model-catalogue.ts';
import { SpeechServer } from './speech-server.ts';

/** A model of two small files. */
export const CONTENT: Readonly<Record<string, Buffer>> = {
  'config.json': Buffer.from('{"model_type":"tiny"}'),
  'onnx/model_quantized.onnx': Buffer.alloc(300_000, 'weights '),
};

export const TINY_MODEL: SpeechModel = modelOf('tiny', CONTENT);

export function modelOf(id: string, content: Readonly<Record<string, Buffer>>): SpeechModel {
  return {
    id,
    name: 'Tiny',
    repository: `somebody/${id}`,
    revision: 'abc123',
    licence: 'MIT',
    onlyLanguage: 'en',
    files: Object.entries(content).map(
      ([path, bytes]): ModelFile => ({
        path,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }),
    ),
  };
}

/** A server for models on loopback that can misbehave. */
export class ModelHub {
  readonly server: SpeechServer;
  readonly content = new Map(Object.entries(CONTENT));
  /** Closes the connection after this many bytes of a body. */
  hangUpAfter: number | null = null;
  /** Sends this many bytes of a body, then nothing. */
  stallAfter: number | null = null;
  knowsRanges = true;
  /** The ranges that were requested. */
  readonly ranges: (string | null)[] = [];

  private constructor(server: SpeechServer) {
    this.server = server;
  }

  static async start(): Promise<ModelHub> {
    const server = await SpeechServer.start();
    const hub = new ModelHub(server);
    server.answer = ({ path, headers }, response) => {
      const whole = hub.content.get(path.replace('/somebody/tiny/resolve/abc123/', ''));
      if (!whole) return void response.writeHead(404).end();
      hub.ranges.push(headers.range ?? null);
      const start = hub.knowsRanges
        ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
        : 0;
      if (start > 0) {
        response.writeHead(206, {
          'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}`,
        });
      }
      const cut = hub.hangUpAfter ?? hub.stallAfter;
      if (cut === null || whole.length - start <= cut)
        return void response.end(whole.subarray(start));
      response.write(whole.subarray(start, start + cut), () => {
        if (hub.hangUpAfter !== null) response.socket?.end();
      });
    };
    return hub;
  }
}
