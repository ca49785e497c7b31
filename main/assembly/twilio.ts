import type { InboundTraffic } from '../carriers/carrier.ts';
import { CallQueue } from '../carriers/twilio/call-queue.ts';
import { TwilioIngress } from '../carriers/twilio/ingress/ingress.ts';
import { OfferedAttachments } from '../carriers/twilio/ingress/offered-attachments.ts';
import { TwilioCalls } from '../carriers/twilio/twilio-calls.ts';
import { TwilioCarrier } from '../carriers/twilio/twilio-carrier.ts';
import { TwilioTexts } from '../carriers/twilio/twilio-texts.ts';
import type { ProxyChoice } from '../outbound/proxy-choice.ts';
import { listenOnLoopback } from '../platform/listen.ts';
import { PublicReach } from '../services/twilio/public-reach.ts';
import { RealTraffic } from '../services/twilio/real-traffic.ts';
import { ngrokTunnels } from '../services/twilio/tunnel.ts';
import { TwilioBridge } from '../services/twilio/twilio-bridge.ts';
import { type OpenIngress, TwilioLink } from '../services/twilio/twilio-link.ts';
import { TwilioMedia } from '../services/twilio/twilio-media.ts';
import { TwilioNumbers } from '../services/twilio/twilio-numbers.ts';
import { TwilioStore } from '../store/calls/twilio.ts';
import { TwilioCallStore } from '../store/calls/twilio-calls.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';
import type { WebhookEngine } from './webhook-engine.ts';

export type TwilioParts = ReturnType<typeof assembleTwilio>;

/**
 * The bridge to Twilio. It stays closed until `bridge.resume()`, and while no account is linked.
 */
export function assembleTwilio(
  base: Base,
  resources: Resources,
  engine: WebhookEngine,
  app: {
    readonly inbound: () => InboundTraffic;
    readonly apiUrl: () => string;
    readonly proxyOf: ProxyChoice;
  },
) {
  const { db, damage, clock, settings, transact, changes, host, options, log, onDefect, cleanUp } =
    base;
  const { secrets } = host;
  const { accountId, numbers, agents, messages, journeys } = resources;
  const { exchanges, client: http } = engine;
  const store = new TwilioStore(db, damage);
  const publish = () => bridge.publish();
  const queue = new CallQueue({ real: clock.real, onChange: publish });
  const attachments = new OfferedAttachments(clock.real);

  const openIngress = async (): Promise<OpenIngress> => {
    const server = await ingress.createServer();
    const url = await listenOnLoopback(
      server,
      options.ingressPort,
      'the ingress',
      '--ingress-port',
    );
    return {
      url,
      port: Number(new URL(url).port),
      newNonce: () => ingress.newNonce(),
      refusedHost: (nonce) => ingress.refusedHost(nonce),
      close: () => server.close(),
    };
  };
  const link = new TwilioLink({
    settings,
    secrets,
    clock,
    exchanges,
    http,
    queue,
    proxyOf: app.proxyOf,
    accountId,
    openIngress,
    onChange: publish,
  });
  const reach = new PublicReach({
    settings,
    secrets,
    real: clock.real,
    http,
    tunnels: host.tunnels ?? ngrokTunnels,
    ingress: () => link.ingress,
    isDouble: () => link.isDouble,
    liveCalls: () => calls.live,
    onChange: publish,
  });
  const traffic = new RealTraffic({
    real: clock.real,
    rest: () => link.rest(),
    onChange: publish,
  });
  const bridge: TwilioBridge = new TwilioBridge({
    link,
    reach,
    traffic,
    queue,
    settings,
    secrets,
    store,
    changes,
    numbers: () => twilioNumbers,
    liveCalls: () => calls.live,
    // Not awaited: calls that cannot be ended now are retried for a while.
    onLinked: async () => void calls.endLeftovers(),
  });
  const twilioNumbers = new TwilioNumbers({
    account: bridge,
    store,
    numbers,
    agents,
    accountId,
    isTrafficAllowed: () => traffic.state === 'allowed',
  });
  const calls: TwilioCalls = new TwilioCalls({
    clock,
    account: bridge,
    ledger: new TwilioCallStore(db),
    inbound: app.inbound,
    onChange: publish,
  });
  const media = new TwilioMedia({
    media: resources.media,
    apiUrl: app.apiUrl,
    allowedHosts: resources.allowedHosts,
  });
  const texts = new TwilioTexts({
    account: bridge,
    store,
    optOuts: resources.twilioOptOuts,
    onOptOuts: () => resources.optOuts.publish(),
    transact,
    clock,
    inbound: app.inbound,
    attachments,
    ownMedia: (url) => media.find(url),
    keepMedia: (bytes, contentType) => media.keep(bytes, contentType),
    onSegments: (messageId, segments) => messages.setSegments(messageId, segments),
    onStatus: (messageId, status, problem, errorCode) => {
      journeys.carrierSays(messageId, status, problem, errorCode);
      if (problem) bridge.report(problem);
    },
  });
  const ingress = new TwilioIngress({
    clock,
    accountId,
    access: () =>
      link.isLinked
        ? { ...link.credentials(), sharedKeys: link.sharedKeys, publicUrl: reach.publicUrl }
        : null,
    allowedHosts: resources.allowedHosts,
    callbacks: { voice: calls, texts },
    seen: { has: (key) => store.hasSeen(key), add: (key) => store.see(key, clock.real.now()) },
    exchanges,
    subjectOf: (params) => {
      const { To: to = '', From: from = '', MessageSid: sid = '' } = params;
      const number = numbers.activeByPhone(to) ?? numbers.activeByPhone(from);
      return {
        callId: calls.idOf(params),
        messageId: store.message(sid)?.messageId ?? null,
        ...(number && { numberId: number.id, agentId: number.agentId }),
      };
    },
    attachment: (token) => attachments.find(token),
    onRefused: (why) => {
      log.warn(why);
      bridge.report(why);
    },
    onDefect,
  });
  cleanUp.push(() => bridge.close());
  cleanUp.push(() => calls.close());
  const twilioCarrier = new TwilioCarrier({ calls, texts });
  return { bridge, reach, twilioNumbers, twilioCarrier, calls };
}
