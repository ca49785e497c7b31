import { randomInt } from 'node:crypto';
import { ApiError, type SignUpAnswer, type VerifyAnswer } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { newId } from '../../platform/random.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { RegistrationStore } from '../../store/accounts/registrations.ts';
import type { RunInTransaction } from '../../store/database/transactions.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { ApiKeys } from '../accounts/api-keys.ts';
import type { Agents } from '../agents/agents.ts';
import type { Numbers } from '../numbers/numbers.ts';
import { checkRoom } from '../room.ts';

export interface SignUpDeps {
  readonly verifications: RegistrationStore;
  readonly accounts: Accounts;
  readonly agents: Agents;
  readonly numbers: Numbers;
  readonly apiKeys: ApiKeys;
  readonly clock: Clock;
  readonly transact: RunInTransaction;
}

const VALID_FOR_MS = 10 * 60_000;
/** For a day, a late answer is told that the code has expired. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const MAX_ATTEMPTS = 5;
const STARTER_PROMPT = 'You are a friendly assistant on the phone. Keep your answers short.';

/**
 * Self sign-up by an agent (docs/reference/provider/account.md#self-sign-up): a code is sent by
 * e-mail, and with it the agent gets an account with a key.
 */
export class SignUp {
  readonly #deps: SignUpDeps;

  constructor(deps: SignUpDeps) {
    this.#deps = deps;
  }

  /**
   * No e-mail leaves this machine, so the answer's message contains the code.
   * @throws ApiError `CONFLICT` if the address already has an account, `LIMIT_REACHED`
   */
  start(email: string, agentName: string | null): SignUpAnswer {
    const { verifications, clock } = this.#deps;
    const address = email.toLowerCase();
    if (verifications.isEmailTaken(address)) {
      throw new ApiError('CONFLICT', 'An account with this e-mail address exists already.');
    }
    const nowMs = clock.now();
    verifications.pruneVerifications(nowMs - FORGOTTEN_AFTER_MS);
    checkRoom('sign-ups', verifications.countOpen(nowMs));
    checkRoom('signed-up accounts', verifications.countUsed());
    const id = newId('verification');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAtMs = nowMs + VALID_FOR_MS;
    verifications.insertVerification({
      id,
      email: address,
      agentName,
      code,
      attempts: 0,
      expiresAtMs,
      usedAtMs: null,
    });
    return {
      verification_id: id,
      human_email: email,
      expires_at: toDateTime(expiresAtMs),
      message: `No e-mail leaves this machine. Your code is ${code}; it is good for 10 minutes.`,
    };
  }

  /** @throws ApiError `VALIDATION_ERROR` for a wrong, used or expired code, `LIMIT_REACHED` */
  verify(verificationId: string, code: string): VerifyAnswer {
    const { verifications, accounts, agents, numbers, apiKeys, clock, transact } = this.#deps;
    const pending = verifications.verification(verificationId);
    const refuse = (why: string) => new ApiError('VALIDATION_ERROR', why);
    if (!pending || pending.usedAtMs !== null) throw refuse('This verification is not open.');
    if (pending.expiresAtMs <= clock.now()) throw refuse('The code has expired. Sign up again.');
    if (pending.attempts >= MAX_ATTEMPTS) throw refuse('Too many wrong codes. Sign up again.');
    if (pending.code !== code.trim()) {
      verifications.countAttempt(verificationId);
      throw refuse('The code is wrong.');
    }
    if (verifications.isEmailTaken(pending.email)) {
      throw new ApiError('CONFLICT', 'An account with this e-mail address exists already.');
    }
    checkRoom('signed-up accounts', verifications.countUsed());
    return transact(() => {
      verifications.markUsed(verificationId, clock.now());
      const account = accounts.create(null, pending.email);
      const agent = agents.create(account.id, {
        name: pending.agentName ?? 'My agent',
        voiceMode: 'hosted',
        systemPrompt: STARTER_PROMPT,
      });
      const number = numbers.provision(account.id, { agentId: agent.id });
      const { key } = apiKeys.create(account.id, 'Sign-up');
      return {
        account_id: account.id,
        agent_id: agent.id,
        number_id: number.id,
        phone_number: number.phoneNumber,
        api_key: key,
      };
    });
  }
}
