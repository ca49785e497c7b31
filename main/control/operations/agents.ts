import { ApiError } from '../../../common/contract/index.ts';
import type { AgentPreferences } from '../../services/agents/agent-preferences.ts';
import type { Agents } from '../../services/agents/agents.ts';
import type { Voices } from '../../services/agents/voices.ts';
import type { Numbers } from '../../services/numbers/numbers.ts';
import type { OperationHandlers } from '../registry.ts';

export interface AgentOperationsDeps {
  readonly agents: Agents;
  readonly agentPreferences: AgentPreferences;
  readonly numbers: Numbers;
  readonly voices: Voices;
  readonly accountId: () => string;
}

/** Operations on agents and numbers, as the window's editors use them. */
export function agentOperations(deps: AgentOperationsDeps) {
  const { agents, agentPreferences, numbers, voices, accountId } = deps;
  return {
    'agent.create': (request) => agents.create(accountId(), request),
    'agent.update': ({ agentId, change }) => agents.update(accountId(), agentId, change),
    'agentPreferences.get': ({ agentId }) => agentPreferences.get(accountId(), agentId),
    'agentPreferences.set': ({ agentId, ...change }) =>
      agentPreferences.set(accountId(), agentId, change),
    'agent.delete': ({ agentId }) => agents.delete(accountId(), agentId),
    'agent.voices': () => ({ items: voices.list() }),
    'number.buy': (request) => numbers.provision(accountId(), request),
    'number.attach': ({ numberId, agentId }) => {
      agents.attachNumber(accountId(), agentId, numberId);
      return numbers.get(accountId(), numberId);
    },
    'number.detach': ({ numberId }) => {
      const { agentId } = numbers.get(accountId(), numberId);
      if (agentId === null) {
        throw new ApiError(
          'VALIDATION_ERROR',
          'No agent answers this number, so there is nothing to detach.',
        );
      }
      agents.detachNumber(accountId(), agentId, numberId);
      return numbers.get(accountId(), numberId);
    },
    'number.release': ({ numberId }) => numbers.release(accountId(), numberId),
  } satisfies Partial<OperationHandlers>;
}
