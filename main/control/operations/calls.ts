import { ApiError } from '../../../common/contract/index.ts';
import { callerIdentity } from '../../../common/rules/phone/caller-identity.ts';
import { noPhoneNumber } from '../../../common/rules/phone/pasted-number.ts';
import { isEmergencyOrN11, toE164 } from '../../../common/rules/phone/phone-numbers.ts';
import { SAMPLE_RATE_HZ } from '../../carriers/carrier.ts';
import type { SimulatedCarrier } from '../../carriers/simulated/simulated-carrier.ts';
import type { SimulatedLeg } from '../../carriers/simulated/simulated-leg.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { CallArchive } from '../../services/calls/call-archive.ts';
import type { CallWaits } from '../../services/calls/call-waits.ts';
import type { LiveCalls } from '../../services/calls/live-calls.ts';
import { faultyField } from '../../services/faulty-field.ts';
import type { OperationHandlers } from '../registry.ts';
import { callerSound } from './caller-sound.ts';

export interface CallOperationsDeps {
  readonly clock: Clock;
  readonly carrier: SimulatedCarrier;
  readonly archive: CallArchive;
  readonly callWaits: CallWaits;
  readonly live: Pick<LiveCalls, 'get'>;
  /** Whether sound may be given as a file's path. */
  readonly takesPaths: boolean;
}

export function callOperations(deps: CallOperationsDeps) {
  const { clock, carrier, archive, callWaits, live, takesPaths } = deps;
  /** A live call with a person outside this machine. */
  const realCall = (callId: string) => (carrier.carries(callId) ? undefined : live.get(callId));
  /** The person at the other end. Distinguishes unknown calls from finished ones. */
  const person = (callId: string): SimulatedLeg => {
    archive.stored(null, callId);
    if (realCall(callId)) {
      throw new ApiError(
        'CONFLICT',
        'The person in this call is on a real telephone, so only they can do that. You can end the call with call.hangUp.',
      );
    }
    return carrier.person(callId);
  };
  return {
    'call.place': ({ from, to, line }) => {
      // From a real carrier, any sender is accepted; here it is more likely a typing error.
      if (callerIdentity(from).kind === 'other') throw faultyField('from', noCaller(from));
      return carrier.dial({ from, to, line });
    },
    'call.answer': ({ callId }) => {
      person(callId).pickUp();
      return archive.view(callId);
    },
    'call.decline': ({ callId }) => {
      person(callId).decline();
      return archive.view(callId);
    },
    'call.hangUp': ({ callId }) => {
      const real = realCall(callId);
      if (real) real.hangUp('agent_hangup');
      else person(callId).putDown();
      return archive.view(callId);
    },
    'call.say': ({ callId, text, confidence, speech }) => ({
      turnIndex: person(callId).say({ text, confidence, speech }),
    }),
    'call.play': async ({ callId, wav }) => {
      const samples = await callerSound(wav, takesPaths);
      person(callId).play(clock, samples);
      return { durationMs: (samples.length / SAMPLE_RATE_HZ) * 1000 };
    },
    'call.dtmf': ({ callId, digits }) => {
      person(callId).pressKeys(digits);
      return archive.view(callId);
    },
    'call.mute': ({ callId, on }) => {
      person(callId).mute(on);
      return archive.view(callId);
    },
    'call.hold': ({ callId, on }) => {
      person(callId).hold(on);
      return archive.view(callId);
    },
    'line.set': ({ callId, line }) => {
      person(callId).setLine(line);
      return archive.view(callId);
    },
    'call.waitFor': (query) => callWaits.wait(query),
    'call.get': ({ callId }) => archive.view(callId),
    'callee.set': ({ number, behaviour, answerAfterMs }) => {
      const callee = number === undefined ? null : calleeNumber(number);
      const rule = { behaviour, answerAfterMs: answerAfterMs ?? null };
      carrier.callees.set(callee, rule);
      return { number: callee, ...rule };
    },
    'callee.list': () => ({ items: carrier.callees.list() }),
  } satisfies Partial<OperationHandlers>;
}

function noCaller(from: string): string {
  return `${noPhoneNumber(from)}. Write it as +14155550123; "" hides the number, and sip:bob@example.com or client:ada are callers without one.`;
}

function calleeNumber(text: string): string {
  const number = toE164(text);
  if (!number) throw new ApiError('VALIDATION_ERROR', `${noPhoneNumber(text)}.`);
  if (isEmergencyOrN11(text)) {
    throw new ApiError('VALIDATION_ERROR', `"${text}" is no phone number that can be called.`);
  }
  return number;
}
