import type { WhatsAppFaultSpec } from '../../common/contract/index.ts';
import type { Carrier } from '../carriers/carrier.ts';
import { InboundTexts } from '../services/messages/inbound-texts.ts';
import { OutboundTexts } from '../services/messages/outbound-texts.ts';
import { Reactions } from '../services/messages/reactions.ts';
import type { OutgoingEvents } from '../services/outgoing-events.ts';
import { WhatsAppTaps } from '../services/whatsapp/taps.ts';
import { WhatsAppLine } from '../services/whatsapp/whatsapp-line.ts';
import type { NumberRecord } from '../store/numbers.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';

/** Texts in and out, and reactions. */
export function assembleMessaging(
  { clock, transact, transactShared }: Pick<Base, 'clock' | 'transact' | 'transactShared'>,
  resources: Resources,
  outside: {
    readonly events: OutgoingEvents;
    readonly carrierOf: (number: NumberRecord) => Carrier;
    /** What somebody wants to go wrong with a WhatsApp message to this number. */
    readonly whatsappFault: (to: string) => WhatsAppFaultSpec['kind'] | null;
  },
) {
  const { agents, numbers, contacts, conversations, threads, messages, threadStore } = resources;
  const { usage, handsets, registration, charges } = resources;
  const { events, carrierOf } = outside;
  const whatsappLine = new WhatsAppLine({
    clock,
    messages,
    threads,
    templates: resources.whatsappTemplates,
    fault: outside.whatsappFault,
  });
  const inboundTexts = new InboundTexts({
    numbers,
    threads,
    store: threadStore,
    messages,
    conversations,
    contacts,
    handsets,
    transact,
    transactShared,
    events,
    charge: (channel) => charges.text(channel),
  });
  return {
    inboundTexts,
    whatsappLine,
    taps: new WhatsAppTaps({ messages, inboundTexts }),
    outboundTexts: new OutboundTexts({
      numbers,
      agents,
      handsets,
      threads,
      store: threadStore,
      messages,
      transact,
      carrierOf,
      whatsapp: whatsappLine,
      checkAllowed: (accountId, channel) => {
        registration.checkChannel(accountId, channel);
        usage.checkTexts(accountId);
        charges.checkText(channel);
      },
      charge: (channel) => charges.text(channel),
    }),
    reactions: new Reactions({
      messages,
      store: threadStore,
      conversations,
      numbers,
      threads,
      events,
      clock,
      transact,
    }),
  };
}
