import {
  ApiError,
  type CreateTemplateRequest,
  type TemplateQuery,
  type WhatsAppTemplate,
} from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { templateProblem } from '../../../common/rules/whatsapp/template-check.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type {
  WhatsAppTemplateRecord,
  WhatsAppTemplateStore,
} from '../../store/numbers/whatsapp-templates.ts';
import { checkRoom } from '../room.ts';
import type { WhatsAppConnections } from './connections.ts';

export interface WhatsAppTemplatesDeps {
  readonly templates: WhatsAppTemplateStore;
  readonly connections: WhatsAppConnections;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

/** At Meta, the review takes minutes to a day. */
const REVIEW_MS = 60_000;

/** Message templates: checked by Meta's rules, approved after a minute of product time. */
export class WhatsAppTemplates {
  readonly #deps: WhatsAppTemplatesDeps;

  constructor(deps: WhatsAppTemplatesDeps) {
    this.#deps = deps;
  }

  list(accountId: string, connectionId: string, query: TemplateQuery): WhatsAppTemplate[] {
    const { templates, connections } = this.#deps;
    const { id } = connections.record(accountId, connectionId);
    const wanted = Object.entries(query) as [keyof TemplateQuery, string | undefined][];
    return templates
      .list(id)
      .map((record) => this.#view(record))
      .filter((view) => wanted.every(([key, value]) => value === undefined || view[key] === value));
  }

  /** @throws ApiError `WHATSAPP_TEMPLATE_MALFORMED`, `CONFLICT`, `LIMIT_REACHED` */
  create(
    accountId: string,
    connectionId: string,
    request: CreateTemplateRequest,
  ): WhatsAppTemplate {
    const { templates, connections, clock, transact } = this.#deps;
    const connection = connections.record(accountId, connectionId);
    if (request.library_template_name) {
      throw malformed(
        'The library of templates is at Meta, and nothing here asks Meta. Give components.',
      );
    }
    const format = request.parameter_format ?? 'POSITIONAL';
    const components = request.components ?? [];
    const problem = templateProblem(components, request.category, format);
    if (problem !== null) throw malformed(problem);
    const { name, language, category } = request;
    return transact(() => {
      const existing = templates.list(connection.id);
      checkRoom('WhatsApp templates', existing.length);
      if (existing.some((one) => one.name === name && one.language === language)) {
        throw new ApiError('CONFLICT', `There is a template ${name} in ${language} already.`);
      }
      const record: WhatsAppTemplateRecord = {
        id: newId('whatsappTemplate'),
        connectionId: connection.id,
        name,
        language,
        category,
        parameterFormat: format,
        components,
        decision: null,
        createdAtMs: clock.now(),
      };
      templates.insert(record);
      return this.#view(record);
    });
  }

  /** Deletes all its languages, or only the one with this id. @throws ApiError `NOT_FOUND` */
  delete(
    accountId: string,
    connectionId: string,
    query: { name: string; hsm_id?: string | undefined },
  ) {
    const { templates, connections, transact } = this.#deps;
    const { id } = connections.record(accountId, connectionId);
    const found = templates
      .list(id)
      .filter((one) => one.name === query.name)
      .filter((one) => query.hsm_id === undefined || one.id === query.hsm_id);
    if (found.length === 0) throw new ApiError('NOT_FOUND', 'There is no such template.');
    transact(() => {
      for (const one of found) templates.remove(one.id);
    });
    return { success: true as const, name: query.name };
  }

  /** Forces Meta's verdict now. @throws ApiError `NOT_FOUND` */
  decide(
    accountId: string,
    templateId: string,
    decision: 'APPROVED' | 'REJECTED',
  ): WhatsAppTemplate {
    const { templates, connections } = this.#deps;
    const record = templates.find(templateId);
    if (!record) throw new ApiError('NOT_FOUND', 'There is no such template.');
    connections.record(accountId, record.connectionId);
    templates.decide(record.id, decision);
    return this.#view({ ...record, decision });
  }

  /** A template that can be sent. @throws ApiError `WHATSAPP_TEMPLATE_MALFORMED` */
  approved(connectionId: string, name: string, language: string): WhatsAppTemplateRecord {
    const named = this.#deps.templates.list(connectionId).filter((one) => one.name === name);
    const record = named.find((one) => one.language === language);
    if (!record) {
      const others = named.map((one) => one.language).join(', ');
      throw malformed(
        others === ''
          ? `There is no template "${name}" in this WhatsApp account.`
          : `The template "${name}" is not there in ${language}; it is in ${others}.`,
      );
    }
    const { status } = this.#view(record);
    if (status === 'APPROVED') return record;
    throw malformed(
      status === 'PENDING'
        ? `The template "${name}" is under review. It is approved a minute after its creation.`
        : `The template "${name}" was rejected.`,
    );
  }

  #view(record: WhatsAppTemplateRecord): WhatsAppTemplate {
    const reviewed = this.#deps.clock.now() - record.createdAtMs >= REVIEW_MS;
    return {
      id: record.id,
      name: record.name,
      language: record.language,
      category: record.category,
      status: record.decision ?? (reviewed ? 'APPROVED' : 'PENDING'),
      parameter_format: record.parameterFormat,
      components: [...record.components],
      created_at: toDateTime(record.createdAtMs),
    };
  }
}

export function malformed(why: string): ApiError {
  return new ApiError('WHATSAPP_TEMPLATE_MALFORMED', `${why} (100)`);
}
