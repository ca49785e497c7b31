import { createHash } from 'node:crypto';
import {
  ApiError,
  type ConnectNumberRequest,
  type ConnectWhatsAppRequest,
  type WhatsAppConnection,
  type WhatsAppNumber,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type {
  WhatsAppConnectionRecord,
  WhatsAppConnectionStore,
} from '../../store/numbers/whatsapp-connections.ts';
import type { Agents } from '../agents/agents.ts';
import type { ChangeFeed } from '../changes.ts';
import { faultyField } from '../faulty-field.ts';
import { toLiveNumber } from '../number-fields.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { checkRoom } from '../room.ts';

export interface WhatsAppConnectionsDeps {
  readonly connections: WhatsAppConnectionStore;
  readonly numbers: Numbers;
  readonly agents: Agents;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly transact: RunInTransaction;
}

/**
 * WhatsApp accounts connected to an account, on a simulated line without any contact to Meta. The
 * numbers are those held here; connecting a number makes it a WhatsApp line in addition to what it
 * is.
 */
export class WhatsAppConnections {
  readonly #deps: WhatsAppConnectionsDeps;

  constructor(deps: WhatsAppConnectionsDeps) {
    this.#deps = deps;
  }

  status(accountId: string): { connected: boolean; connections: WhatsAppConnection[] } {
    const records = this.#deps.connections.list(accountId);
    const held = this.#deps.numbers.simulated(accountId);
    return {
      connected: records.length > 0,
      connections: records.map((record) => toConnection(record, held)),
    };
  }

  /** @throws ApiError `NOT_FOUND` */
  record(accountId: string, connectionId: string): WhatsAppConnectionRecord {
    const connection = this.#deps.connections.find(connectionId);
    if (connection?.accountId === accountId) return connection;
    throw new ApiError('NOT_FOUND', 'There is no such WhatsApp connection in this account.');
  }

  /**
   * @throws ApiError `CONFLICT` for an account that is already connected, `NOT_FOUND`,
   * `LIMIT_REACHED`
   */
  connect(accountId: string, request: ConnectWhatsAppRequest): WhatsAppConnection {
    const { connections, agents, clock, transact } = this.#deps;
    const connection = transact(() => {
      const existing = connections.list(accountId);
      checkRoom('WhatsApp connections', existing.length);
      if (request.agent_id) agents.record(accountId, request.agent_id);
      if (existing.some(({ wabaId }) => wabaId === request.waba_id)) {
        throw new ApiError(
          'CONFLICT',
          `The WhatsApp Business Account ${request.waba_id} is connected.`,
        );
      }
      if (request.phone_number_id) this.#available(accountId, request.phone_number_id);
      const id = newId('whatsappConnection');
      const record: WhatsAppConnectionRecord = {
        id,
        accountId,
        agentId: request.agent_id ?? null,
        wabaId: request.waba_id ?? digitsFor(`waba ${id}`),
        businessId: request.business_id ?? digitsFor(`business ${id}`),
        createdAtMs: clock.now(),
      };
      connections.insert(record);
      return record;
    });
    if (request.phone_number_id) {
      this.connectNumber(accountId, connection.id, { phone_number_id: request.phone_number_id });
    }
    return toConnection(connection, this.#deps.numbers.simulated(accountId));
  }

  /**
   * Deletes its templates. Its numbers are no longer WhatsApp lines, but their conversations
   * remain.
   */
  disconnect(accountId: string, connectionId: string): { success: true; id: string } {
    const { connections, numbers, transact } = this.#deps;
    const { id } = this.record(accountId, connectionId);
    const lines = numbers
      .simulated(accountId)
      .filter(({ whatsappConnectionId }) => whatsappConnectionId === id);
    transact(() => connections.remove(id));
    for (const line of lines) this.#publish({ ...line, whatsappConnectionId: null });
    return { success: true, id };
  }

  availableNumbers(accountId: string, connectionId: string): WhatsAppNumber[] {
    this.record(accountId, connectionId);
    return this.#free(accountId).map(toNumber);
  }

  /** @throws ApiError `NOT_FOUND` for the agent, `VALIDATION_ERROR` for an unknown number */
  connectNumber(accountId: string, connectionId: string, request: ConnectNumberRequest) {
    const { numbers, agents, transact } = this.#deps;
    const connection = this.record(accountId, connectionId);
    const agentId = request.agent_id ?? connection.agentId;
    const { id } = this.#available(accountId, request.phone_number_id);
    transact(() => {
      if (agentId !== null) agents.attachNumber(accountId, agentId, id);
      numbers.setWhatsapp(accountId, id, connection.id);
    });
    const line = numbers.record(accountId, id);
    this.#publish(line);
    return {
      ...toNumber(line),
      connection_id: connection.id,
      whatsapp_enabled: true as const,
    };
  }

  #free(accountId: string): NumberRecord[] {
    return this.#deps.numbers
      .simulated(accountId)
      .filter(({ whatsappConnectionId }) => whatsappConnectionId === null);
  }

  #available(accountId: string, phoneNumberId: string): NumberRecord {
    const free = this.#free(accountId);
    const found = free.find(({ id }) => phoneNumberIdOf(id) === phoneNumberId);
    if (found) return found;
    const others = free.map((one) => `${phoneNumberIdOf(one.id)} (${one.phoneNumber})`);
    throw faultyField(
      'phone_number_id',
      `${phoneNumberId} is no number that can be connected. ${
        others.length > 0
          ? `Available: ${others.slice(0, 5).join(', ')}.`
          : 'There is none: get one with POST /v1/numbers first.'
      }`,
    );
  }

  #publish(number: NumberRecord): void {
    this.#deps.changes.publish({ kind: 'number', item: toLiveNumber(number) });
  }
}

/** Fifteen digits, like WhatsApp's ids; always the same for the same number. */
function phoneNumberIdOf(numberId: string): string {
  return digitsFor(`phone ${numberId}`);
}

function digitsFor(what: string): string {
  const hash = createHash('sha256').update(what).digest();
  return String(100_000_000_000_000n + (hash.readBigUInt64BE() % 900_000_000_000_000n));
}

function toNumber(number: NumberRecord): WhatsAppNumber {
  return {
    phone_number_id: phoneNumberIdOf(number.id),
    number_id: number.id,
    phone_number: number.phoneNumber,
    agent_id: number.agentId,
  };
}

function toConnection(
  record: WhatsAppConnectionRecord,
  held: readonly NumberRecord[],
): WhatsAppConnection {
  return {
    id: record.id,
    status: 'connected',
    simulated: true,
    waba_id: record.wabaId,
    business_id: record.businessId,
    agent_id: record.agentId,
    numbers: held
      .filter(({ whatsappConnectionId }) => whatsappConnectionId === record.id)
      .map(toNumber),
    created_at: toDateTime(record.createdAtMs),
  };
}
