import { z } from 'zod';
import {
  DeletedTrunk,
  SipTrunk,
  SipTrunkList,
  UpdateTrunkRequest,
} from '../../../common/contract/index.ts';
import type { SipTrunks } from '../../services/trunks/sip-trunks.ts';
import { type ApiRoute, route } from '../route.ts';
import { TrunkPath } from './params.ts';

export interface TrunkRoutesDeps {
  readonly sipTrunks: SipTrunks;
}

const tag = 'SIP trunks';
const path = '/v1/sip-trunks/:trunk_id';

export function trunkRoutes({ sipTrunks }: TrunkRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/sip-trunks',
        operation: 'sipTrunks.listTrunks',
        summary: 'List the SIP trunks of the account, oldest first',
        tag,
        answer: SipTrunkList,
      },
      ({ accountId }) => ({ data: sipTrunks.list(accountId) }),
    ),
    route(
      {
        method: 'POST',
        path: '/v1/sip-trunks',
        operation: 'sipTrunks.createTrunk',
        summary: 'Create a SIP trunk; shows its password, this once',
        tag,
        // The service ignores the body here too: a trunk is configured by PATCH.
        body: z.looseObject({}),
        answer: SipTrunk,
        errors: ['LIMIT_REACHED'],
      },
      ({ accountId }) => sipTrunks.create(accountId),
    ),
    route(
      {
        method: 'GET',
        path,
        operation: 'sipTrunks.getTrunk',
        summary: 'Get a SIP trunk',
        tag,
        params: TrunkPath,
        answer: SipTrunk,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => sipTrunks.get(accountId, params.trunk_id),
    ),
    route(
      {
        method: 'PATCH',
        path,
        operation: 'sipTrunks.updateTrunk',
        summary: 'Change the fields sent; an empty body replaces the password and shows it once',
        tag,
        params: TrunkPath,
        body: UpdateTrunkRequest,
        answer: SipTrunk,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, body }) => sipTrunks.update(accountId, params.trunk_id, body),
    ),
    route(
      {
        method: 'DELETE',
        path,
        operation: 'sipTrunks.deleteTrunk',
        summary: 'Delete a SIP trunk',
        tag,
        params: TrunkPath,
        answer: DeletedTrunk,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => sipTrunks.delete(accountId, params.trunk_id),
    ),
  ];
}
