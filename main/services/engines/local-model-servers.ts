import { z } from 'zod';
import type { LocalModelServer } from '../../../common/contract/index.ts';
import type { ModelHttp } from '../../llm/model-http.ts';

/** On this computer, an answer takes milliseconds, or there is no server. */
const TIMEOUT_MS = 800;
/** The list is for people to read, and real ones are shorter. */
const MOST_MODELS = 500;

const OpenAiList = z
  .object({ data: z.array(z.object({ id: z.string() })) })
  .transform(({ data }) => data.map(({ id }) => id));
const OllamaList = z
  .object({ models: z.array(z.object({ name: z.string() })) })
  .transform(({ models }) => models.map(({ name }) => name));

/** The programs we know, each with its default port. */
const SERVERS = [
  { key: 'ollama', name: 'Ollama', port: 11_434, path: '/api/tags', list: OllamaList },
  { key: 'lmStudio', name: 'LM Studio', port: 1234, path: '/v1/models', list: OpenAiList },
  { key: 'llamaCpp', name: 'llama.cpp', port: 8080, path: '/v1/models', list: OpenAiList },
  { key: 'vllm', name: 'vLLM', port: 8000, path: '/v1/models', list: OpenAiList },
] as const;

export type LocalModelPorts = Readonly<Partial<Record<(typeof SERVERS)[number]['key'], number>>>;

/** Finds model servers on this computer: only on loopback, and only on known ports. */
export class LocalModelServers {
  readonly #http: Pick<ModelHttp, 'getJson'>;
  readonly #ports: LocalModelPorts;

  /** @param ports replace the default ports */
  constructor(http: Pick<ModelHttp, 'getJson'>, ports: LocalModelPorts = {}) {
    this.#http = http;
    this.#ports = ports;
  }

  /** The servers that answer, in the order of the list, including those without any model yet. */
  async discover(): Promise<LocalModelServer[]> {
    const found = await Promise.all(
      SERVERS.map(async ({ key, name, port, path, list }) => {
        const root = `http://127.0.0.1:${this.#ports[key] ?? port}`;
        try {
          // Any program may listen on that port: an answer of another shape is something else.
          const models = list.parse(await this.#http.getJson(`${root}${path}`, TIMEOUT_MS));
          return [{ name, baseUrl: `${root}/v1`, models: models.slice(0, MOST_MODELS) }];
        } catch {
          return [];
        }
      }),
    );
    return found.flat();
  }
}
