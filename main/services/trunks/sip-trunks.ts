import { createHash } from 'node:crypto';
import {
  ApiError,
  type SipTrunk,
  type UpdateTrunkRequest,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId, randomText } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { SipTrunkRecord, SipTrunkStore } from '../../store/numbers/sip-trunks.ts';
import { checkRoom } from '../room.ts';

export interface SipTrunksDeps {
  readonly trunks: SipTrunkStore;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

const PASSWORD_LENGTH = 32;
const DEFAULT_PRIORITY = 10;
const DEFAULT_WEIGHT = 10;
/** The ending `.invalid` makes sure that it leads nowhere (RFC 2606). */
const TERMINATION_DOMAIN = 'sip.agentphone.invalid';

/** SIP trunks: validated and stored like those of the service; no call here is routed over them. */
export class SipTrunks {
  readonly #deps: SipTrunksDeps;

  constructor(deps: SipTrunksDeps) {
    this.#deps = deps;
  }

  /** Oldest first. */
  list(accountId: string): SipTrunk[] {
    return this.#deps.trunks.list(accountId).map((trunk) => toTrunk(trunk, null));
  }

  get(accountId: string, trunkId: string): SipTrunk {
    return toTrunk(this.#record(accountId, trunkId), null);
  }

  /**
   * The response contains the password, which is never shown again. @throws ApiError
   * `LIMIT_REACHED`
   */
  create(accountId: string): SipTrunk {
    const { trunks, clock, transact } = this.#deps;
    const id = newId('sipTrunk');
    const secret = newPassword();
    return transact(() => {
      const count = trunks.count(accountId);
      checkRoom('SIP trunks', count);
      const trunk: SipTrunkRecord = {
        id,
        accountId,
        name: `SIP trunk ${count + 1}`,
        transfers: 'all',
        transferCallerId: 'transferee',
        origination: [],
        username: `ap_${randomText(12)}`,
        ...secret.kept,
        createdAtMs: clock.now(),
      };
      trunks.put(trunk);
      return toTrunk(trunk, secret.password);
    });
  }

  /** Changes the fields that were sent; a request without any field replaces the password. */
  update(accountId: string, trunkId: string, request: UpdateTrunkRequest): SipTrunk {
    const { trunks, transact } = this.#deps;
    const { name, transfers, transfer_caller_id, origination } = request;
    const changes = {
      ...(name ? { name } : {}),
      ...(transfers ? { transfers } : {}),
      ...(transfer_caller_id ? { transferCallerId: transfer_caller_id } : {}),
      ...(origination ? { origination: origination.uris } : {}),
    };
    const secret = Object.keys(changes).length === 0 ? newPassword() : null;
    return transact(() => {
      const trunk = { ...this.#record(accountId, trunkId), ...changes, ...secret?.kept };
      trunks.put(trunk);
      return toTrunk(trunk, secret?.password ?? null);
    });
  }

  delete(accountId: string, trunkId: string): { success: true; id: string } {
    this.#deps.trunks.remove(this.#record(accountId, trunkId).id);
    return { success: true, id: trunkId };
  }

  /**
   * A warning for calls from this account that a trunk would carry at the real service; null if no
   * trunk would.
   */
  warning(accountId: string): string | null {
    const trunk = this.#deps.trunks.list(accountId).find((one) => one.origination.length > 0);
    if (!trunk) return null;
    return `The SIP trunk "${trunk.name}" (${trunk.id}) would take calls of your numbers to ${trunk.origination[0]?.sip_uri}. AgentPhone Desktop keeps trunks but routes no call by SIP: this call goes the way it would without one.`;
  }

  #record(accountId: string, trunkId: string): SipTrunkRecord {
    const trunk = this.#deps.trunks.find(trunkId);
    if (trunk?.accountId === accountId) return trunk;
    throw new ApiError('NOT_FOUND', 'There is no such SIP trunk in this account.');
  }
}

function newPassword() {
  const password = randomText(PASSWORD_LENGTH);
  return {
    password,
    kept: {
      passwordSha256: createHash('sha256').update(password).digest('hex'),
      passwordLastFour: password.slice(-4),
    },
  };
}

function toTrunk(trunk: SipTrunkRecord, password: string | null): SipTrunk {
  return {
    id: trunk.id,
    name: trunk.name,
    provider: 'simulated',
    encrypted: true,
    transport: 'tls',
    mediaEncryption: 'srtp',
    transfers: trunk.transfers,
    transferCallerId: trunk.transferCallerId,
    terminationSipUri: `sip:${trunk.id.replace('_', '-')}.${TERMINATION_DOMAIN}`,
    originationUris: trunk.origination.map(({ sip_uri, name, priority, weight }) => ({
      sip_uri,
      name: name ?? '',
      priority: priority ?? DEFAULT_PRIORITY,
      weight: weight ?? DEFAULT_WEIGHT,
    })),
    allowedIps: [],
    proxyIps: [],
    credentials: [
      {
        username: trunk.username,
        password,
        passwordLast4: trunk.passwordLastFour,
        credentialListName: `${trunk.id}-credentials`,
      },
    ],
    createdAt: toDateTime(trunk.createdAtMs),
  };
}
