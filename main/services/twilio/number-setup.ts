import { createHash } from 'node:crypto';
import type { TwilioSetup } from '../../../common/contract/index.ts';
import { TWILIO_PATHS } from '../../carriers/twilio/callbacks.ts';
import {
  type CarrierNumber,
  NUMBER_SETTINGS,
  type NumberSetting,
  type NumberSettings,
} from '../../carriers/twilio/rest/twilio-rest.ts';
import type { TwilioChangeRecord } from '../../store/calls/twilio.ts';

type Settings = Partial<Record<NumberSetting, string | null>>;

/** The settings that a number needs for its calls and texts to reach us. */
export function wantedSettings(number: CarrierNumber, urlOf: (path: string) => string): Settings {
  const { voice, sms } = number.capabilities;
  return {
    // An application would take precedence over these URLs.
    ...(voice && {
      voiceUrl: urlOf(TWILIO_PATHS.voice),
      voiceMethod: 'POST',
      voiceApplicationSid: null,
      statusCallback: urlOf(TWILIO_PATHS.status),
      statusCallbackMethod: 'POST',
    }),
    ...(sms && {
      smsUrl: urlOf(TWILIO_PATHS.sms),
      smsMethod: 'POST',
      smsApplicationSid: null,
    }),
  };
}

export function isConnected(number: CarrierNumber, wanted: Settings): boolean {
  return changesOf(number, wanted).length === 0;
}

/** The settings that would change, each with its value before and after. */
export function previewOf(number: CarrierNumber, wanted: Settings): TwilioSetup {
  const changes = changesOf(number, wanted);
  const previewId = createHash('sha256')
    .update(JSON.stringify([number.sid, changes]))
    .digest('hex')
    .slice(0, 32);
  return { previewId, phoneNumber: number.phoneNumber, changes };
}

/**
 * What to remember in order to restore the number. A setting that we changed before, and that still
 * has our value, keeps its remembered original.
 */
export function rememberedChange(
  number: CarrierNumber,
  accountSid: string,
  changes: TwilioSetup['changes'],
  known: TwilioChangeRecord | null,
): TwilioChangeRecord {
  const before: Record<string, string | null> = { ...known?.before };
  const after: Record<string, string | null> = { ...known?.after };
  for (const change of changes) {
    const isOurs = known !== null && known.after[change.field] === change.before;
    if (!isOurs) before[change.field] = change.before;
    after[change.field] = change.after;
  }
  return { sid: number.sid, accountSid, phoneNumber: number.phoneNumber, before, after };
}

/** The settings that restore a number, without those that someone else has changed since. */
export function restoration(
  number: CarrierNumber,
  change: TwilioChangeRecord,
): { settings: Partial<NumberSettings>; changedSince: string[] } {
  const settings: Settings = {};
  const changedSince: string[] = [];
  for (const field of NUMBER_SETTINGS) {
    const before = change.before[field];
    const now = number.settings[field];
    if (before === undefined || now === before) continue;
    if (now === change.after[field]) settings[field] = before;
    else changedSince.push(field);
  }
  return { settings, changedSince };
}

function changesOf(number: CarrierNumber, wanted: Settings): TwilioSetup['changes'] {
  return NUMBER_SETTINGS.flatMap((field) => {
    const after = wanted[field];
    const before = number.settings[field];
    return after === undefined || after === before ? [] : [{ field, before, after }];
  });
}
