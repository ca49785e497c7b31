import type { WhatsAppFaultSpec } from '../../common/contract/index.ts';
import type { Carrier } from '../carriers/carrier.ts';
import { InboundTexts } from '../services/messages/inbound-texts.ts';
import { OutboundTexts } from '../services/messages/outbound-texts.ts';
import { Reactions } from '../services/messages/reactions.ts';
import { SharedContacts } from '../services/messages/shared-contacts.ts';
import type { OutgoingEvents } from '../services/outgoing-events.ts';
import { WhatsAppTaps } from '../services/whatsapp/taps.ts';
import { WhatsAppLine } from '../services/whatsapp/whatsapp-line.ts';
import type { NumberRecord } from '../store/numbers/numbers.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';

/** Inbound and outbound texts, and reactions. */
export function assembleMessaging(
  base: Pick<Base, 'clock' | 'transact' | 'transactShared' | 'writes'>,
  resources: Resources,
  outside: {
    readonly events: OutgoingEvents;
    readonly carrierOf: (number: NumberRecord) => Carrier;
    /** The fault that applies to a WhatsApp message to this number. */
    readonly whatsappFault: (to: string) => WhatsAppFaultSpec['kind'] | null;
  },
) {
  const { clock, transact, transactShared, writes } = base;
  const {
    agents,
    numbers,
    contacts,
    conversations,
    conversationWriter,
    messages,
    conversationStore,
  } = resources;
  const { usage, handsets, registration, charges, journeys } = resources;
  const { optOuts, conversationLimits } = resources;
  const { events, carrierOf } = outside;
  const whatsappLine = new WhatsAppLine({
    clock,
    messages,
    says: (messageId, status) => journeys.carrierSays(messageId, status, null, null),
    templates: resources.whatsappTemplates,
    fault: outside.whatsappFault,
  });
  const inboundTexts = new InboundTexts({
    numbers,
    conversationWriter,
    store: conversationStore,
    messages,
    conversations,
    contacts,
    handsets,
    transact,
    transactShared,
    events,
    optOuts,
    charge: (channel) => charges.text(channel),
  });
  return {
    inboundTexts,
    whatsappLine,
    taps: new WhatsAppTaps({ messages, receive: (text) => inboundTexts.receive(text) }),
    outboundTexts: new OutboundTexts({
      numbers,
      agents,
      handsets,
      conversationWriter,
      journeys,
      store: conversationStore,
      messages,
      transactShared,
      carrierOf,
      whatsapp: whatsappLine,
      checkAllowed: (text) => {
        const { accountId } = text.number;
        optOuts.check(text);
        registration.checkChannel(accountId, text.channel);
        conversationLimits.check(text);
        usage.checkTexts(accountId);
        charges.checkText(text.channel);
      },
      charge: (channel) => void writes.write('charges of texts', () => charges.text(channel)),
    }),
    sharedContacts: new SharedContacts({
      numbers,
      conversationWriter,
      conversations,
      contacts,
      handsets,
      events,
      clock,
      transact,
    }),
    reactions: new Reactions({
      messages,
      store: conversationStore,
      conversations,
      numbers,
      conversationWriter,
      events,
      clock,
      transact,
    }),
  };
}
