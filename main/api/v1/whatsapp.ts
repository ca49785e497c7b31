import {
  ConnectedWhatsAppNumber,
  ConnectNumberRequest,
  ConnectWhatsAppRequest,
  CreateTemplateRequest,
  DeletedTemplate,
  DeleteTemplateQuery,
  DisconnectedWhatsApp,
  TemplateQuery,
  WhatsAppConnection,
  WhatsAppNumberList,
  WhatsAppStatus,
  WhatsAppTemplate,
  WhatsAppTemplateList,
} from '../../../common/contract/index.ts';
import type { WhatsAppConnections } from '../../services/whatsapp/connections.ts';
import type { WhatsAppTemplates } from '../../services/whatsapp/templates.ts';
import { type ApiRoute, route } from '../route.ts';
import { ConnectionPath } from './params.ts';

export interface WhatsAppRoutesDeps {
  readonly whatsapp: WhatsAppConnections;
  readonly whatsappTemplates: WhatsAppTemplates;
}

const tag = 'WhatsApp';

/** The newest client omits `/v1`, older pages of the service include it; both work. */
export function whatsappRoutes(deps: WhatsAppRoutesDeps): ApiRoute[] {
  return [
    ...routesAt(deps, '/v1/integrations/whatsapp', 'whatsapp'),
    ...routesAt(deps, '/integrations/whatsapp', 'whatsappUnversioned'),
  ];
}

function routesAt({ whatsapp, whatsappTemplates }: WhatsAppRoutesDeps, base: string, name: string) {
  const one = `${base}/:connection_id`;
  return [
    route(
      {
        method: 'GET',
        path: `${base}/status`,
        operation: `${name}.getStatus`,
        summary: 'List the WhatsApp accounts that are connected, on the simulated line',
        tag,
        answer: WhatsAppStatus,
      },
      ({ accountId }) => whatsapp.status(accountId),
    ),
    route(
      {
        method: 'POST',
        path: `${base}/connect`,
        operation: `${name}.connect`,
        summary: 'Connect a WhatsApp account; any code will do, for nothing asks Meta',
        tag,
        body: ConnectWhatsAppRequest,
        answer: WhatsAppConnection,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR', 'CONFLICT', 'LIMIT_REACHED'],
      },
      ({ accountId, body }) => whatsapp.connect(accountId, body),
    ),
    route(
      {
        method: 'DELETE',
        path: one,
        operation: `${name}.disconnect`,
        summary: 'Disconnect a WhatsApp account; its templates go, its threads stay',
        tag,
        params: ConnectionPath,
        answer: DisconnectedWhatsApp,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => whatsapp.disconnect(accountId, params.connection_id),
    ),
    route(
      {
        method: 'GET',
        path: `${one}/available-numbers`,
        operation: `${name}.listAvailableNumbers`,
        summary: 'List your numbers that can be made WhatsApp lines',
        tag,
        params: ConnectionPath,
        answer: WhatsAppNumberList,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => ({
        data: whatsapp.availableNumbers(accountId, params.connection_id),
      }),
    ),
    route(
      {
        method: 'POST',
        path: `${one}/numbers`,
        operation: `${name}.connectNumber`,
        summary: 'Make one of your numbers a WhatsApp line, besides what it is',
        tag,
        params: ConnectionPath,
        body: ConnectNumberRequest,
        answer: ConnectedWhatsAppNumber,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) =>
        whatsapp.connectNumber(accountId, params.connection_id, body),
    ),
    route(
      {
        method: 'GET',
        path: `${one}/templates`,
        operation: `${name}.listTemplates`,
        summary: 'List message templates, by name and language',
        tag,
        params: ConnectionPath,
        query: TemplateQuery,
        answer: WhatsAppTemplateList,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) => ({
        data: whatsappTemplates.list(accountId, params.connection_id, query),
      }),
    ),
    route(
      {
        method: 'POST',
        path: `${one}/templates`,
        operation: `${name}.createTemplate`,
        summary: 'Submit a message template; it is approved a minute later',
        tag,
        params: ConnectionPath,
        body: CreateTemplateRequest,
        answer: WhatsAppTemplate,
        errors: ['NOT_FOUND', 'WHATSAPP_TEMPLATE_MALFORMED', 'CONFLICT', 'LIMIT_REACHED'],
      },
      ({ accountId, params, body }) =>
        whatsappTemplates.create(accountId, params.connection_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path: `${one}/templates`,
        operation: `${name}.deleteTemplate`,
        summary: 'Delete a message template, in all its languages or the one of an id',
        tag,
        params: ConnectionPath,
        query: DeleteTemplateQuery,
        answer: DeletedTemplate,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, query }) =>
        whatsappTemplates.delete(accountId, params.connection_id, query),
    ),
  ];
}
