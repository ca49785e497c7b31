import { ApiError } from '../../../common/contract/index.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone-numbers.ts';
import type { SimulatedCarrier } from '../../carriers/simulated/simulated-carrier.ts';
import type { SimulatedLeg } from '../../carriers/simulated/simulated-leg.ts';
import type { CallArchive } from '../../services/calls/call-archive.ts';
import type { CallMoments } from '../../services/calls/call-moments.ts';
import type { OperationHandlers } from '../registry.ts';

export interface CallOperationsDeps {
  readonly carrier: SimulatedCarrier;
  readonly archive: CallArchive;
  readonly moments: CallMoments;
  readonly accountId: () => string;
}

export function callOperations({ carrier, archive, moments, accountId }: CallOperationsDeps) {
  /** The person at the other end; unknown calls are told apart from finished ones. */
  const person = (callId: string): SimulatedLeg => {
    archive.stored(null, callId);
    return carrier.person(callId);
  };
  return {
    'call.place': ({ from, to }) => carrier.dial({ from, to }),
    'call.answer': ({ callId }) => {
      person(callId).pickUp();
      return archive.view(callId);
    },
    'call.decline': ({ callId }) => {
      person(callId).decline();
      return archive.view(callId);
    },
    'call.hangUp': ({ callId }) => {
      person(callId).putDown();
      return archive.view(callId);
    },
    'call.say': ({ callId, text, confidence, speech }) => ({
      turnIndex: person(callId).say({ text, confidence, speech }),
    }),
    'call.dtmf': ({ callId, digits }) => {
      person(callId).pressKeys(digits);
      return archive.view(callId);
    },
    'call.waitFor': (query) => moments.wait(query),
    'call.get': ({ callId }) => archive.view(callId),
    'call.list': ({ limit, offset }) => archive.views(accountId(), { limit, offset }),
    'call.timeline': ({ callId }) => archive.timeline(callId),
    'call.events': ({ callId, afterSeq }) => {
      archive.stored(null, callId);
      const events = archive.events(callId, afterSeq);
      return { items: events.map((event) => ({ ...event, data: { ...event.data } })) };
    },
    'callee.set': ({ number, behaviour, answerAfterMs }) => {
      const callee = number === undefined ? null : calleeNumber(number);
      const rule = { behaviour, answerAfterMs: answerAfterMs ?? null };
      carrier.callees.set(callee, rule);
      return { number: callee, ...rule };
    },
  } satisfies Partial<OperationHandlers>;
}

function calleeNumber(text: string): string {
  const number = toE164(text);
  if (!number || isEmergencyOrN11(text)) {
    throw new ApiError('VALIDATION_ERROR', `"${text}" is no phone number that can be called.`);
  }
  return number;
}
