import { ApiError, type WhatsAppContent } from '../../../common/contract/index.ts';
import type { InboundText, ReceivedText } from '../../carriers/carrier.ts';
import type { MessageStore } from '../../store/messages/messages.ts';
import { faultyField } from '../faulty-field.ts';

export interface WhatsAppTapsDeps {
  readonly messages: MessageStore;
  readonly receive: (text: InboundText) => ReceivedText;
}

/** A person taps a button or row that an agent offered, which sends their answer as a message. */
export class WhatsAppTaps {
  readonly #deps: WhatsAppTapsDeps;

  constructor(deps: WhatsAppTapsDeps) {
    this.#deps = deps;
  }

  /** @throws ApiError `NOT_FOUND`, `VALIDATION_ERROR` if it cannot be tapped */
  tap(messageId: string, choiceId: string): ReceivedText {
    const message = this.#deps.messages.find(messageId);
    if (!message) throw new ApiError('NOT_FOUND', 'There is no such message.');
    if (message.direction !== 'outbound' || message.status === 'failed') {
      throw faultyField('messageId', 'This message never reached them: there is nothing to tap.');
    }
    const reply = replyTo(message.whatsapp, choiceId);
    return this.#deps.receive({
      from: message.toNumber,
      to: message.fromNumber,
      body: reply.title,
      mediaUrls: [],
      channel: 'whatsapp',
      replyToMessageId: message.id,
      whatsapp: { kind: 'reply', messageId: message.id, ...reply },
    });
  }
}

function replyTo(content: WhatsAppContent | null, choiceId: string) {
  switch (content?.kind) {
    case 'buttons':
      return buttonReply(content.buttons, choiceId);
    case 'template':
      return buttonReply(
        content.buttons.filter(({ type }) => type === 'QUICK_REPLY'),
        choiceId,
      );
    case 'list': {
      const row = content.sections.flatMap(({ rows }) => rows).find(({ id }) => id === choiceId);
      if (!row) throw noChoice(choiceId);
      return { type: 'list_reply' as const, ...row };
    }
    case 'cta':
      throw faultyField('choiceId', 'A link opens an address: nothing is sent.');
    case 'reply':
    case undefined:
      throw faultyField('messageId', 'This message has no buttons and no list.');
  }
}

function buttonReply(
  buttons: readonly { readonly id: string; readonly title: string }[],
  choiceId: string,
) {
  const button = buttons.find(({ id }) => id === choiceId);
  if (!button) throw noChoice(choiceId);
  return { type: 'button_reply' as const, id: button.id, title: button.title, description: null };
}

function noChoice(choiceId: string): ApiError {
  return faultyField('choiceId', `"${choiceId}" is no button or row of this message that answers.`);
}
