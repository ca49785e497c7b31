import type { EngineTester } from '../../services/engines/engine-test.ts';
import type { Engines } from '../../services/engines/engines.ts';
import type { LocalModelServers } from '../../services/engines/local-model-servers.ts';
import type { SpeechModels } from '../../services/engines/speech-models.ts';
import type { OperationHandlers } from '../registry.ts';

export interface EngineOperationsDeps {
  readonly engines: Engines;
  readonly engineTester: EngineTester;
  readonly localModelServers: LocalModelServers;
  readonly speechModels: SpeechModels;
}

export function engineOperations({
  engines,
  engineTester,
  localModelServers,
  speechModels,
}: EngineOperationsDeps) {
  return {
    'engines.get': () => engines.get(),
    'engines.set': (change) => engines.set(change),
    'engines.test': ({ engine, modelTier }) => engineTester.test(engine, modelTier),
    'engines.discover': async () => ({ items: await localModelServers.discover() }),
    'model.list': () => ({ items: speechModels.list() }),
    'model.install': ({ id, mirror }) => speechModels.install(id, mirror ?? null),
    'model.import': ({ id, folder }) => speechModels.import(id, folder),
    'model.cancel': ({ id }) => speechModels.cancel(id),
    'model.remove': ({ id }) => speechModels.remove(id),
  } satisfies Partial<OperationHandlers>;
}
