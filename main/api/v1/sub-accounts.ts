import {
  DeletedSubAccount,
  SubAccount,
  SubAccountList,
  SubAccountRequest,
  SubAccountsQuery,
} from '../../../common/contract/index.ts';
import type { SubAccounts } from '../../services/numbers/sub-accounts.ts';
import { type ApiRoute, route } from '../route.ts';
import { SubAccountPath } from './params.ts';

export interface SubAccountRoutesDeps {
  readonly subAccounts: SubAccounts;
}

const tag = 'Sub-accounts';
const path = '/v1/sub-accounts/:sub_account_id';

export function subAccountRoutes({ subAccounts }: SubAccountRoutesDeps): ApiRoute[] {
  return [
    route(
      {
        method: 'GET',
        path: '/v1/sub-accounts',
        operation: 'subAccounts.listSubAccounts',
        summary: 'List sub-accounts, newest first; all of them without a limit',
        tag,
        query: SubAccountsQuery,
        answer: SubAccountList,
      },
      ({ accountId, query }) => {
        const { items, total } = subAccounts.list(accountId, query.limit ?? null, query.offset);
        return { data: [...items], hasMore: query.offset + items.length < total, total };
      },
    ),
    route(
      {
        method: 'POST',
        path: '/v1/sub-accounts',
        operation: 'subAccounts.createSubAccount',
        summary: 'Create a sub-account; work in it with the header X-Sub-Account-Id',
        tag,
        body: SubAccountRequest,
        answer: SubAccount,
        errors: ['VALIDATION_ERROR'],
      },
      ({ accountId, body }) => subAccounts.create(accountId, body.name),
    ),
    route(
      {
        method: 'PATCH',
        path,
        operation: 'subAccounts.updateSubAccount',
        summary: 'Rename a sub-account',
        tag,
        params: SubAccountPath,
        body: SubAccountRequest,
        answer: SubAccount,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params, body }) =>
        subAccounts.rename(accountId, params.sub_account_id, body.name),
    ),
    route(
      {
        method: 'DELETE',
        path,
        operation: 'subAccounts.deleteSubAccount',
        summary: 'Delete a sub-account and release its numbers',
        tag,
        params: SubAccountPath,
        answer: DeletedSubAccount,
        errors: ['NOT_FOUND'],
      },
      ({ accountId, params }) => subAccounts.delete(accountId, params.sub_account_id),
    ),
  ];
}
