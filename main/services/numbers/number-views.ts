import type { DerivedOfNumber, LiveNumber, PhoneNumber } from '../../../common/contract/index.ts';
import { CONVERSATION_LIMITS } from '../../../common/rules/conversation-limits.ts';
import { toDateTime, toDateTimeOrNull } from '../../../common/rules/date-time.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ConversationStore } from '../../store/messages/conversations.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { Registration } from '../accounts/registration.ts';

export interface NumberViewsDeps {
  readonly registration: Registration;
  readonly threads: ConversationStore;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Stored numbers as the API shows them, with what follows from registration and traffic. */
export class NumberViews {
  readonly #deps: NumberViewsDeps;

  constructor(deps: NumberViewsDeps) {
    this.#deps = deps;
  }

  of(number: NumberRecord): PhoneNumber {
    const { registration, threads, clock } = this.#deps;
    const nowMs = clock.now();
    return {
      ...ownFields(number),
      outboundSms: registration.outboundSms(number.accountId),
      dailyNewContacts: {
        used: threads.countBegunByUs(number.id, nowMs - (nowMs % DAY_MS)),
        limit: CONVERSATION_LIMITS.newPeoplePerDay,
      },
    };
  }
}

/** As the window shows it. */
export function toLiveNumber(number: NumberRecord): LiveNumber {
  return { ...ownFields(number), carrier: number.carrier };
}

function ownFields(number: NumberRecord): Omit<PhoneNumber, DerivedOfNumber> {
  const createdAt = toDateTime(number.createdAtMs);
  return {
    id: number.id,
    phoneNumber: number.phoneNumber,
    country: number.country,
    status: number.status,
    type: number.type,
    agentId: number.agentId,
    createdAt,
    purchasedAt: createdAt,
    inboundCallsEnabled: number.status === 'active',
    readReceiptsEnabled: number.type === 'imessage',
    whatsappEnabled: number.status === 'active' && number.whatsappConnectionId !== null,
    externalId: number.externalId,
    expiresAt: toDateTimeOrNull(number.expiresAtMs),
    rcsFallbackForAlias: null,
  };
}
