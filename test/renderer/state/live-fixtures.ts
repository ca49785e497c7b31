import type {
  CallEvent,
  CallView,
  DeliveryDetail,
  DeliverySummary,
  LiveConversation,
  LiveState,
} from '../../../common/contract/index.ts';

/** Small but complete values of the live state; a test overrides what it is about. */
export function call(overrides: Partial<CallView> = {}): CallView {
  return {
    id: 'call_a',
    phase: 'listening',
    status: 'in-progress',
    direction: 'inbound',
    from: '+12025550147',
    to: '+14155550123',
    agentId: 'agt_a',
    numberId: 'num_a',
    startedAt: '2026-11-02T10:00:00.000Z',
    answeredAt: '2026-11-02T10:00:01.000Z',
    endedAt: null,
    durationSeconds: null,
    disconnectionReason: null,
    recordingAvailable: false,
    phone: { muted: false, held: false, line: 'clear' },
    carrier: 'simulated',
    responder: 'webhook',
    model: null,
    usage: { inputTokens: 0, outputTokens: 0, toolCalls: 0 },
    turns: [],
    ...overrides,
  };
}

export function conversation(overrides: Partial<LiveConversation> = {}): LiveConversation {
  return {
    id: 'conv_a',
    agentId: 'agt_a',
    phoneNumberId: 'num_a',
    phoneNumber: '+14155550123',
    participant: '+12025550147',
    isGroup: false,
    line: 'text',
    groupId: null,
    groupName: null,
    groupIconUrl: null,
    participants: null,
    lastMessageAt: '2026-11-02T10:00:00.000Z',
    lastMessagePreview: 'Hello',
    messageCount: 1,
    metadata: null,
    createdAt: '2026-11-02T10:00:00.000Z',
    ...overrides,
  };
}

export function delivery(overrides: Partial<DeliverySummary> = {}): DeliverySummary {
  return {
    id: 'dlv_a',
    kind: 'voice',
    webhookId: 'voice_a',
    event: 'agent.message',
    channel: 'voice',
    status: 'success',
    attemptCount: 1,
    nextRetryAt: null,
    createdAt: '2026-11-02T10:00:02.000Z',
    url: 'http://127.0.0.1:3000/hook',
    demo: false,
    agentId: 'agt_a',
    callId: 'call_a',
    conversationId: null,
    turn: 1,
    httpStatus: 200,
    durationMs: 40,
    error: null,
    sourceId: null,
    counterparty: null,
    excerpt: null,
    silent: false,
    ...overrides,
  };
}

const SIGNATURE = {
  ok: true,
  signedString: '1.{}',
  expected: 'x',
  sent: 'x',
  maskedSecret: 'whsec_••••0001',
  reason: null,
};

export function deliveryDetail(overrides: Partial<DeliveryDetail> = {}): DeliveryDetail {
  return {
    ...delivery(),
    body: { text: '{}', base64: null, sizeBytes: 2, truncated: false },
    override: null,
    heldSince: null,
    heldMs: 0,
    waitsForId: null,
    attempts: [
      {
        number: 1,
        method: 'POST',
        url: 'http://127.0.0.1:3000/hook',
        fault: null,
        startedAt: '2026-11-02T10:00:02.000Z',
        outcome: 'success',
        status: 200,
        requestHeaders: [['X-Webhook-ID', 'voice_a']],
        requestBody: { text: '{}', base64: null, sizeBytes: 2, truncated: false },
        responseHeaders: [['Content-Type', 'application/json']],
        responseBody: { text: '{"text":"Hi"}', base64: null, sizeBytes: 13, truncated: false },
        timing: { dnsMs: null, connectedMs: null, sentMs: 0.5, firstByteMs: 38, endMs: 40 },
        error: null,
        failure: null,
        signature: SIGNATURE,
      },
    ],
    signature: SIGNATURE,
    ...overrides,
  };
}

export function liveState(overrides: Partial<LiveState> = {}): LiveState {
  return {
    workspace: {
      apiUrl: 'http://127.0.0.1:4747',
      controlUrl: 'http://127.0.0.1:4748',
      apiKey: 'sk_live_0000',
      dataDir: '/data',
      version: '0.0.0',
      webhookUrl: null,
      demoHandler: true,
      idempotencyKeyAt: null,
    },
    clock: { now: '2026-11-02T10:00:00.000Z', mode: 'real', handlerTimeMs: null, offsetMs: 0 },
    storage: { problem: null, waiting: 0, notices: [] },
    agents: [],
    numbers: [],
    contacts: [],
    conversations: [],
    messages: [],
    verifications: [],
    calls: [],
    deliveries: [],
    optOuts: [],
    damage: { tables: {} },
    importing: null,
    twilio: {
      linked: false,
      accountSid: null,
      accountName: null,
      keysKeptIn: 'memory',
      apiBaseUrl: null,
      ingressUrl: null,
      reach: { publicUrl: null, source: null, health: null },
      voiceMode: 'mediaStreams',
      sharedKeys: 0,
      traffic: 'ask',
      asked: null,
      queue: { waiting: 0, perSecond: 1 },
      liveCalls: 0,
      problem: null,
    },
    callEvents: {},
    ...overrides,
  };
}

type EventInput = {
  [T in CallEvent['type']]: [number, T, number | null, Extract<CallEvent, { type: T }>['data']];
}[CallEvent['type']];

/** A log from `[atMs, type, turn, data]`; `seq` is the index in the list. */
export function log(...events: EventInput[]): readonly CallEvent[] {
  return events.map(
    ([atMs, type, turn, data], seq) =>
      ({ seq, atUs: Math.round(atMs * 1_000), type, turn, data }) as CallEvent,
  );
}
