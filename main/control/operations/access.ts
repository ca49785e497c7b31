import { ApiError, TICKET_LIFETIME_MS } from '../../../common/contract/index.ts';
import { StorageFailure, storageProblemOf } from '../../platform/storage-problem.ts';
import type { RealTime } from '../../platform/time/clock.ts';
import type { ControlAccess, NewTokens } from '../access/control-access.ts';
import type { OpenRequests } from '../access/open-requests.ts';
import type { LiveHub } from '../live/live-hub.ts';
import type { OperationHandlers } from '../registry.ts';

export interface AccessOperationsDeps {
  readonly access: Pick<ControlAccess, 'rotate'>;
  readonly live: Pick<LiveHub, 'windowIds' | 'renewTokens'>;
  readonly openRequests: Pick<OpenRequests, 'closeThoseOfPrograms'>;
  readonly windowAddress: () => string;
  readonly real: RealTime;
}

/** Operations on the access of windows and programs. */
export function accessOperations(deps: AccessOperationsDeps) {
  return {
    'window.ticket': () => ({
      url: deps.windowAddress(),
      expiresAt: new Date(deps.real.now() + TICKET_LIFETIME_MS).toISOString(),
    }),
    'token.rotate': () => {
      const tokens = rotate(deps);
      deps.openRequests.closeThoseOfPrograms();
      return { token: tokens.token, windows: deps.live.renewTokens(tokens) };
    },
  } satisfies Partial<OperationHandlers>;
}

function rotate({ access, live }: AccessOperationsDeps): NewTokens {
  try {
    return access.rotate(live.windowIds());
  } catch (error) {
    const problem = storageProblemOf((error as Error).cause);
    if (problem) throw new StorageFailure(problem.cause, 'The token stays as it was.');
    throw new ApiError(
      'SERVICE_UNAVAILABLE',
      `The token stays as it was, for a new one cannot be kept: ${(error as Error).message}`,
    );
  }
}
