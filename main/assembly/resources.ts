import { readControlFile } from '../platform/control-file.ts';
import { newApiKey } from '../platform/random.ts';
import { Accounts } from '../services/accounts.ts';
import { AgentPreferences } from '../services/agent-preferences.ts';
import { Agents } from '../services/agents.ts';
import { ApiKeys } from '../services/api-keys.ts';
import { ContactCards } from '../services/contact-cards.ts';
import { Contacts } from '../services/contacts.ts';
import { Conversations } from '../services/conversations.ts';
import { FeedbackBox } from '../services/feedback/feedback-box.ts';
import { Handsets } from '../services/handsets.ts';
import { Idempotency } from '../services/idempotency.ts';
import { Locations } from '../services/locations.ts';
import { Media } from '../services/media.ts';
import { CallThreads } from '../services/messages/call-threads.ts';
import { ChatEffects } from '../services/messages/chat-effects.ts';
import { ConversationLimits } from '../services/messages/conversation-limits.ts';
import { Reach } from '../services/messages/reach.ts';
import { TextJourneys } from '../services/messages/text-journeys.ts';
import { Threads } from '../services/messages/threads.ts';
import { NumberMessages } from '../services/number-messages.ts';
import { NumberExpiry } from '../services/numbers/number-expiry.ts';
import { NumberInventory } from '../services/numbers/number-inventory.ts';
import { NumberViews } from '../services/numbers/number-views.ts';
import { Numbers } from '../services/numbers.ts';
import { OptOuts } from '../services/opt-outs/opt-outs.ts';
import { Plan } from '../services/plan.ts';
import { PreferenceSettings } from '../services/preference-settings.ts';
import { RecordingAddOn } from '../services/recording-add-on.ts';
import { Registration } from '../services/registration.ts';
import { SignUp } from '../services/sign-up.ts';
import { SubAccounts } from '../services/sub-accounts.ts';
import { TrafficCharges } from '../services/traffic-charges.ts';
import { SipTrunks } from '../services/trunks/sip-trunks.ts';
import { Usage } from '../services/usage.ts';
import { PhoneVerifications } from '../services/verification/phone-verifications.ts';
import { Voices } from '../services/voices.ts';
import { WhatsAppConnections } from '../services/whatsapp/connections.ts';
import { WhatsAppTemplates } from '../services/whatsapp/templates.ts';
import { AccountStore } from '../store/accounts.ts';
import { AgentPreferenceStore } from '../store/agent-preferences.ts';
import { AgentStore } from '../store/agents.ts';
import { ApiKeyStore } from '../store/api-keys.ts';
import { ContactCardStore } from '../store/contact-cards.ts';
import { ContactStore } from '../store/contacts.ts';
import { ConversationStore } from '../store/conversations.ts';
import { FeedbackStore } from '../store/feedback.ts';
import { HandsetStore } from '../store/handsets.ts';
import { IdempotentAnswerStore } from '../store/idempotent-answers.ts';
import { LineTraffic } from '../store/line-traffic.ts';
import { LocationStore } from '../store/locations.ts';
import { MessageStore } from '../store/messages.ts';
import { NumberStore } from '../store/numbers.ts';
import { OptOutStore } from '../store/opt-outs.ts';
import { PhoneVerificationStore } from '../store/phone-verifications.ts';
import { RegistrationStore } from '../store/registrations.ts';
import { SipTrunkStore } from '../store/sip-trunks.ts';
import { UsageStore } from '../store/usage.ts';
import { WhatsAppConnectionStore } from '../store/whatsapp-connections.ts';
import { WhatsAppTemplateStore } from '../store/whatsapp-templates.ts';
import type { Base } from './base.ts';

export type Resources = ReturnType<typeof assembleResources>;

/** Accounts, keys, agents, numbers, contacts, conversations, usage. */
export function assembleResources(base: Base) {
  const { db, damage, clock, changes, transact, settings, options, folder } = base;
  const accounts = new Accounts({ accounts: new AccountStore(db, damage), clock });
  const accountId = accounts.ensureWorkspaceAccount();
  const keys = new ApiKeys({ keys: new ApiKeyStore(db, damage), clock, changes });
  const apiKey = options.apiKey ?? storedApiKey(folder.root) ?? newApiKey();
  keys.setWorkspaceKey(accountId, apiKey);

  const preferences = new PreferenceSettings(settings);
  const plan = new Plan(settings, base.hooks.onRollback, options.numberAllowance ?? undefined);
  const numberStore = new NumberStore(db, damage);
  const messages = new MessageStore(db, damage);
  const threadStore = new ConversationStore(db, damage);
  const agents = new Agents({
    agents: new AgentStore(db, damage),
    numbers: numberStore,
    clock,
    changes,
    transact,
  });
  const registrations = new RegistrationStore(db, damage);
  const registration = new Registration({ registrations, accounts, plan, clock, transact });
  const numbers = new Numbers({
    numbers: numberStore,
    inventory: new NumberInventory(numberStore),
    views: new NumberViews({ registration, threads: threadStore, clock }),
    accounts,
    agents,
    plan,
    clock,
    changes,
    transact,
  });
  const contacts = new Contacts({ contacts: new ContactStore(db, damage), clock, transact });
  const handsets = new Handsets({ handsets: new HandsetStore(db), numbers: numberStore, clock });
  const twilioOptOuts = new OptOutStore(db, damage, 'twilio');
  const optOuts = new OptOuts({
    own: new OptOutStore(db, damage, 'simulated'),
    atTwilio: twilioOptOuts,
    clock,
    changes,
  });
  const conversations = new Conversations({
    conversations: threadStore,
    messages,
    agents,
    contacts,
    reach: new Reach({
      numbers: numberStore,
      handsets,
      registration,
      optOuts,
      messages,
      clock,
    }),
    changes,
  });
  const threads = new Threads({ store: threadStore, messages, conversations, changes, clock });
  const charges = new TrafficCharges(plan);
  const numberExpiry = new NumberExpiry({
    store: numberStore,
    numbers,
    clock,
    changes,
    writes: base.writes,
  });
  base.cleanUp.push(() => numberExpiry.stop());
  const whatsapp = new WhatsAppConnections({
    connections: new WhatsAppConnectionStore(db, damage),
    numbers,
    agents,
    clock,
    changes,
    transact,
  });
  return {
    whatsapp,
    whatsappTemplates: new WhatsAppTemplates({
      templates: new WhatsAppTemplateStore(db, damage),
      connections: whatsapp,
      clock,
      transact,
    }),
    accounts,
    accountId,
    keys,
    apiKey,
    plan,
    preferences,
    /** One list for the API and the ingress; the control port has loopback's names alone. */
    allowedHosts: () => [...options.allowedHosts, ...preferences.get().allowedHosts],
    messages,
    threadStore,
    agents,
    agentPreferences: new AgentPreferences(new AgentPreferenceStore(db, damage), agents),
    numbers,
    numberExpiry,
    contacts,
    conversations,
    threads,
    callThreads: new CallThreads({ numbers, conversations, threads, writes: base.writes }),
    journeys: new TextJourneys({ messages, threads, clock }),
    numberMessages: new NumberMessages({ numbers, messages }),
    usage: new Usage({ usage: new UsageStore(db), numbers, accounts, plan, clock }),
    handsets,
    contactCards: new ContactCards({ cards: new ContactCardStore(db), numbers }),
    chatEffects: new ChatEffects({
      store: threadStore,
      conversations,
      numbers,
      handsets,
      allowPrivateAddresses: () => preferences.get().allowPrivateAddresses,
    }),
    charges,
    phoneVerifications: new PhoneVerifications({
      store: new PhoneVerificationStore(db, damage),
      charges,
      clock,
      changes,
      transact,
    }),
    registration,
    twilioOptOuts,
    optOuts,
    conversationLimits: new ConversationLimits({ plan, traffic: new LineTraffic(db), clock }),
    recordingAddOn: new RecordingAddOn(settings),
    subAccounts: new SubAccounts({ accounts, numbers, registration, transact }),
    signUp: new SignUp({
      verifications: registrations,
      accounts,
      agents,
      numbers,
      apiKeys: keys,
      clock,
      transact,
    }),
    feedback: new FeedbackBox({ store: new FeedbackStore(db, damage), clock }),
    locations: new Locations({ locations: new LocationStore(db, damage), clock }),
    sipTrunks: new SipTrunks({ trunks: new SipTrunkStore(db, damage), clock, transact }),
    media: new Media(folder.media),
    idempotency: new Idempotency({
      answers: new IdempotentAnswerStore(db, damage),
      clock,
      transact,
    }),
    voices: new Voices(),
  };
}

/** The key of the last run: it is kept in `control.json`, for the database has only its hash. */
function storedApiKey(dataDir: string): string | null {
  const stored = readControlFile(dataDir);
  if (typeof stored !== 'object' || stored === null || !('apiKey' in stored)) return null;
  return typeof stored.apiKey === 'string' ? stored.apiKey : null;
}
