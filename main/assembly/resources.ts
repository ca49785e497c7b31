import { readControlFile } from '../platform/process/control-file.ts';
import { newApiKey } from '../platform/random.ts';
import { Accounts } from '../services/accounts/accounts.ts';
import { ApiKeys } from '../services/accounts/api-keys.ts';
import { Idempotency } from '../services/accounts/idempotency.ts';
import { Plan } from '../services/accounts/plan.ts';
import { RecordingAddOn } from '../services/accounts/recording-add-on.ts';
import { Registration } from '../services/accounts/registration.ts';
import { AgentPreferences } from '../services/agents/agent-preferences.ts';
import { Agents } from '../services/agents/agents.ts';
import { Voices } from '../services/agents/voices.ts';
import { FeedbackBox } from '../services/feedback/feedback-box.ts';
import { CallConversations } from '../services/messages/call-conversations.ts';
import { ChatEffects } from '../services/messages/chat-effects.ts';
import { Contacts } from '../services/messages/contacts.ts';
import { ConversationLimits } from '../services/messages/conversation-limits.ts';
import { ConversationWriter } from '../services/messages/conversation-writer.ts';
import { Conversations } from '../services/messages/conversations.ts';
import { Handsets } from '../services/messages/handsets.ts';
import { Media } from '../services/messages/media.ts';
import { NumberMessages } from '../services/messages/number-messages.ts';
import { Reach } from '../services/messages/reach.ts';
import { TextJourneys } from '../services/messages/text-journeys.ts';
import { ContactCards } from '../services/numbers/contact-cards.ts';
import { Locations } from '../services/numbers/locations.ts';
import { NumberExpiry } from '../services/numbers/number-expiry.ts';
import { NumberInventory } from '../services/numbers/number-inventory.ts';
import { NumberViews } from '../services/numbers/number-views.ts';
import { Numbers } from '../services/numbers/numbers.ts';
import { SubAccounts } from '../services/numbers/sub-accounts.ts';
import { OptOuts } from '../services/opt-outs/opt-outs.ts';
import { SipTrunks } from '../services/trunks/sip-trunks.ts';
import { TrafficCharges } from '../services/usage/traffic-charges.ts';
import { Usage } from '../services/usage/usage.ts';
import { PhoneVerifications } from '../services/verification/phone-verifications.ts';
import { WhatsAppConnections } from '../services/whatsapp/connections.ts';
import { WhatsAppTemplates } from '../services/whatsapp/templates.ts';
import { PreferenceSettings } from '../services/workspace/preference-settings.ts';
import { SignUp } from '../services/workspace/sign-up.ts';
import { AccountStore } from '../store/accounts/accounts.ts';
import { AgentPreferenceStore } from '../store/accounts/agent-preferences.ts';
import { AgentStore } from '../store/accounts/agents.ts';
import { ApiKeyStore } from '../store/accounts/api-keys.ts';
import { FeedbackStore } from '../store/accounts/feedback.ts';
import { IdempotentAnswerStore } from '../store/accounts/idempotent-answers.ts';
import { PhoneVerificationStore } from '../store/accounts/phone-verifications.ts';
import { RegistrationStore } from '../store/accounts/registrations.ts';
import { UsageStore } from '../store/accounts/usage.ts';
import { ContactStore } from '../store/messages/contacts.ts';
import { ConversationStore } from '../store/messages/conversations.ts';
import { HandsetStore } from '../store/messages/handsets.ts';
import { MessageStore } from '../store/messages/messages.ts';
import { ContactCardStore } from '../store/numbers/contact-cards.ts';
import { LineTraffic } from '../store/numbers/line-traffic.ts';
import { LocationStore } from '../store/numbers/locations.ts';
import { NumberStore } from '../store/numbers/numbers.ts';
import { OptOutStore } from '../store/numbers/opt-outs.ts';
import { SipTrunkStore } from '../store/numbers/sip-trunks.ts';
import { WhatsAppConnectionStore } from '../store/numbers/whatsapp-connections.ts';
import { WhatsAppTemplateStore } from '../store/numbers/whatsapp-templates.ts';
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
  const conversationStore = new ConversationStore(db, damage);
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
    views: new NumberViews({ registration, conversations: conversationStore, clock }),
    accounts,
    agents,
    plan,
    clock,
    changes,
    transact,
  });
  const contacts = new Contacts({
    contacts: new ContactStore(db, damage),
    clock,
    changes,
    shownAccountId: accountId,
    transact,
  });
  const handsets = new Handsets({ handsets: new HandsetStore(db), numbers: numberStore, clock });
  const twilioOptOuts = new OptOutStore(db, damage, 'twilio');
  const optOuts = new OptOuts({
    own: new OptOutStore(db, damage, 'simulated'),
    atTwilio: twilioOptOuts,
    clock,
    changes,
  });
  const conversations = new Conversations({
    conversations: conversationStore,
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
  const conversationWriter = new ConversationWriter({
    store: conversationStore,
    messages,
    conversations,
    changes,
    clock,
  });
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
    /** One list for the API and the ingress; the control port only accepts names of loopback. */
    allowedHosts: () => [...options.allowedHosts, ...preferences.get().allowedHosts],
    messages,
    conversationStore,
    agents,
    agentPreferences: new AgentPreferences(new AgentPreferenceStore(db, damage), agents),
    numbers,
    numberExpiry,
    contacts,
    conversations,
    conversationWriter,
    callConversations: new CallConversations({
      numbers,
      conversations,
      conversationWriter,
      writes: base.writes,
    }),
    journeys: new TextJourneys({ messages, conversationWriter, clock }),
    numberMessages: new NumberMessages({ numbers, messages }),
    usage: new Usage({ usage: new UsageStore(db), numbers, accounts, plan, clock }),
    handsets,
    contactCards: new ContactCards({ cards: new ContactCardStore(db), numbers }),
    chatEffects: new ChatEffects({
      store: conversationStore,
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

/**
 * The key of the last run, which is stored in `control.json`, because the database only has its
 * hash.
 */
function storedApiKey(dataDir: string): string | null {
  const stored = readControlFile(dataDir);
  if (typeof stored !== 'object' || stored === null || !('apiKey' in stored)) return null;
  return typeof stored.apiKey === 'string' ? stored.apiKey : null;
}
