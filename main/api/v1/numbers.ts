import {
  AvailableNumberList,
  AvailableQuery,
  CallList,
  CreateNumberRequest,
  LookupQuery,
  MessageQuery,
  NumberLookup,
  NumberMessageList,
  PageQuery,
  PhoneNumber,
  PhoneNumberList,
  ReleasedNumber,
  UpdateNumberRequest,
} from '../../../common/contract/index.ts';
import type { Calls } from '../../services/calls/calls.ts';
import type { NumberMessages } from '../../services/messages/number-messages.ts';
import { lookUpNumbers } from '../../services/numbers/number-lookup.ts';
import type { Numbers } from '../../services/numbers/numbers.ts';
import { listAnswer } from '../paging.ts';
import { type ApiRoute, route } from '../route.ts';
import { NumberPath } from './params.ts';

export interface NumberRoutesDeps {
  readonly numbers: Numbers;
  readonly numberMessages: NumberMessages;
  readonly calls: Calls;
  /** Releases a number, including at its carrier. */
  readonly releaseNumber: (accountId: string, numberId: string) => Promise<ReleasedNumber>;
}

const tag = 'Numbers';

export function numberRoutes(deps: NumberRoutesDeps): ApiRoute[] {
  const { numbers, numberMessages, calls, releaseNumber } = deps;
  return [
    route(
      {
        method: 'GET',
        path: '/v1/numbers',
        operation: 'numbers.listNumbers',
        summary: 'List the numbers you hold, newest first; released ones are left out',
        tag,
        query: PageQuery(),
        answer: PhoneNumberList,
      },
      ({ accountId, query }) => listAnswer(numbers.list(accountId, query), query),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/numbers',
        operation: 'numbers.createNumber',
        summary: 'Get a number in the US or Canada, in an area code of your choice',
        tag,
        body: CreateNumberRequest,
        answer: PhoneNumber,
        errors: [
          'VALIDATION_ERROR',
          'NOT_FOUND',
          'VALIDATION_ERROR',
          'VALIDATION_ERROR_NUMBER_LIMIT',
          'NO_INVENTORY',
          'INSUFFICIENT_BALANCE',
          'SERVICE_UNAVAILABLE',
        ],
      },
      ({ accountId, body }) => numbers.provision(accountId, body),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/numbers/lookup',
        operation: 'numbers.lookupNumbers',
        summary: 'Tell line type and country of up to 25 phone numbers',
        tag,
        query: LookupQuery,
        answer: NumberLookup,
        errors: ['VALIDATION_ERROR'],
      },
      ({ query }) => ({ data: lookUpNumbers(query.phoneNumbers) }),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/numbers/available',
        operation: 'numbers.listAvailableNumbers',
        summary: 'List numbers on sale; what comes first for an area code is bought first',
        tag,
        query: AvailableQuery,
        answer: AvailableNumberList,
      },
      ({ accountId, query }) => ({ data: numbers.available(accountId, query) }),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/numbers/:number_id',
        operation: 'numbers.getNumber',
        summary: 'Get a number, also a released one',
        tag,
        params: NumberPath,
        answer: PhoneNumber,
        errors: ['PHONE_NUMBER_NOT_FOUND'],
      },
      ({ accountId, params }) => numbers.get(accountId, params.number_id),
    ),
    route(
      {
        method: 'PATCH',
        path: '/v1/numbers/:number_id',
        operation: 'numbers.updateNumber',
        summary: 'Give a number your own id, or a time at which it is released by itself',
        tag,
        params: NumberPath,
        body: UpdateNumberRequest,
        answer: PhoneNumber,
        errors: ['PHONE_NUMBER_NOT_FOUND', 'VALIDATION_ERROR', 'CONFLICT'],
      },
      ({ accountId, params, body }) => numbers.update(accountId, params.number_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path: '/v1/numbers/:number_id',
        operation: 'numbers.deleteNumber',
        summary: 'Release a number for good; its messages and conversations stay readable',
        tag,
        params: NumberPath,
        answer: ReleasedNumber,
        errors: [
          'PHONE_NUMBER_NOT_FOUND',
          'VALIDATION_ERROR',
          'REAL_TRAFFIC_UNCONFIRMED',
          'CARRIER_ERROR',
        ],
      },
      ({ accountId, params }) => releaseNumber(accountId, params.number_id),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/numbers/:number_id/messages',
        operation: 'numbers.getMessages',
        summary: 'List the messages of a number, newest first',
        tag,
        params: NumberPath,
        query: MessageQuery,
        answer: NumberMessageList,
        errors: ['PHONE_NUMBER_NOT_FOUND'],
      },
      ({ accountId, params, query }) => numberMessages.list(accountId, params.number_id, query),
    ),
    route(
      {
        method: 'GET',
        path: '/v1/numbers/:number_id/calls',
        operation: 'calls.listCallsForNumber',
        summary: 'List the calls of a number, newest first',
        tag: 'Calls',
        params: NumberPath,
        query: PageQuery(),
        answer: CallList,
        errors: ['PHONE_NUMBER_NOT_FOUND'],
      },
      ({ accountId, params, query }) => {
        numbers.record(accountId, params.number_id);
        const page = calls.list(accountId, { ...query, numberId: params.number_id });
        return listAnswer(page, query);
      },
    ),
  ];
}
