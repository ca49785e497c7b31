import { ContactCard, ContactCardRequest } from '../../../common/contract/index.ts';
import type { ContactCards } from '../../services/numbers/contact-cards.ts';
import { type ApiRoute, route } from '../route.ts';
import { NumberPath } from './params.ts';

export interface ContactCardRoutesDeps {
  readonly contactCards: ContactCards;
}

const tag = 'Contact cards';
const path = '/v1/numbers/:number_id/contact-card';

export function contactCardRoutes({ contactCards }: ContactCardRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path,
        operation: 'contactCards.getContactCard',
        summary: 'Get the card that an iMessage line shows to people',
        tag,
        params: NumberPath,
        answer: ContactCard,
        errors: ['PHONE_NUMBER_NOT_FOUND', 'NOT_FOUND'],
      },
      ({ accountId, params }) => contactCards.get(accountId, params.number_id),
    ),
    route(
      {
        method: 'PUT',
        path,
        operation: 'contactCards.putContactCard',
        summary: 'Create or replace the card of an iMessage line',
        tag,
        params: NumberPath,
        body: ContactCardRequest,
        answer: ContactCard,
        errors: ['PHONE_NUMBER_NOT_FOUND', 'VALIDATION_ERROR'],
      },
      ({ accountId, params, body }) => contactCards.put(accountId, params.number_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path,
        operation: 'contactCards.deleteContactCard',
        summary: 'Remove the card',
        tag,
        params: NumberPath,
        status: 204,
        errors: ['PHONE_NUMBER_NOT_FOUND', 'NOT_FOUND'],
      },
      ({ accountId, params }) => {
        contactCards.delete(accountId, params.number_id);
        return undefined;
      },
    ),
  ];
}
