import type { PhoneNumber } from '../../../common/contract/index.ts';
import { CONVERSATION_LIMITS } from '../../../common/rules/conversation-limits.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ConversationStore } from '../../store/messages/conversations.ts';
import type { NumberRecord } from '../../store/numbers/numbers.ts';
import type { Registration } from '../accounts/registration.ts';
import { ownNumberFields } from '../number-fields.ts';

export interface NumberViewsDeps {
  readonly registration: Registration;
  readonly conversations: ConversationStore;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Stored numbers in the API's form, including fields that depend on registration and traffic. */
export class NumberViews {
  readonly #deps: NumberViewsDeps;

  constructor(deps: NumberViewsDeps) {
    this.#deps = deps;
  }

  of(number: NumberRecord): PhoneNumber {
    const { registration, conversations, clock } = this.#deps;
    const nowMs = clock.now();
    return {
      ...ownNumberFields(number),
      outboundSms: registration.outboundSms(number.accountId),
      dailyNewContacts: {
        used: conversations.countBegunByUs(number.id, nowMs - (nowMs % DAY_MS)),
        limit: CONVERSATION_LIMITS.newPeoplePerDay,
      },
    };
  }
}
