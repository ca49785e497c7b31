import {
  ApiError,
  type ErrorCode,
  MAX_INTERACTIVE_TEXT,
  MAX_WHATSAPP_TEXT,
  type SendMessageRequest,
  type TemplateMessage,
  type WhatsAppContent,
  type WhatsAppFaultSpec,
} from '../../../common/contract/index.ts';
import { fillTemplate } from '../../../common/rules/whatsapp/template-message.ts';
import { windowLeftMs } from '../../../common/rules/whatsapp/window.ts';
import type { Clock, ClockTimer } from '../../platform/time/clock.ts';
import type { ConversationRecord } from '../../store/messages/conversations.ts';
import type { MessageRecord, MessageStore } from '../../store/messages/messages.ts';
import { faultyField } from '../faulty-field.ts';
import { malformed, type WhatsAppTemplates } from './templates.ts';

export interface WhatsAppLineDeps {
  readonly clock: Clock;
  readonly messages: MessageStore;
  /** Called with how far a message has got. */
  readonly says: (messageId: string, status: string) => void;
  readonly templates: WhatsAppTemplates;
  /** The fault that applies to a message to this number. */
  readonly fault: (to: string) => WhatsAppFaultSpec['kind'] | null;
}

/** A validated message, ready to be sent. */
export interface WhatsAppPlan {
  readonly body: string;
  readonly content: WhatsAppContent | null;
}

/** The progress on the recipient's phone: when the message arrives, and when they read it. */
const NEXT_STATE = {
  sent: { status: 'delivered', afterMs: 1_000 },
  delivered: { status: 'read', afterMs: 2_000 },
} as const;

const FAULT_CODES = {
  windowClosed: 'WHATSAPP_WINDOW_CLOSED',
  paymentMissing: 'WHATSAPP_PAYMENT_MISSING',
  unreachable: 'WHATSAPP_UNREACHABLE',
  typeUnsupported: 'WHATSAPP_TYPE_UNSUPPORTED',
  templateMalformed: 'WHATSAPP_TEMPLATE_MALFORMED',
} as const satisfies Record<WhatsAppFaultSpec['kind'], ErrorCode>;

const META_CODES: Readonly<Partial<Record<ErrorCode, string>>> = {
  WHATSAPP_WINDOW_CLOSED: '131047',
  WHATSAPP_PAYMENT_MISSING: '131042',
  WHATSAPP_UNREACHABLE: '131026',
  WHATSAPP_TYPE_UNSUPPORTED: '131051',
  WHATSAPP_TEMPLATE_MALFORMED: '100',
};

/** Meta's code for one of our errors; null for an error that is not Meta's. */
export function metaCode(code: ErrorCode): string | null {
  return META_CODES[code] ?? null;
}

/**
 * WhatsApp simulated on this machine: its rules, and the progress of its messages. Meta is never
 * contacted.
 */
export class WhatsAppLine {
  readonly #deps: WhatsAppLineDeps;
  readonly #timers = new Set<ClockTimer>();

  constructor(deps: WhatsAppLineDeps) {
    this.#deps = deps;
  }

  /** @throws ApiError `VALIDATION_ERROR`, `WHATSAPP_TEMPLATE_MALFORMED` */
  plan(
    connectionId: string,
    request: SendMessageRequest,
    mediaUrls: readonly string[],
  ): WhatsAppPlan {
    const body = request.body ?? '';
    if (mediaUrls.length > 1) {
      throw faultyField('media_urls', 'A WhatsApp message has one attachment; send one each.');
    }
    if (request.template) {
      if (body !== '' || mediaUrls.length > 0) {
        throw faultyField('body', 'The template is the message: leave body and media out.');
      }
      return this.#fromTemplate(connectionId, request.template);
    }
    const content = interactive(request);
    if (content === null) {
      if (body === '' && mediaUrls.length === 0) {
        throw faultyField('body', 'The message is empty: give it a body, media or a template.');
      }
      checkLength(body, mediaUrls.length > 0 ? MAX_INTERACTIVE_TEXT : MAX_WHATSAPP_TEXT);
      return { body, content };
    }
    if (body === '') throw faultyField('body', 'Buttons, lists and links need a body.');
    if (mediaUrls.length > 0) throw faultyField('media_urls', 'They have no attachments here.');
    checkLength(body, content.kind === 'list' ? MAX_WHATSAPP_TEXT : MAX_INTERACTIVE_TEXT);
    return { body, content };
  }

  /** Why the line refuses it; null if it accepts it. */
  refusal(conversation: ConversationRecord, { content }: WhatsAppPlan): ApiError | null {
    const { messages, clock } = this.#deps;
    const fault = this.#deps.fault(conversation.participant);
    if (fault !== null) return new ApiError(FAULT_CODES[fault]);
    if (content?.kind === 'template') return null;
    const wroteMs = messages.lastInboundMs(conversation.id);
    const isOpen = windowLeftMs(wroteMs, clock.now()) > 0;
    return isOpen ? null : new ApiError('WHATSAPP_WINDOW_CLOSED');
  }

  /** The line accepted it: it will arrive, and be read. */
  sent({ id }: MessageRecord): void {
    this.#moveOn(id, 'sent');
  }

  /** Resumes the progress of messages that were under way when the app quit. */
  resume(): void {
    for (const { id, status } of this.#deps.messages.underWay()) {
      if (status === 'sent' || status === 'delivered') this.#moveOn(id, status);
    }
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #moveOn(id: string, from: keyof typeof NEXT_STATE): void {
    const { clock, messages, says } = this.#deps;
    const { status, afterMs } = NEXT_STATE[from];
    const timer: ClockTimer = clock.after(afterMs, () => {
      this.#timers.delete(timer);
      // The workspace may have been reset in the meantime.
      const message = messages.find(id);
      if (message?.status !== from) return;
      says(id, status);
      if (status === 'delivered') this.#moveOn(id, status);
    });
    this.#timers.add(timer);
  }

  #fromTemplate(connectionId: string, { name, language, components }: TemplateMessage) {
    const record = this.#deps.templates.approved(connectionId, name, language);
    const result = fillTemplate(record.components, components ?? []);
    if (!result.ok) throw malformed(result.why);
    const { header, body, footer, buttons } = result.filled;
    const content: WhatsAppContent = {
      kind: 'template',
      name,
      language,
      header,
      footer,
      buttons: [...buttons],
    };
    return { body, content };
  }
}

function interactive({ buttons, list, cta }: SendMessageRequest): WhatsAppContent | null {
  if (buttons) return { kind: 'buttons', buttons };
  if (cta) return { kind: 'cta', ...cta };
  if (!list) return null;
  return {
    kind: 'list',
    button: list.button,
    sections: list.sections.map(({ title, rows }) => ({
      title: title ?? null,
      rows: rows.map((row) => ({ ...row, description: row.description ?? null })),
    })),
  };
}

function checkLength(body: string, most: number): void {
  if ([...body].length <= most) return;
  throw faultyField('body', `WhatsApp takes at most ${most.toLocaleString('en')} characters here.`);
}
