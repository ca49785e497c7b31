import { ApiError, type Page, type SubAccount } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import type { AccountRecord } from '../../store/accounts/accounts.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Registration } from '../accounts/registration.ts';
import { checkRoom } from '../room.ts';
import type { Numbers } from './numbers.ts';

export interface SubAccountsDeps {
  readonly accounts: Accounts;
  readonly numbers: Numbers;
  readonly registration: Registration;
  readonly transact: RunInTransaction;
}

/**
 * Sub-accounts in the API's form: separate resources, shared key and wallet
 * (docs/reference/provider/account.md#sub-accounts).
 */
export class SubAccounts {
  readonly #deps: SubAccountsDeps;

  constructor(deps: SubAccountsDeps) {
    this.#deps = deps;
  }

  /** Newest first; `limit` null: all. */
  list(parentId: string, limit: number | null, offset: number): Page<SubAccount> {
    const { items, total } = this.#deps.accounts.children(parentId, limit, offset);
    return { items: items.map((account) => this.#view(account)), total };
  }

  /** @throws ApiError `LIMIT_REACHED` */
  create(parentId: string, name: string): SubAccount {
    const { accounts } = this.#deps;
    if (accounts.payerOf(parentId) !== parentId) {
      throw new ApiError('VALIDATION_ERROR', 'A sub-account cannot have sub-accounts of its own.');
    }
    checkRoom('sub-accounts', accounts.children(parentId, 1, 0).total);
    return this.#view(accounts.create(parentId, name));
  }

  rename(parentId: string, id: string, name: string): SubAccount {
    return this.#view(this.#deps.accounts.renameChild(parentId, id, name));
  }

  /** Releases its numbers. Its history stays stored but can't be reached. */
  delete(parentId: string, id: string): { success: true; id: string; name: string } {
    const { accounts, numbers, transact } = this.#deps;
    const { name } = accounts.child(parentId, id);
    transact(() => {
      for (const number of numbers.list(id, { limit: -1, offset: 0 }).items) {
        numbers.release(id, number.id);
      }
      accounts.removeChild(parentId, id);
    });
    return { success: true, id, name };
  }

  #view(account: AccountRecord): SubAccount {
    return {
      id: account.id,
      name: account.name,
      createdAt: toDateTime(account.createdAtMs),
      campaignStatus: this.#deps.registration.statusCode(account.id),
    };
  }
}
