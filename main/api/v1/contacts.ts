import {
  CapabilitiesQuery,
  Contact,
  ContactCapabilities,
  ContactList,
  ContactsQuery,
  CreateContactRequest,
  UpdateContactRequest,
} from '../../../common/contract/index.ts';
import type { Contacts } from '../../services/messages/contacts.ts';
import type { Handsets } from '../../services/messages/handsets.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { ContactPath } from './params.ts';

export interface ContactRoutesDeps {
  readonly contacts: Contacts;
  readonly handsets: Handsets;
}

const tag = 'Contacts';

export function contactRoutes({ contacts, handsets }: ContactRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/contacts',
        operation: 'contacts.listContacts',
        summary: 'List contacts, newest first, or search them by name and number',
        tag,
        query: ContactsQuery,
        answer: ContactList,
      },
      ({ accountId, query }) => listAnswer(contacts.list(accountId, query), query),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/contacts',
        operation: 'contacts.createContact',
        summary: 'Create a contact; the phone number must be new in the account',
        tag,
        body: CreateContactRequest,
        status: 201,
        answer: Contact,
        errors: ['VALIDATION_ERROR', 'CONFLICT', 'LIMIT_REACHED'],
      },
      ({ accountId, body }) => contacts.create(accountId, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/contacts/capabilities',
        operation: 'contacts.getContactCapabilities',
        summary: 'Check what a phone can receive; needs an iMessage line',
        tag,
        query: CapabilitiesQuery,
        answer: ContactCapabilities,
        errors: ['VALIDATION_ERROR'],
      },
      ({ accountId, query }) => handsets.check(accountId, query.phone_number),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/contacts/:contact_id',
        operation: 'contacts.getContact',
        summary: 'Get a contact',
        tag,
        params: ContactPath,
        answer: Contact,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => contacts.get(accountId, params.contact_id),
    ),
    route(
      {
        method: 'PATCH',
        path: '/v1/contacts/:contact_id',
        operation: 'contacts.updateContact',
        summary: 'Change the fields of a contact that are sent',
        tag,
        params: ContactPath,
        body: UpdateContactRequest,
        answer: Contact,
        errors: ['NOT_FOUND', 'VALIDATION_ERROR', 'CONFLICT'],
      },
      ({ accountId, params, body }) => contacts.update(accountId, params.contact_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path: '/v1/contacts/:contact_id',
        operation: 'contacts.deleteContact',
        summary: 'Delete a contact; conversations stay',
        tag,
        params: ContactPath,
        status: 204,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => {
        contacts.delete(accountId, params.contact_id);
        return undefined;
      },
    ),
  ];
}
