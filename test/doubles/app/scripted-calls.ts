import type { Base } from '../../../main/assembly/base.ts';
import { assembleCalls } from '../../../main/assembly/calls.ts';
import { assembleHosted } from '../../../main/assembly/hosted.ts';
import type { Resources } from '../../../main/assembly/resources.ts';
import type { WebhookEngine } from '../../../main/assembly/webhook-engine.ts';
import type { Carrier, OutboundCall } from '../../../main/carriers/carrier.ts';
import { OfflineModel } from '../../../main/llm/offline-model.ts';
import type { OutboundTexts } from '../../../main/services/messages/outbound-texts.ts';
import type { UnfinishedEvents } from '../../../main/services/outgoing-events.ts';
import type { CallSession } from '../../../main/voice/call-session.ts';
import { deafVad, RecordingLeg, ScriptedTts } from '../calls/call-harness.ts';

/**
 * Real calls on a line without people: tests pick up, speak and hang up for both sides. The words
 * go to the call's log without a voice.
 */
export function scriptedCalls(
  base: Base,
  resources: Resources,
  parts: {
    readonly engine: WebhookEngine;
    readonly events: UnfinishedEvents;
    readonly outboundTexts: OutboundTexts;
  },
) {
  const legs = new Map<string, RecordingLeg>();
  const carrier: Pick<Carrier, 'placeCall'> = {
    placeCall: ({ callId }: OutboundCall) => {
      const leg = new RecordingLeg();
      legs.set(callId, leg);
      return leg;
    },
  };
  const { events, engine, outboundTexts } = parts;
  const model = () => new OfflineModel();
  const tts = new ScriptedTts();
  const { calls, live } = assembleCalls(base, resources, {
    events,
    onUnheard: () => {},
    apiUrl: () => 'http://127.0.0.1:4747',
    engines: () => ({ tts, callerTts: tts, stt: null, vad: deafVad }),
    responders: assembleHosted(base, resources, engine, { outboundTexts, model }).responders,
    model,
    carrierOf: () => carrier as Carrier,
    webCarrier: carrier as Carrier,
    hasWebhook: () => true,
  });
  const session = (callId: string) => {
    const found = live.get(callId);
    if (!found) throw new Error(`${callId} is not live.`);
    return found;
  };
  /** The newest turn of a call; the greeting is turn 0. */
  const turnOf = ({ log }: CallSession) =>
    log.events.findLast(({ turn }) => turn !== null)?.turn ?? 0;
  const line = {
    pickUp: (callId: string) => legs.get(callId)?.observer?.answered('human'),
    callerSays(callId: string, text: string): void {
      const call = session(callId);
      const data = { text, confidence: 1, source: 'typed' as const };
      call.log.append('transcript.final', turnOf(call) + 1, data);
    },
    agentSays(callId: string, text: string): void {
      const call = session(callId);
      const turn = turnOf(call);
      call.log.append('piece.queued', turn, { piece: turn, text, lines: [0] });
      call.log.append('playout.started', turn, { piece: turn });
      call.log.append('playout.ended', turn, { piece: turn });
      call.log.append('turn.finished', turn, { outcome: 'heard' });
    },
    hangUp: (callId: string) => legs.get(callId)?.observer?.hungUp(),
  };
  return { calls, line };
}
