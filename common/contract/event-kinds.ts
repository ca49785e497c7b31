import type { z } from 'zod';
import {
  CallEndedEvent,
  ContactSharedEvent,
  ReactionEvent,
  TextEvent,
  VoiceTurnEvent,
  type WebhookEvent,
} from './events.ts';

/** One kind of webhook request: `/openapi.json` and the guide are written from these. */
export interface EventKind {
  /** The name of its entry under `webhooks` in the document. */
  readonly name: string;
  readonly schemaName: string;
  readonly schema: z.ZodType<WebhookEvent>;
  readonly summary: string;
  /** What is done with the handler's answer. */
  readonly answer: string;
  readonly examples: Readonly<Record<string, { summary: string; value: WebhookEvent }>>;
}

const ENVELOPE = {
  timestamp: '2026-11-02T09:15:04.000Z',
  agentId: 'agt_k3v9q2x0m1ab',
  conversationState: { step: 2 },
  recentHistory: [],
};

const TEXT = {
  messageId: 'msg7f2c41',
  externalMessageId: null,
  conversationId: 'conv_51ab90',
  numberId: 'num_90cd17',
  externalId: 'front-desk',
  from: '+12025550147',
  to: '+14155550123',
  contact: { id: 'ct_18ee', name: 'Ines Falk', email: null, phoneNumber: '+12025550147' },
  message: 'Do you open on Sundays?',
  mediaUrl: null,
  mediaUrls: [],
  direction: 'inbound' as const,
  receivedAt: '2026-11-02T09:15:03.000Z',
  senderIdentifier: null,
  group: null,
  reactionType: null,
};

/** Numbers and ids of a test event are invented if the agent has none. */
const TEST_TEXT = {
  ...TEXT,
  conversationId: null,
  externalId: null,
  contact: null,
  message: 'This is a test event. If you can read it, your webhook works.',
};
const TEST_ENVELOPE = {
  ...ENVELOPE,
  conversationState: { testMode: true },
  test: true as const,
};

const TURN = {
  callId: 'call_2b81f0',
  conversationId: 'conv_51ab90',
  numberId: 'num_90cd17',
  from: '+12025550147',
  to: '+14155550123',
  status: 'in-progress' as const,
  transcript: 'Do you open on Sundays?',
  confidence: 0.93,
  direction: 'inbound' as const,
};

const CALL = {
  callId: 'call_2b81f0',
  conversationId: 'conv_51ab90',
  numberId: 'num_90cd17',
  from: '+12025550147',
  to: '+14155550123',
  contact: null,
  direction: 'inbound' as const,
  status: 'completed' as const,
  startedAt: '2026-11-02T10:00:02.000Z',
  endedAt: '2026-11-02T10:00:30.000Z',
  durationSeconds: 28,
  disconnectionReason: 'user_hangup' as const,
  transcript: [
    { role: 'agent' as const, content: 'Harbour Bikes, how can I help?' },
    { role: 'user' as const, content: 'Do you open on Sundays?' },
    { role: 'agent' as const, content: 'Yes, from ten to four.' },
  ],
  summary: 'The caller said: "Do you open on Sundays?".',
  userSentiment: 'Neutral' as const,
  callSuccessful: true,
  analysisSource: 'localRules' as const,
};

const NOBODY_SPOKE = {
  transcript: [],
  summary: null,
  userSentiment: null,
  callSuccessful: null,
};

export const EVENT_KINDS: readonly EventKind[] = [
  {
    name: 'textMessage',
    schemaName: 'TextEvent',
    schema: TextEvent,
    summary: 'Somebody texted one of your numbers',
    answer: 'Not read: any 2xx means "received". Answer with POST /v1/messages.',
    examples: {
      text: {
        summary: 'A text',
        value: { event: 'agent.message', channel: 'sms', data: TEXT, ...ENVELOPE },
      },
      tap: {
        summary: 'A button tapped on WhatsApp',
        value: {
          event: 'agent.message',
          channel: 'whatsapp',
          data: {
            ...TEXT,
            message: 'Tomorrow',
            interactive: {
              type: 'button_reply',
              id: 'tomorrow',
              payload: 'tomorrow',
              title: 'Tomorrow',
              description: null,
            },
            replyToMessageId: 'msg7f10bb',
          },
          ...ENVELOPE,
        },
      },
      group: {
        summary: 'A picture in a group',
        value: {
          event: 'agent.message',
          channel: 'imessage',
          data: {
            ...TEXT,
            message: '',
            mediaUrl: 'http://127.0.0.1:4747/media/a1.jpg',
            mediaUrls: ['http://127.0.0.1:4747/media/a1.jpg'],
            senderIdentifier: '+12025550147',
            group: {
              isGroup: true,
              groupId: 'grp_77d1',
              groupName: 'Sunday ride',
              groupIconUrl: null,
              participants: [
                { identifier: '+12025550147', name: 'Ines Falk' },
                { identifier: '+12025550148', name: null },
              ],
            },
          },
          ...ENVELOPE,
        },
      },
      test: {
        summary:
          'A test event (POST /v1/webhooks/test) or a probe (`webhook.diagnose`, `signature.probe`)',
        value: { event: 'agent.message', channel: 'sms', data: TEST_TEXT, ...TEST_ENVELOPE },
      },
    },
  },
  {
    name: 'voiceTurn',
    schemaName: 'VoiceTurnEvent',
    schema: VoiceTurnEvent,
    summary: 'The caller said something on a live call',
    answer: 'Spoken: JSON with `text`, or NDJSON, one line as soon as there is one.',
    examples: {
      turn: {
        summary: 'A turn',
        value: {
          event: 'agent.message',
          channel: 'voice',
          data: TURN,
          ...ENVELOPE,
          recentHistory: [
            {
              content: 'Harbour Bikes, how can I help?',
              direction: 'outbound',
              channel: 'voice',
              at: '2026-11-02T09:15:00.000Z',
              role: 'agent',
            },
          ],
        },
      },
      hello: {
        summary:
          'The turn that asks for a greeting, where the agent has none (setting `helloTurn`, off by default)',
        value: {
          event: 'agent.message',
          channel: 'voice',
          data: { ...TURN, transcript: '', confidence: 1 },
          ...ENVELOPE,
          conversationState: null,
        },
      },
      test: {
        summary: 'A probe (`webhook.diagnose` as a voice turn)',
        value: {
          event: 'agent.message',
          channel: 'voice',
          data: { ...TURN, conversationId: null },
          ...TEST_ENVELOPE,
        },
      },
    },
  },
  {
    name: 'callEnded',
    schemaName: 'CallEndedEvent',
    schema: CallEndedEvent,
    summary: 'A call is over',
    answer: 'Not read: any 2xx means "received".',
    examples: {
      userHangup: {
        summary: 'The caller hung up',
        value: { event: 'agent.call_ended', channel: 'voice', data: CALL, ...ENVELOPE },
      },
      noAnswer: {
        summary: 'The agent called, and nobody picked up',
        value: {
          event: 'agent.call_ended',
          channel: 'voice',
          data: {
            ...CALL,
            from: '+14155550123',
            to: '+12025550147',
            direction: 'outbound',
            status: 'failed',
            durationSeconds: 0,
            disconnectionReason: 'dial_no_answer',
            ...NOBODY_SPOKE,
          },
          ...ENVELOPE,
        },
      },
      web: {
        summary: 'A call from a web page, in which nothing was said',
        value: {
          event: 'agent.call_ended',
          channel: 'voice',
          data: {
            ...CALL,
            conversationId: null,
            numberId: null,
            direction: 'web',
            from: '',
            to: '',
            disconnectionReason: 'inactivity',
            ...NOBODY_SPOKE,
          },
          ...ENVELOPE,
          conversationState: null,
        },
      },
    },
  },
  {
    name: 'reaction',
    schemaName: 'ReactionEvent',
    schema: ReactionEvent,
    summary: 'Somebody reacted to a message of yours',
    answer: 'Not read: any 2xx means "received".',
    examples: {
      tapback: {
        summary: 'A tapback',
        value: {
          event: 'agent.reaction',
          channel: 'imessage',
          data: {
            conversationId: 'conv_51ab90',
            numberId: 'num_90cd17',
            reactionType: 'love',
            fromNumber: '+12025550147',
            direction: 'inbound',
            messageId: 'msg7f10bb',
            messageBody: 'Send me a photo and I will check.',
            messageMediaUrl: null,
            messageMediaUrls: [],
            createdAt: '2026-11-02T09:15:03.000Z',
          },
          ...ENVELOPE,
        },
      },
    },
  },
  {
    name: 'contactShared',
    schemaName: 'ContactSharedEvent',
    schema: ContactSharedEvent,
    summary: 'Somebody shared their name and picture with one of your iMessage lines',
    answer: 'Not read: any 2xx means "received".',
    examples: {
      shared: {
        summary: 'A name without a picture',
        value: {
          event: 'agent.contact_shared',
          channel: 'imessage',
          data: {
            conversationId: 'conv_51ab90',
            numberId: 'num_90cd17',
            from: '+12025550147',
            to: '+14155550123',
            direction: 'inbound',
            contact: null,
            sharedContact: {
              firstName: 'Ines',
              lastName: 'Falk',
              displayName: null,
              avatarUrl: null,
            },
            sharedAt: '2026-11-02T09:15:03.000Z',
          },
          ...ENVELOPE,
        },
      },
    },
  },
];
