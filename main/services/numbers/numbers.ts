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
  /** False for the number of the starter workspace. Default true. */
  readonly countsToAllowance?: boolean;
}

/** The last year that an export can hold is 9998. */
const LATEST_END_MS = Date.UTC(9998, 0, 1);

/**
 * Phone numbers: bought from an inventory, held, released for ever
 * (docs/reference/provider/numbers.md).
 */
export class Numbers {
  readonly #deps: NumbersDeps;

  constructor(deps: NumbersDeps) {
    this.#deps = deps;
  }

  /** Held numbers; released ones are left out. */
  list(accountId: string, page: PageQuery): Page<PhoneNumber> {
    const { numbers, views } = this.#deps;
    return {
      items: numbers.list(accountId, page.limit, page.offset).map((number) => views.of(number)),
      total: numbers.count(accountId),
    };
  }

  /** The newest held ones, as the window shows them. */
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

  /** Looks in every account and status; null after a workspace reset. */
  find(numberId: string): NumberRecord | null {
    return this.#deps.numbers.find(numberId) ?? null;
  }

  /** Who holds a phone number now, whatever the account. */
  activeByPhone(phone: string): NumberRecord | null {
    const e164 = toE164(phone);
    return (e164 !== null && this.#deps.numbers.activeByPhone(e164)) || null;
  }

  /** An agent's numbers in attach order; the first is its default caller id. */
  ofAgent(agentId: string): readonly NumberRecord[] {
    return this.#deps.numbers.byAgent(agentId);
  }

  /** What can be bought, in the order in which it is sold. */
  available(accountId: string, query: AvailableQuery): AvailableNumber[] {
    return this.#deps.inventory.offered(accountId, query);
  }

  /** What of the allowance is used, by the account and its sub-accounts together. */
  allowance(accountId: string): Usage['numbers'] {
    const { accounts, numbers, plan } = this.#deps;
    const { counted: used, notCounted } = numbers.held(accounts.payerOf(accountId));
    const limit = plan.get().numberAllowance;
    return { used, limit, remaining: Math.max(0, limit - used), notCounted };
  }

  /**
   * Buys a number: checks the allowance, takes the first line on offer, stores it and attaches it if
   * asked.
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
   * Takes in a number that the user holds at a carrier. It does not count: its bill comes from
   * there.
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
   * Gives the number back for good; its history stays readable
   * (docs/reference/provider/numbers.md#releasing).
   * @param atCarrier what is left to do at a carrier outside this machine; one has to say so
   * @throws ApiError `VALIDATION_ERROR` when it was released already, `CONFLICT` when it first has
   * to be released at its carrier
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
   * released number, `CONFLICT` for the end of one that is held at a carrier
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

  /** Makes a line able, or unable, to send iMessages. */
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

  /** Makes a line a WhatsApp line of this connection, or of none. Within the caller's transaction. */
  setWhatsapp(accountId: string, numberId: string, connectionId: string | null): NumberRecord {
    const number = this.record(accountId, numberId);
    this.#deps.numbers.setWhatsapp(numberId, connectionId);
    return { ...number, whatsappConnectionId: connectionId };
  }

  /** Active ones on this machine, newest first. */
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

/** A rule and no matter of form: clients that show `detail` as text then show a sentence. */
function countryOf(text: string): Country {
  const country = text.toUpperCase();
  if (country === 'US' || country === 'CA') return country;
  throw faultyField(
    'country',
    'Numbers are available in the United States (US) and Canada (CA) only; other countries are not available yet.',
  );
}
