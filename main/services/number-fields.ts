import type { DerivedOfNumber, LiveNumber, PhoneNumber } from '../../common/contract/index.ts';
import { toDateTime, toDateTimeOrNull } from '../../common/rules/date-time.ts';
import type { NumberRecord } from '../store/numbers/numbers.ts';

/** A number in the window's form. */
export function toLiveNumber(number: NumberRecord): LiveNumber {
  return { ...ownNumberFields(number), carrier: number.carrier };
}

/** The fields of a number that its row contains, in the API's form. */
export function ownNumberFields(number: NumberRecord): Omit<PhoneNumber, DerivedOfNumber> {
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
