import type { Carrier, InboundTraffic } from '../carriers/carrier.ts';
import { SimulatedCarrier } from '../carriers/simulated/simulated-carrier.ts';
import type { SoftphoneAudio } from '../carriers/simulated/simulated-leg.ts';
import { ModelHttp } from '../llm/model-http.ts';
import { proxyChoice } from '../outbound/proxy-choice.ts';
import { CallAnalyst } from '../services/calls/call-analyst.ts';
import { CallArchive } from '../services/calls/call-archive.ts';
import { CallRunner } from '../services/calls/call-runner.ts';
import { CallService } from '../services/calls/call-service.ts';
import { CallSettlement } from '../services/calls/call-settlement.ts';
import { CallWaits } from '../services/calls/call-waits.ts';
import { LateActs } from '../services/calls/late-acts.ts';
import { LiveCalls } from '../services/calls/live-calls.ts';
import { EngineTester } from '../services/engines/engine-test.ts';
import { Engines } from '../services/engines/engines.ts';
import { LocalModelServers } from '../services/engines/local-model-servers.ts';
import { sameModel } from '../services/engines/models.ts';
import { SpeechModels } from '../services/engines/speech-models.ts';
import { EngineHttp } from '../speech/cloud/engine-http.ts';
import { embeddedVoice } from '../speech/embedded-voice.ts';
import { ModelCache } from '../speech/models/model-cache.ts';
import { SPEECH_MODELS } from '../speech/models/model-catalogue.ts';
import { SileroVad } from '../speech/silero-vad.ts';
import { SpeechClient } from '../speech/speech-client.ts';
import { CallStore } from '../store/calls/calls.ts';
import type { NumberRecord } from '../store/numbers/numbers.ts';
import type { Base } from './base.ts';
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
  const { db, damage, clock, changes, transact, writes, folder, host, log, cleanUp, settings } =
    base;
  const { agents, numbers, contacts, conversations } = resources;
  const { usage, voices, preferences } = resources;

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
  const store = new CallStore(db, folder.recordings, damage);
  const live = new LiveCalls();
  const lateActs = new LateActs({ live, real: clock.real });
  const archive = new CallArchive({
    store,
    live,
    apiUrl: window.apiUrl,
    agentName: (id) => agents.nameOf(id),
  });
  const analyst = new CallAnalyst(clock);
  cleanUp.push(() => analyst.stop());
  const settlement = new CallSettlement({
    clock,
    store,
    transact,
    writes,
    events: engine.events,
    archive,
    changes,
    contactOf: (accountId, address) => contacts.match(accountId, address),
    conversationBetween: (numberId, counterparty) => conversations.between(numberId, counterparty),
    analyst,
    analysisModel: (answered) =>
      preferences.get().callAnalysis === 'model'
        ? sameModel(answered, (tier) => engines.model(tier))
        : null,
    charge: (call) => resources.charges.call(call),
    onDefect: base.onDefect,
  });
  const runner = new CallRunner({
    clock,
    slices: base.slices,
    store,
    transact,
    writes,
    health: base.health,
    live,
    lateActs,
    archive,
    engines: () => ({
      ...engines.current(),
      endpointingSilenceMs: preferences.get().endpointingSilenceMs,
      mergeContinuedSpeech: preferences.get().mergeContinuedSpeech,
      echoControl: preferences.get().echoControl,
    }),
    settlement,
    changes,
    trunkWarning: (accountId) => resources.sipTrunks.warning(accountId),
  });
  const calls: CallService = new CallService({
    clock,
    store,
    writes,
    afterCommit: base.hooks.afterCommit,
    live,
    archive,
    runner,
    responders: hosted.responders,
    agents,
    numbers,
    carrierOf,
    webCarrier: carrier,
    checkAllowed: (accountId) => {
      usage.checkVoiceMinutes(accountId);
      resources.charges.checkCall();
    },
    hasWebhook: (accountId, agentId) =>
      engine.webhooks.route(accountId, agentId).kind === 'webhook',
    recordingsDir: folder.recordings,
    recordingEnabled: () => resources.recordingAddOn.isEnabled(),
    limits: () => usage.callLimits(),
    helloTurn: () => preferences.get().helloTurn,
    keysToModel: () => preferences.get().keysToModel,
    keepMarkup: (agentId) => resources.agentPreferences.of(agentId).keepMarkup,
  });
  cleanUp.push(() => {
    for (const session of live.all()) session.hangUp('error_app_restart');
  });
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
    },
    playground: hosted.playground,
    calls,
    callWaits: new CallWaits({ clock, archive, live }),
  };
}
