import type {
  ErrorBody,
  ErrorDetail,
  OperationDescription,
  OperationName,
  OperationOutput,
  OperationRequest,
} from '../../common/contract/index.ts';
import type { Session } from './connection/session.ts';

/**
 * An operation was refused, or the control port could not be reached. `message` is shown to the
 * person.
 */
export class OperationError extends Error {
  readonly code: string;
  /** 0 when there was no answer. */
  readonly status: number;
  /** The invalid fields, if the refusal names them. */
  readonly details: readonly ErrorDetail[];

  constructor(message: string, code: string, status: number, details: readonly ErrorDetail[] = []) {
    super(message);
    this.name = 'OperationError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Lets operations that only read wait for a connection, instead of failing while there is none. */
export interface ReadingPatience {
  /** Whether it can be repeated without doing anything twice. */
  onlyReads(name: OperationName): boolean;
  isLost(): boolean;
  /** @throws when `signal` is aborted first */
  whenConnected(signal?: AbortSignal): Promise<void>;
}

const NO_PATIENCE: ReadingPatience = {
  onlyReads: () => false,
  isLost: () => false,
  whenConnected: () => Promise.resolve(),
};

/** The typed client of the control operations. */
export class ControlClient {
  readonly #session: Pick<Session, 'controlUrl' | 'token'>;
  readonly #fetch: typeof fetch;
  readonly #patience: ReadingPatience;

  constructor(
    session: Pick<Session, 'controlUrl' | 'token'>,
    fetchFunction: typeof fetch = fetch.bind(globalThis),
    patience: ReadingPatience = NO_PATIENCE,
  ) {
    this.#session = session;
    this.#patience = patience;
    this.#fetch = fetchFunction;
  }

  /** Runs one operation; one that only reads waits for a connection. @throws OperationError */
  async run<N extends OperationName>(
    name: N,
    input: OperationRequest<N>,
    signal?: AbortSignal,
  ): Promise<OperationOutput<N>> {
    const { onlyReads, isLost, whenConnected } = this.#patience;
    if (!onlyReads(name)) return this.#run(name, input, signal);
    for (;;) {
      if (isLost()) await whenConnected(signal);
      try {
        return await this.#run(name, input, signal);
      } catch (error) {
        // Without a connection, the window reports that itself. With one, this is an ordinary
        // failure.
        if (!isLost() || signal?.aborted === true) throw error;
      }
    }
  }

  async #run<N extends OperationName>(
    name: N,
    input: OperationRequest<N>,
    signal?: AbortSignal,
  ): Promise<OperationOutput<N>> {
    const response = await this.#send(`/control/operations/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      ...(signal ? { signal } : {}),
    });
    return (await response.json()) as OperationOutput<N>;
  }

  /** All operations of the app. @throws OperationError */
  async operations(): Promise<readonly OperationDescription[]> {
    const response = await this.#send('/control/operations', {});
    return ((await response.json()) as { operations: OperationDescription[] }).operations;
  }

  /** The finished recording as a WAV. @throws OperationError */
  async recording(callId: string, signal?: AbortSignal): Promise<Blob> {
    const path = `/control/recordings/${encodeURIComponent(callId)}.wav`;
    const response = await this.#send(path, signal ? { signal } : {});
    return response.blob();
  }

  /** A stored attachment, by its name. @throws OperationError */
  async media(name: string, signal?: AbortSignal): Promise<Blob> {
    const path = `/control/media/${encodeURIComponent(name)}`;
    const response = await this.#send(path, signal ? { signal } : {});
    return response.blob();
  }

  /** Whether the token is valid; null if there is no answer. */
  async isKnown(): Promise<boolean | null> {
    try {
      const response = await this.#fetch(`${this.#session.controlUrl}/control/operations`, {
        headers: { authorization: `Bearer ${this.#session.token ?? ''}` },
      });
      await response.body?.cancel();
      return response.status !== 401;
    } catch {
      return null;
    }
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.#fetch(this.#session.controlUrl + path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.#session.token ?? ''}` },
      });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new OperationError(
        'AgentPhone does not answer, so nothing was done. The window reconnects by itself.',
        'UNREACHABLE',
        0,
      );
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  }
}

async function failureOf(response: Response): Promise<OperationError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  return new OperationError(
    body?.error?.message ?? `The control port answered ${response.status}.`,
    body?.error?.code ?? 'UNKNOWN',
    response.status,
    body?.error?.details,
  );
}
