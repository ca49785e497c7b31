import type { Plan } from '../../services/accounts/plan.ts';
import type { RecordingAddOn } from '../../services/accounts/recording-add-on.ts';
import type { Registration } from '../../services/accounts/registration.ts';
import type { FeedbackBox } from '../../services/feedback/feedback-box.ts';
import type { Contacts } from '../../services/messages/contacts.ts';
import type { Handsets } from '../../services/messages/handsets.ts';
import type { Media } from '../../services/messages/media.ts';
import type { Reactions } from '../../services/messages/reactions.ts';
import type { SharedContacts } from '../../services/messages/shared-contacts.ts';
import type { TextJourneys } from '../../services/messages/text-journeys.ts';
import type { Locations } from '../../services/numbers/locations.ts';
import type { Numbers } from '../../services/numbers/numbers.ts';
import type { OptOuts } from '../../services/opt-outs/opt-outs.ts';
import type { PhoneVerifications } from '../../services/verification/phone-verifications.ts';
import type { WhatsAppTemplates } from '../../services/whatsapp/templates.ts';
import type { OperationHandlers } from '../registry.ts';

export interface ProviderOperationsDeps {
  readonly reactions: Reactions;
  readonly contacts: Contacts;
  readonly sharedContacts: SharedContacts;
  readonly journeys: TextJourneys;
  readonly phoneVerifications: PhoneVerifications;
  readonly feedback: FeedbackBox;
  readonly numbers: Numbers;
  readonly handsets: Handsets;
  readonly locations: Locations;
  readonly media: Media;
  readonly registration: Registration;
  readonly optOuts: OptOuts;
  readonly plan: Plan;
  readonly recordingAddOn: RecordingAddOn;
  readonly whatsappTemplates: WhatsAppTemplates;
  readonly accountId: () => string;
  readonly apiUrl: () => string;
}

/** Operations on lines, devices, locations, attachments, the plan, and the carriers' verdicts. */
export function providerOperations(deps: ProviderOperationsDeps) {
  const { reactions, contacts, sharedContacts, numbers, handsets, locations, media, registration } =
    deps;
  const { optOuts, plan } = deps;
  return {
    'text.react': (reaction) => reactions.receive(reaction),
    'contact.list': ({ search, limit, offset }) => {
      const { items, total } = contacts.list(deps.accountId(), { search, limit, offset });
      return { items: [...items], total };
    },
    'contact.save': (contact) => contacts.save(deps.accountId(), contact),
    'contact.remove': ({ contactId }) => {
      contacts.delete(deps.accountId(), contactId);
      return { removed: true as const };
    },
    'contact.share': (card) => sharedContacts.receive(card),
    'text.read': ({ messageId }) => deps.journeys.read(messageId),
    'verification.list': ({ phoneNumber }) => ({
      items: deps.phoneVerifications.texts(deps.accountId(), phoneNumber ?? null),
    }),
    'number.setType': ({ numberId, type }) => numbers.setType(deps.accountId(), numberId, type),
    'handset.get': ({ address }) => handsets.get(address),
    'handset.set': ({ address, imessage, sms }) => handsets.set(address, { imessage, sms }),
    'location.get': ({ phoneNumber }) => locations.get(phoneNumber),
    'location.set': ({ phoneNumber, place }) => locations.set(phoneNumber, place),
    'media.add': ({ base64, contentType }) => ({
      url: `${deps.apiUrl()}/media/${media.add(Buffer.from(base64, 'base64'), contentType)}`,
    }),
    'recording.get': () => ({ enabled: deps.recordingAddOn.isEnabled() }),
    'recording.set': ({ enabled }) => ({
      enabled: deps.recordingAddOn.set(enabled).recordingEnabled,
    }),
    'registration.get': ({ accountId }) => registration.status(accountId ?? deps.accountId()),
    'registration.decide': ({ accountId, decision }) =>
      registration.decide(accountId ?? deps.accountId(), decision),
    'whatsapp.decideTemplate': ({ templateId, decision }) =>
      deps.whatsappTemplates.decide(deps.accountId(), templateId, decision),
    'optOut.list': () => ({ items: optOuts.list() }),
    'optOut.reset': ({ phoneNumber, address }) => ({
      items: optOuts.reset(phoneNumber, address),
    }),
    'feedback.list': ({ limit }) => {
      const { items, total } = deps.feedback.list(limit);
      return { items: [...items], total };
    },
    'plan.get': () => plan.get(),
    'plan.set': (change) => plan.set(change),
  } satisfies Partial<OperationHandlers>;
}
