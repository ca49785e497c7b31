import type { Carrier, InboundTraffic } from '../carriers/carrier.ts';
import { SimulatedCarrier } from '../carriers/simulated/simulated-carrier.ts';
import type { SoftphoneAudio } from '../carriers/simulated/simulated-leg.ts';
import { ModelHttp } from '../llm/model-http.ts';
import { proxyChoice } from '../outbound/proxy-choice.ts';
import { CallWaits } from '../services/calls/call-waits.ts';
import { EngineTester } from '../services/engines/engine-test.ts';
import { Engines } from '../services/engines/engines.ts';
import { LocalModelServers } from '../services/engines/local-model-servers.ts';
import { SpeechModels } from '../services/engines/speech-models.ts';
import { EngineHttp } from '../speech/cloud/engine-http.ts';
import { embeddedVoice } from '../speech/embedded-voice.ts';
import { ModelCache } from '../speech/models/model-cache.ts';
import { SPEECH_MODELS } from '../speech/models/model-catalogue.ts';
import { SileroVad } from '../speech/silero-vad.ts';
import { SpeechClient } from '../speech/speech-client.ts';
import type { NumberRecord } from '../store/numbers/numbers.ts';
import type { Base } from './base.ts';
import { assembleCalls } from './calls.ts';
import { assembleHosted } from './hosted.ts';
import { assembleMessaging } from './messaging.ts';
import type { Resources } from './resources.ts';
import { assembleTwilio } from './twilio.ts';
import type { WebhookEngine } from './webhook-engine.ts';

export type Telephony = ReturnType<typeof assembleTelephony>;

/** Speech, the simulated carrier, texts and calls. */
export function assembleTelephony(
  base: Base,
  resources: Resources,
  engine: WebhookEngine,
  window: { readonly audio: SoftphoneAudio; readonly apiUrl: () => string },
) {
  const { clock, folder, host, log, cleanUp, settings } = base;
  const { voices, preferences } = resources;

  const speech = new SpeechClient({
    spawn: base.spawn,
    entry: host.entryPoints.speech,
    fliteThreadEntry: host.entryPoints.fliteThread,
    recogniserThreadEntry: host.entryPoints.recogniserThread,
    vadModel: host.vadModel,
    clock,
    onCrash: (exit) => log.error(exit, 'The speech process died.'),
    onReplaced: (why) => log.warn(`The speech process is replaced: ${why}.`),
  });
  cleanUp.push(() => speech.stop());
  const flite = embeddedVoice(speech, (voiceId) => voices.fliteVoiceOf(voiceId));
  const vad = new SileroVad({
    line: (listener) => speech.vadChannel(listener),
    clock,
    onProblem: (message) => log.warn(message),
  });
  const proxyOf = proxyChoice(process.env);
  const modelCache = new ModelCache({
    folder: folder.models,
    models: SPEECH_MODELS,
    real: clock.real,
    proxyOf,
  });
  cleanUp.push(() => modelCache.stop());
  const http = new EngineHttp(proxyOf);
  cleanUp.push(() => http.close());
  const modelHttp = new ModelHttp(clock.real, proxyOf);
  cleanUp.push(() => modelHttp.close());
  const engines = new Engines({
    http,
    proxyOf,
    modelHttp,
    settings,
    secrets: host.secrets,
    clock,
    flite,
    vad,
    speech,
    modelCache,
    catalogue: (voiceId) => voices.find(voiceId),
  });
  const carrier: SimulatedCarrier = new SimulatedCarrier({
    clock,
    audio: window.audio,
    line: () => preferences.get().line,
    inbound: () => inbound,
  });
  const inbound: InboundTraffic = {
    textReceived: (text) => {
      // If this resolves, the carrier assumes that the text is stored.
      base.guard.check();
      return inboundTexts.receive(text);
    },
    textReceivedShared: (text) => inboundTexts.receiveShared(text),
    callArrived: (call, leg) => calls.callArrived(call, leg),
  };
  const twilio = assembleTwilio(base, resources, engine, {
    inbound: () => inbound,
    apiUrl: window.apiUrl,
    proxyOf,
  });
  const carrierOf = (number: NumberRecord): Carrier =>
    number.carrier === 'twilio' ? twilio.twilioCarrier : carrier;

  const messaging = assembleMessaging(base, resources, {
    events: engine.events,
    carrierOf,
    whatsappFault: (to) => engine.faults.forWhatsApp(to)?.spec.kind ?? null,
  });
  const { inboundTexts, outboundTexts, reactions, sharedContacts } = messaging;
  cleanUp.push(() => messaging.whatsappLine.stop());

  const hosted = assembleHosted(base, resources, engine, {
    outboundTexts,
    model: (tier) => engines.model(tier),
  });
  const { store, live, lateActs, archive, settlement, runner, calls } = assembleCalls(
    base,
    resources,
    {
      events: engine.events,
      onUnheard: (deliveryId) => engine.attempts.noteUnheard(deliveryId),
      apiUrl: window.apiUrl,
      engines: () => engines.current(),
      responders: hosted.responders,
      model: (tier) => engines.model(tier),
      carrierOf,
      webCarrier: carrier,
      hasWebhook: (accountId, agentId) =>
        engine.webhooks.route(accountId, agentId).kind === 'webhook',
    },
  );
  return {
    speech,
    engines,
    speechModels: new SpeechModels({ modelCache, engines }),
    localModelServers: new LocalModelServers(modelHttp),
    engineTester: new EngineTester({ engines, flite, clock }),
    carrier,
    twilio,
    outboundTexts,
    reactions,
    taps: messaging.taps,
    whatsappLine: messaging.whatsappLine,
    sharedContacts,
    callStore: store,
    live,
    lateActs,
    archive,
    settlement,
    /** The workspace was replaced: everything remembered from its calls is void. */
    forget(): void {
      carrier.callees.reset();
      archive.forget();
      runner.forget();
      hosted.modelRequests.forget();
    },
    playground: hosted.playground,
    modelRequests: hosted.modelRequests,
    calls,
    callWaits: new CallWaits({ clock, archive, live }),
  };
}
