import type { Playground } from '../../services/hosted/playground.ts';
import type { OperationHandlers } from '../registry.ts';

export interface PlaygroundOperationsDeps {
  readonly playground: Playground;
  readonly accountId: () => string;
}

export function playgroundOperations({ playground, accountId }: PlaygroundOperationsDeps) {
  return {
    'playground.say': (input, signal) => playground.say(accountId(), input, signal),
  } satisfies Partial<OperationHandlers>;
}
