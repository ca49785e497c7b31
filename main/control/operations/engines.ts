import type { EngineTester } from '../../services/engine-test.ts';
import type { Engines } from '../../services/engines.ts';
import type { OperationHandlers } from '../registry.ts';

export interface EngineOperationsDeps {
  readonly engines: Engines;
  readonly engineTester: EngineTester;
}

export function engineOperations({ engines, engineTester }: EngineOperationsDeps) {
  return {
    'engines.get': () => engines.get(),
    'engines.set': (change) => engines.set(change),
    'engines.test': ({ engine }) => engineTester.test(engine),
  } satisfies Partial<OperationHandlers>;
}
