import type { ModelTier } from '../../common/contract/index.ts';
import type { Carrier } from '../carriers/carrier.ts';
import type { LanguageModel } from '../llm/language-model.ts';
import { CallAnalyst } from '../services/calls/call-analyst.ts';
import { CallArchive } from '../services/calls/call-archive.ts';
import type { CallResponders } from '../services/calls/call-responders.ts';
import { CallRunner } from '../services/calls/call-runner.ts';
import { CallService, type CallServiceDeps } from '../services/calls/call-service.ts';
import { CallSettlement } from '../services/calls/call-settlement.ts';
import { LateActs } from '../services/calls/late-acts.ts';
import { LiveCalls } from '../services/calls/live-calls.ts';
import { sameModel } from '../services/engines/models.ts';
import type { UnfinishedEvents } from '../services/outgoing-events.ts';
import { CallStore } from '../store/calls/calls.ts';
import type { CallEngines } from '../voice/engines.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';

/** Calls from the API and from carriers: starting them, running them, settling and reading them. */
export function assembleCalls(
  base: Base,
  resources: Resources,
  parts: {
    readonly events: UnfinishedEvents;
    /** Called with the delivery of an answer that became no sound. */
    readonly onUnheard: (deliveryId: string) => void;
    readonly apiUrl: () => string;
    readonly engines: () => Pick<CallEngines, 'tts' | 'callerTts' | 'stt' | 'vad'>;
    readonly responders: CallResponders;
    readonly model: (tier: ModelTier) => LanguageModel;
    readonly carrierOf: CallServiceDeps['carrierOf'];
    readonly webCarrier: Carrier;
    readonly hasWebhook: CallServiceDeps['hasWebhook'];
  },
) {
  const { db, damage, clock, changes, transact, writes, folder, cleanUp } = base;
  const { agents, numbers, contacts, conversations, usage, preferences } = resources;
  const { events, apiUrl, engines, responders, model, carrierOf, webCarrier, hasWebhook } = parts;

  const store = new CallStore(db, folder.recordings, damage);
  const live = new LiveCalls();
  const lateActs = new LateActs({ live, real: clock.real });
  const archive = new CallArchive({
    store,
    live,
    apiUrl,
    agentName: (id) => agents.nameOf(id),
  });
  const analyst = new CallAnalyst(clock);
  cleanUp.push(() => analyst.stop());
  const settlement = new CallSettlement({
    clock,
    store,
    transact,
    writes,
    events,
    archive,
    changes,
    contactOf: (accountId, address) => contacts.match(accountId, address),
    conversationBetween: (numberId, counterparty) => conversations.between(numberId, counterparty),
    analyst,
    analysisModel: (answered) =>
      preferences.get().callAnalysis === 'model' ? sameModel(answered, model) : null,
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
      ...engines(),
      endpointingSilenceMs: preferences.get().endpointingSilenceMs,
      mergeContinuedSpeech: preferences.get().mergeContinuedSpeech,
      echoControl: preferences.get().echoControl,
    }),
    settlement,
    changes,
    onUnheard: parts.onUnheard,
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
    responders,
    agents,
    numbers,
    carrierOf,
    webCarrier,
    checkAllowed: (accountId) => {
      usage.checkVoiceMinutes(accountId);
      resources.charges.checkCall();
    },
    hasWebhook,
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
  return { store, live, lateActs, archive, settlement, runner, calls };
}
