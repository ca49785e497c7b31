import type { ApiRoute } from '../route.ts';

/** Descriptions of the groups of operations; a test makes sure that every group has one. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Agents: 'Who answers calls and texts, and how they sound.',
  'Agent webhooks':
    "An agent's own webhook; while it is set, the project's gets none of its events.",
  Calls: 'Calls in and out, their transcripts and recordings.',
  'Contact cards': 'The name and picture that an iMessage line shows to people.',
  Contacts: 'Your address book; events name who is in it.',
  Conversations: 'Threads between one of your numbers and somebody, and groups.',
  Credits: 'What is left to spend.',
  Feedback: 'What you think of the service; kept here, sent nowhere.',
  Location: 'Where people are who share it with you.',
  Messages: 'Texts and reactions that your agents send.',
  Numbers: 'Phone numbers: buying, looking up, releasing.',
  Registration: '10DLC registration of brand and campaign with the carriers.',
  'Sign-up': 'An account and a key for an agent that has neither.',
  'SIP trunks': 'Trunks to your own SIP servers: kept and checked, no call is routed by them here.',
  'Sub-accounts': 'Accounts within yours, with their own agents and numbers.',
  Usage: 'Counts of texts, calls and deliveries.',
  Verification: 'Codes that prove that somebody holds a phone.',
  WhatsApp: 'WhatsApp on a simulated line: accounts, numbers and templates.',
  Webhooks: "The project's webhook, test events and the log of deliveries.",
  Events: 'Requests to your own server; see `webhooks`.',
};

export function describedTags(routes: readonly ApiRoute[]) {
  const names = [...new Set(routes.map(({ tag }) => tag)), 'Events'];
  return names.map((name) => ({ name, description: DESCRIPTIONS[name] }));
}
