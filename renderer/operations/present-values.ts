import type { OperationName } from '../../common/contract/index.ts';
import type { ControlClient } from '../state/control-client.ts';
import type { FormValue } from './form-value.ts';

type Read = ControlClient['run'];

/**
 * The current values of what an operation sets, by the names of its fields. Null if no operation reads
 * them. `input` says which agent, number or device is meant.
 */
export function presentValues(
  name: OperationName,
  input: FormValue,
  read: Read,
): Promise<FormValue> | null {
  const said = (field: string) => {
    const value = input[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  switch (name) {
    case 'plan.set':
      return asFields(read('plan.get', {}));
    case 'settings.set':
      return asFields(read('settings.get', {}));
    case 'retention.set':
      return asFields(read('retention.get', {}));
    case 'recording.set':
      return asFields(read('recording.get', {}));
    case 'agentPreferences.set': {
      const agentId = said('agentId');
      return agentId === null ? null : asFields(read('agentPreferences.get', { agentId }));
    }
    case 'callee.set':
      return calleeOf(said('number'), read);
    case 'handset.set': {
      const address = said('address');
      return address === null ? null : asFields(read('handset.get', { address }));
    }
    case 'location.set': {
      const phoneNumber = said('phoneNumber');
      return phoneNumber === null ? null : placeOf(phoneNumber, read);
    }
    default:
      return null;
  }
}

async function asFields(reading: Promise<object>): Promise<FormValue> {
  return { ...(await reading) };
}

/** The rule for that number, or the one for all numbers. */
async function calleeOf(number: string | null, read: Read): Promise<FormValue> {
  const { items } = await read('callee.list', {});
  const { behaviour, answerAfterMs } =
    items.find((rule) => rule.number === number) ?? items[0] ?? {};
  return { behaviour, ...(answerAfterMs === null ? {} : { answerAfterMs }) };
}

async function placeOf(phoneNumber: string, read: Read): Promise<FormValue> {
  const { latitude, longitude } = await read('location.get', { phoneNumber });
  return { place: latitude === null ? null : { latitude, longitude } };
}
