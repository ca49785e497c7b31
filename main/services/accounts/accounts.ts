import { ApiError, type Page } from '../../../common/contract/index.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { AccountRecord, AccountStore } from '../../store/accounts/accounts.ts';

export interface AccountsDeps {
  readonly accounts: AccountStore;
  readonly clock: Clock;
}

/** The workspace's account and its sub-accounts. */
export class Accounts {
  readonly #deps: AccountsDeps;

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
  }

  /** The workspace's own account, which is created on the first start. */
  ensureWorkspaceAccount(): string {
    const [account] = this.#deps.accounts.roots();
    return account?.id ?? this.create(null, 'Workspace').id;
  }

  create(parentId: string | null, name: string): AccountRecord {
    const account = { id: newId('account'), parentId, name, createdAtMs: this.#deps.clock.now() };
    this.#deps.accounts.insert(account);
    return account;
  }

  isSubAccount(parentId: string, childId: string): boolean {
    return this.#deps.accounts.child(parentId, childId) !== undefined;
  }

  /** The account that pays: the parent of a sub-account, else the account itself. */
  payerOf(accountId: string): string {
    return this.#deps.accounts.find(accountId)?.parentId ?? accountId;
  }

  /** @param limit null for all */
  children(parentId: string, limit: number | null, offset: number): Page<AccountRecord> {
    return {
      items: this.#deps.accounts.children(parentId, limit ?? -1, offset),
      total: this.#deps.accounts.countChildren(parentId),
    };
  }

  /** @throws ApiError `NOT_FOUND` */
  child(parentId: string, id: string): AccountRecord {
    const account = this.#deps.accounts.child(parentId, id);
    if (!account) throw new ApiError('NOT_FOUND', 'There is no such sub-account.');
    return account;
  }

  renameChild(parentId: string, id: string, name: string): AccountRecord {
    const account = this.child(parentId, id);
    this.#deps.accounts.rename(id, name);
    return { ...account, name };
  }

  removeChild(parentId: string, id: string): AccountRecord {
    const account = this.child(parentId, id);
    this.#deps.accounts.markDeleted(id, this.#deps.clock.now());
    return account;
  }
}
