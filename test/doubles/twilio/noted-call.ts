import { TwilioCall, type TwilioCallDeps } from '../../../main/carriers/twilio/twilio-call.ts';
import type { RealTime } from '../../../main/platform/time/clock.ts';

const CALL_SID = `CA${'1'.repeat(32)}`;

/** Twilio's side of a call, recorded. */
export class NotedTwilio {
  /** The operations at Twilio, and what happened to the call there. */
  readonly log: string[] = [];
  /** The status that Twilio returns for the call, and how often it was requested. */
  status: string | null = 'in-progress';
  asked = 0;

  /** A call whose SID is `CALL_SID`. */
  call(
    more: Pick<TwilioCallDeps, 'direction'> & Partial<TwilioCallDeps>,
    real: RealTime,
  ): TwilioCall {
    const { log } = this;
    const named = (sid: string) => (sid === CALL_SID ? '' : ` as ${sid}`);
    return new TwilioCall({
      callId: 'call_1',
      callSid: CALL_SID,
      detectsVoicemail: false,
      real,
      control: {
        end: async (sid) => void log.push(`ended at Twilio${named(sid)}`),
        transfer: async (sid, to) => void log.push(`transferred to ${to}${named(sid)}`),
        status: async () => {
          this.asked += 1;
          return this.status;
        },
      },
      onOver: () => log.push('over'),
      onSettled: () => log.push('settled'),
      onUnreachable: () => log.push('unreachable'),
      onLate: (isLate) => log.push(isLate ? 'late' : 'no longer late'),
      ...more,
    });
  }
}
