import { isDeepStrictEqual } from 'node:util';
import {
  OPERATIONS,
  type OperationName,
  type OperationOutput,
  type OperationRequest,
  type ReadyLine,
} from '../../../common/contract/index.ts';

/**
 * A script that uses the control operations of a running app over HTTP. It validates every answer
 * against the operation's schema: a missing, wrong or superfluous field is an error.
 */
export class ControlClient {
  readonly #ready: Pick<ReadyLine, 'control' | 'controlToken'>;

  constructor(ready: Pick<ReadyLine, 'control' | 'controlToken'>) {
    this.#ready = ready;
  }

  /** @throws Error with status and body if it is refused */
  async run<N extends OperationName>(
    name: N,
    input: OperationRequest<N>,
  ): Promise<OperationOutput<N>> {
    const { status, body } = await this.send(name, input);
    if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`);
    return body as OperationOutput<N>;
  }

  async send(name: string, input: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#ready.control}/control/operations/${name}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#ready.controlToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(input),
    });
    const body = await response.json();
    if (response.status === 200) checkOutput(name, body);
    return { status: response.status, body };
  }
}

function checkOutput(name: string, body: unknown): void {
  const operation = OPERATIONS.find((each) => each.name === name);
  const parsed: unknown = operation?.output.parse(body);
  if (!isDeepStrictEqual(parsed, body)) {
    throw new Error(`${name} answered fields that its schema does not have`);
  }
}
