import type { ModelTier } from '../../common/contract/index.ts';
import type { LanguageModel } from '../llm/language-model.ts';
import { CallResponders } from '../services/calls/call-responders.ts';
import { ModelRequests } from '../services/calls/model-requests.ts';
import { ModelSetups } from '../services/hosted/model-setup.ts';
import { Playground } from '../services/hosted/playground.ts';
import type { OutboundTexts } from '../services/messages/outbound-texts.ts';
import { ModelRequestStore } from '../store/calls/model-requests.ts';
import { WebhookResponder } from '../voice/responding/webhook-responder.ts';
import type { Base } from './base.ts';
import type { Resources } from './resources.ts';
import type { WebhookEngine } from './webhook-engine.ts';

/** The responders of calls: the agents' webhooks, or a model with its prompt and tools. */
export function assembleHosted(
  { clock, slices, host, db, transact, writes, cleanUp, onDefect }: Base,
  { agents, conversations: conversationWriter }: Resources,
  engine: WebhookEngine,
  parts: {
    readonly outboundTexts: OutboundTexts;
    readonly model: (tier: ModelTier) => LanguageModel;
  },
) {
  const { outboundTexts, model } = parts;
  const conversations = new ModelSetups({
    clock,
    client: engine.client,
    exchanges: engine.exchanges,
    version: host.version,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    texts: {
      send: (accountId, numberId, to, body) =>
        outboundTexts.send(accountId, { number_id: numberId, to_number: to, body }),
      read: (numberId, counterparty, limit) =>
        conversationWriter
          .historyBetween(numberId, counterparty, limit)
          .map(({ direction, content, at }) => ({
            from: direction === 'outbound' ? 'you' : 'them',
            text: content,
            at,
          })),
    },
  });
  const webhook = new WebhookResponder(engine.voiceTurns, slices);
  const modelRequests = new ModelRequests({
    clock,
    store: new ModelRequestStore(db),
    transact,
    writes,
    onDefect,
  });
  cleanUp.push(() => modelRequests.stop());
  return {
    modelRequests,
    conversations,
    playground: new Playground({ agents, conversations, model, real: clock.real }),
    responders: new CallResponders({
      clock,
      webhook,
      model,
      conversations,
      requests: modelRequests,
    }),
  };
}
