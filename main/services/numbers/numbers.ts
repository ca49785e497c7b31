import {
  ApiError,
  type AvailableNumber,
  type AvailableQuery,
  type CreateNumberRequest,
  type LiveNumber,
  momentMs,
  type Page,
  type PageQuery,
  type PhoneNumber,
  type ReleasedNumber,
  type UpdateNumberRequest,
  type Usage,
} from '../../../common/contract/index.ts';
import type { Country } from '../../../common/rules/phone/area-codes.ts';
import { toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { NumberRecord, NumberStore } from '../../store/numbers/numbers.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Plan } from '../accounts/plan.ts';
import type { Agents } from '../agents/agents.ts';
import type { ChangeFeed } from '../changes.ts';
import { faultyField } from '../faulty-field.ts';
import { toLiveNumber } from '../number-fields.ts';
import type { NumberInventory } from './number-inventory.ts';
import type { NumberViews } from './number-views.ts';

export interface NumbersDeps {
  readonly numbers: NumberStore;
  readonly inventory: NumberInventory;
  readonly views: NumberViews;
  readonly accounts: Accounts;
  readonly agents: Agents;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly transact: RunInTransaction;
}

export interface ProvisionOptions {
  /** False for the starter workspace's number. Default: true. */
  readonly countsToAllowance?: boolean;
}

/** An export cannot contain years after 9998. */
const LATEST_END_MS = Date.UTC(9998, 0, 1);

/**
 * Phone numbers: bought from an inventory, held, and released for good
 * (docs/reference/provider/numbers.md).
 */
export class Numbers {
  readonly #deps: NumbersDeps;

  constructor(deps: NumbersDeps) {
    this.#deps = deps;
  }

  /** The held numbers, without released ones. */
  list(accountId: string, page: PageQuery): Page<PhoneNumber> {
    const { numbers, views } = this.#deps;
    return {
      items: numbers.list(accountId, page.limit, page.offset).map((number) => views.of(number)),
      total: numbers.count(accountId),
    };
  }

  /** The newest held numbers, in the window's form. */
  newest(accountId: string, limit: number): LiveNumber[] {
    return this.#deps.numbers.list(accountId, limit, 0).map(toLiveNumber);
  }

  /** Also finds released numbers. @throws ApiError `PHONE_NUMBER_NOT_FOUND` */
  get(accountId: string, numberId: string): PhoneNumber {
    return this.#deps.views.of(this.record(accountId, numberId));
  }

  /** The stored number, of any status. @throws ApiError `PHONE_NUMBER_NOT_FOUND` */
  record(accountId: string, numberId: string): NumberRecord {
    const number = this.#deps.numbers.find(numberId);
    if (number?.accountId !== accountId) throw new ApiError('PHONE_NUMBER_NOT_FOUND');
    return number;
  }

  /** Searches all accounts and statuses; null after a workspace reset. */
  find(numberId: string): NumberRecord | null {
    return this.#deps.numbers.find(numberId) ?? null;
  }

  /** The number that is currently held with this phone number, in any account. */
  activeByPhone(phone: string): NumberRecord | null {
    const e164 = toE164(phone);
    return (e164 !== null && this.#deps.numbers.activeByPhone(e164)) || null;
  }

  /**
   * An agent's numbers in the order in which they were attached; the first is its default caller
   * id.
   */
  ofAgent(agentId: string): readonly NumberRecord[] {
    return this.#deps.numbers.byAgent(agentId);
  }

  /** The numbers on sale, in the order in which they will be sold. */
  available(accountId: string, query: AvailableQuery): AvailableNumber[] {
    return this.#deps.inventory.offered(accountId, query);
  }

  /** How much of the allowance the account and its sub-accounts use together. */
  allowance(accountId: string): Usage['numbers'] {
    const { accounts, numbers, plan } = this.#deps;
    const { counted: used, notCounted } = numbers.held(accounts.payerOf(accountId));
    const limit = plan.get().numberAllowance;
    return { used, limit, remaining: Math.max(0, limit - used), notCounted };
  }

  /**
   * Buys a number: checks the allowance, takes the first number on sale, stores it, and attaches it
   * if requested.
   * @throws ApiError `VALIDATION_ERROR_NUMBER_LIMIT`, `NO_INVENTORY`, `INSUFFICIENT_BALANCE`,
   * `VALIDATION_ERROR` for another country or an end in the past, `NOT_FOUND` for an unknown agent
   */
  provision(
    accountId: string,
    request: CreateNumberRequest,
    options: ProvisionOptions = {},
  ): PhoneNumber {
    const { agents, numbers, inventory, clock, changes, transact } = this.#deps;
    const countsToAllowance = options.countsToAllowance ?? true;
    const agentId = request.agentId ?? null;
    const country = countryOf(request.country ?? 'US');
    const number = transact(() => {
      if (agentId !== null) agents.record(accountId, agentId);
      const expiresAtMs = this.#endOf(request.expiresAt ?? null);
      if (countsToAllowance) this.#checkAllowance(accountId);
      const phoneNumber = inventory.next(accountId, country, request.areaCode ?? null);
      if (countsToAllowance) this.#charge();
      const record: NumberRecord = {
        id: newId('number'),
        accountId,
        phoneNumber,
        country,
        type: request.type ?? 'sms',
        status: 'active',
        carrier: 'simulated',
        agentId: null,
        attachedAtMs: null,
        countsToAllowance: countsToAllowance ? 1 : 0,
        createdAtMs: clock.now(),
        releasedAtMs: null,
        whatsappConnectionId: null,
        externalId: request.externalId ?? null,
        expiresAtMs,
      };
      numbers.insert(record);
      if (agentId !== null) numbers.attach(record.id, agentId, clock.now());
      return { ...record, agentId };
    });
    changes.publish({ kind: 'number', item: toLiveNumber(number) });
    this.#publishAgent(agentId);
    return this.#deps.views.of(number);
  }

  /**
   * Adds a number that the user holds at a carrier. It does not count towards the allowance,
   * because the carrier bills it.
   * @param within runs in the same transaction
   */
  adopt(
    accountId: string,
    number: { phoneNumber: string; country: string; agentId: string | null },
    within: (numberId: string) => void,
  ): PhoneNumber {
    const { agents, numbers, clock, changes, transact } = this.#deps;
    const { phoneNumber, country, agentId } = number;
    const record: NumberRecord = {
      id: newId('number'),
      accountId,
      phoneNumber,
      country,
      type: 'sms',
      status: 'active',
      carrier: 'twilio',
      agentId: null,
      attachedAtMs: null,
      countsToAllowance: 0,
      createdAtMs: clock.now(),
      releasedAtMs: null,
      whatsappConnectionId: null,
      externalId: null,
      expiresAtMs: null,
    };
    transact(() => {
      if (agentId !== null) agents.record(accountId, agentId);
      numbers.insert(record);
      if (agentId !== null) numbers.attach(record.id, agentId, clock.now());
      within(record.id);
    });
    const adopted = { ...record, agentId };
    changes.publish({ kind: 'number', item: toLiveNumber(adopted) });
    this.#publishAgent(agentId);
    return this.#deps.views.of(adopted);
  }

  /**
   * Releases the number for good; its history stays readable
   * (docs/reference/provider/numbers.md#releasing).
   * @param atCarrier what still has to be done at a carrier outside this machine; required for its
   * numbers
   * @throws ApiError `VALIDATION_ERROR` if it was already released, `CONFLICT` if it must be
   * released at its carrier first
   */
  release(
    accountId: string,
    numberId: string,
    { atCarrier }: { atCarrier?: 'nothing' } = {},
  ): ReleasedNumber {
    const { numbers, clock, changes } = this.#deps;
    const number = this.record(accountId, numberId);
    if (number.status === 'released') {
      throw new ApiError('VALIDATION_ERROR', 'This number was released already.');
    }
    if (number.carrier === 'twilio' && atCarrier === undefined) {
      throw new ApiError(
        'CONFLICT',
        `${number.phoneNumber} is held at Twilio. Release it with twilio.release, and say whether Twilio is to give it up too.`,
      );
    }
    numbers.release(numberId, clock.now());
    changes.publish({ kind: 'removed', list: 'numbers', id: numberId });
    this.#publishAgent(number.agentId);
    return { success: true, id: numberId, phoneNumber: number.phoneNumber, status: 'released' };
  }

  /**
   * Changes the fields that were sent; null removes one.
   * @throws ApiError `PHONE_NUMBER_NOT_FOUND`, `VALIDATION_ERROR` for an end in the past or a
   * released number, `CONFLICT` for setting the end of a number held at a carrier
   */
  update(accountId: string, numberId: string, request: UpdateNumberRequest): PhoneNumber {
    const { numbers, changes, views } = this.#deps;
    const number = this.record(accountId, numberId);
    if (number.status === 'released') {
      throw new ApiError('VALIDATION_ERROR', 'This number was released and cannot be changed.');
    }
    const { externalId = number.externalId, expiresAt } = request;
    if (expiresAt && number.carrier === 'twilio') {
      throw new ApiError(
        'CONFLICT',
        `${number.phoneNumber} is held at Twilio, and nothing is given up there by itself. Release it with twilio.release when its time has come.`,
      );
    }
    const expiresAtMs = expiresAt === undefined ? number.expiresAtMs : this.#endOf(expiresAt);
    numbers.setTerms(numberId, externalId, expiresAtMs);
    const changed = { ...number, externalId, expiresAtMs };
    changes.publish({ kind: 'number', item: toLiveNumber(changed) });
    return views.of(changed);
  }

  /** Switches a line's ability to send iMessages. */
  setType(accountId: string, numberId: string, type: 'sms' | 'imessage'): PhoneNumber {
    const { numbers, changes, views } = this.#deps;
    const number = this.record(accountId, numberId);
    numbers.setType(numberId, type);
    const changed = { ...number, type };
    changes.publish({ kind: 'number', item: toLiveNumber(changed) });
    this.#publishAgent(number.agentId);
    return views.of(changed);
  }

  #endOf(expiresAt: string | null): number | null {
    if (expiresAt === null) return null;
    const expiresAtMs = momentMs(expiresAt);
    if (expiresAtMs > this.#deps.clock.now() && expiresAtMs <= LATEST_END_MS) return expiresAtMs;
    throw faultyField('expiresAt', 'expiresAt must be in the future, and before the year 9998.');
  }

  /**
   * Makes a number a WhatsApp line of this connection; null: of none. Runs within the caller's
   * transaction.
   */
  setWhatsapp(accountId: string, numberId: string, connectionId: string | null): NumberRecord {
    const number = this.record(accountId, numberId);
    this.#deps.numbers.setWhatsapp(numberId, connectionId);
    return { ...number, whatsappConnectionId: connectionId };
  }

  /** The active numbers of the simulated carrier, newest first. */
  simulated(accountId: string): NumberRecord[] {
    const held = this.#deps.numbers.list(accountId, -1, 0);
    return held.filter(({ carrier }) => carrier === 'simulated');
  }

  #checkAllowance(accountId: string): void {
    const { used, limit } = this.allowance(accountId);
    if (used < limit) return;
    const { pricePerLine } = this.#deps.plan.get();
    throw new ApiError(
      'VALIDATION_ERROR_NUMBER_LIMIT',
      `Your plan's allowance of ${limit} ${limit === 1 ? 'number' : 'numbers'} is used up. Additional lines cost $${pricePerLine} per line per month; contact sales to add one.`,
    );
  }

  #charge(): void {
    const { plan } = this.#deps;
    const { pricePerLine, balance } = plan.get();
    if (plan.charge(pricePerLine)) return;
    throw new ApiError(
      'INSUFFICIENT_BALANCE',
      `A number costs $${pricePerLine.toFixed(2)} per month and the balance is $${(balance ?? 0).toFixed(2)}. Add funds, or change the plan.`,
    );
  }

  #publishAgent(agentId: string | null): void {
    const agent = agentId === null ? null : this.#deps.agents.find(agentId);
    if (agent) this.#deps.changes.publish({ kind: 'agent', item: agent });
  }
}

/**
 * Checked here rather than by the schema, so that clients which show `detail` as text show a
 * sentence.
 */
function countryOf(text: string): Country {
  const country = text.toUpperCase();
  if (country === 'US' || country === 'CA') return country;
  throw faultyField(
    'country',
    'Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet.',
  );
}
