import { OPERATIONS, type OperationName } from '../../common/contract/index.ts';

/** An operation as the palette and its form need it. */
export interface PaletteOperation {
  readonly name: OperationName;
  readonly description: string;
  readonly effect: 'readOnly' | 'changes' | 'destructive';
}

/** Operations that only make sense for a script. */
const SCRIPT_ONLY: ReadonlySet<OperationName> = new Set(['call.waitFor', 'call.play']);

/** Everything a person can run by hand, in the registry's order. */
export const PALETTE_OPERATIONS: readonly PaletteOperation[] = OPERATIONS.filter(
  ({ name }) => !SCRIPT_ONLY.has(name),
).map(({ name, description, effect }) => ({ name, description, effect }));

/** What a form starts with: the fields of the input, filled in as far as the window knows them. */
export interface KnownThings {
  readonly callId: string | null;
  readonly deliveryId: string | null;
  readonly from: string;
  readonly to: string | null;
}

export function startingInput(name: OperationName, known: KnownThings): Record<string, unknown> {
  const from = known.from;
  const to = known.to ?? '';
  const callId = known.callId ?? '';
  switch (name) {
    case 'text.receive':
      return { from, to, body: 'Hello' };
    case 'text.react':
      return { messageId: '', from, reaction: 'love' };
    case 'number.setType':
      return { numberId: '', type: 'imessage' };
    case 'handset.set':
      return { address: from, imessage: false, sms: true };
    case 'location.set':
      return { phoneNumber: from, place: { latitude: 37.7749, longitude: -122.4194 } };
    case 'media.add':
      return { base64: '', contentType: 'image/png' };
    case 'registration.decide':
      return { decision: 'approved' };
    case 'plan.set':
      return { profile: 'seed' };
    case 'plan.get':
      return {};
    case 'call.place':
      return { from, to };
    case 'call.say':
      return { callId, text: 'Hello' };
    case 'call.dtmf':
      return { callId, digits: '1' };
    case 'call.answer':
    case 'call.decline':
    case 'call.hangUp':
    case 'call.get':
    case 'call.timeline':
    case 'call.events':
      return { callId };
    case 'call.play':
      return { callId, wav: '' };
    case 'call.waitFor':
      return { callId, event: 'ended' };
    case 'callee.set':
      return { behaviour: 'ring' };
    case 'clock.advance':
      return { by: 'PT5M' };
    case 'delivery.list':
      return { filter: '', limit: 20 };
    case 'delivery.get':
      return { id: known.deliveryId ?? '' };
    case 'key.create':
      return { name: 'script' };
    case 'key.revoke':
      return { id: '' };
    case 'workspace.reset':
      return { seed: 'starter' };
    case 'call.list':
    case 'clock.get':
    case 'clock.run':
    case 'clock.freeze':
    case 'clock.resume':
    case 'key.list':
    case 'settings.get':
    case 'settings.set':
      return {};
  }
}
