import { z } from 'zod';
import { ApiError, TWILIO_VOICE_MODES, type TwilioStatus } from '../../../common/contract/index.ts';
import { CALLS_PER_SECOND, type CallQueue } from '../../carriers/twilio/call-queue.ts';
import type { TwilioAccount } from '../../carriers/twilio/rest/account.ts';
import type { SecretStore } from '../../platform/secret-store.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import type { TwilioStore } from '../../store/calls/twilio.ts';
import type { ChangeFeed } from '../changes.ts';
import type { PublicReach } from './public-reach.ts';
import type { RealTraffic } from './real-traffic.ts';
import type { LinkRequest, TwilioLink } from './twilio-link.ts';
import type { Restored, TwilioNumbers } from './twilio-numbers.ts';

export interface TwilioBridgeDeps {
  readonly link: TwilioLink;
  readonly reach: PublicReach;
  readonly traffic: RealTraffic;
  readonly queue: CallQueue;
  readonly settings: SettingStore;
  readonly secrets: Pick<SecretStore, 'keptIn'>;
  readonly store: TwilioStore;
  readonly changes: ChangeFeed;
  readonly numbers: () => TwilioNumbers;
  /** How many calls are live at Twilio. */
  readonly liveCalls: () => number;
  /** An account was linked (again), so calls left by an earlier run can be ended. */
  readonly onLinked: () => Promise<void>;
}

type VoiceMode = TwilioStatus['voiceMode'];
const SETTING = 'twilio.voiceMode';

/** The bridge as a person sees and configures it, and the account as calls and texts use it. */
export class TwilioBridge implements TwilioAccount {
  readonly #deps: TwilioBridgeDeps;
  #voiceMode: VoiceMode;
  #work: Promise<unknown> = Promise.resolve();

  constructor(deps: TwilioBridgeDeps) {
    this.#deps = deps;
    const stored = z.enum(TWILIO_VOICE_MODES).safeParse(deps.settings.get(SETTING));
    this.#voiceMode = stored.success ? stored.data : 'mediaStreams';
  }

  status(): TwilioStatus {
    const { link, reach, traffic, queue, secrets, liveCalls } = this.#deps;
    const { account } = link;
    return {
      linked: link.isLinked,
      accountSid: account?.accountSid ?? null,
      accountName: account?.accountName ?? null,
      keysKeptIn: secrets.keptIn,
      apiBaseUrl: account?.apiBaseUrl ?? null,
      ingressUrl: link.ingress?.url ?? null,
      reach: reach.view(),
      voiceMode: this.#voiceMode,
      sharedKeys: link.sharedKeys.length,
      traffic: traffic.state,
      asked: traffic.asked,
      queue: { waiting: queue.waiting, perSecond: CALLS_PER_SECOND },
      liveCalls: liveCalls(),
      problem: link.problem,
    };
  }

  /** Announces the status to the window; to be called whenever it changed. */
  publish(): void {
    this.#deps.changes.publish({ kind: 'twilio', item: this.status() });
  }

  link(request: LinkRequest): Promise<TwilioStatus> {
    return this.#inTurn(async () => {
      this.#checkNoCalls('linked anew');
      await this.#deps.link.link(request);
      this.#deps.reach.watch();
      this.#endLeftovers();
      return this.status();
    });
  }

  /** Runs after a start. Twilio is contacted only if calls were left live. */
  resume(): Promise<void> {
    return this.#inTurn(async () => {
      const { link } = this.#deps;
      await link.resume();
      this.#deps.reach.watch();
      if (link.isLinked) this.#endLeftovers();
      this.publish();
    });
  }

  /** Runs when the app quits; the link is kept for the next start. */
  async close(): Promise<void> {
    await this.#deps.reach.close();
    await this.#deps.link.close();
  }

  /**
   * Restores all numbers and forgets the account. Only the notes for numbers that could not be
   * reached are kept, for the next time this account is linked.
   */
  unlink(restore: boolean): Promise<Restored & { status: TwilioStatus }> {
    return this.#inTurn(async () => {
      const { link, reach, traffic, store } = this.#deps;
      this.#checkNoCalls('unlinked');
      const numbers = this.#deps.numbers();
      const { account } = link;
      const result: Restored =
        restore && account
          ? await numbers.restoreAll(account.accountSid)
          : { restored: [], notRestored: [] };
      if (!restore && account) store.removeChanges(account.accountSid);
      numbers.releaseAllHere();
      await reach.forget();
      await link.forget();
      traffic.set('ask');
      store.clear();
      this.#deps.settings.remove(SETTING);
      this.#voiceMode = 'mediaStreams';
      this.publish();
      return { ...result, status: this.status() };
    });
  }

  /** @throws ApiError `CONFLICT` for keys if no account is linked */
  async set(change: {
    voiceMode?: VoiceMode | undefined;
    traffic?: 'ask' | 'allowed' | undefined;
    sharedKeys?: readonly string[] | undefined;
    problem?: null | undefined;
  }): Promise<TwilioStatus> {
    const { settings, traffic, link } = this.#deps;
    if (change.sharedKeys) await link.setSharedKeys(change.sharedKeys);
    if (change.problem === null) link.dismiss();
    if (change.voiceMode) {
      settings.set(SETTING, change.voiceMode);
      this.#voiceMode = change.voiceMode;
    }
    if (change.traffic) traffic.set(change.traffic);
    this.publish();
    return this.status();
  }

  rest() {
    return this.#deps.link.rest();
  }

  media() {
    return this.#deps.link.media();
  }

  checkTraffic(what: 'call' | 'text', from: string, to: string): void {
    // If no account is linked, report that first: then there is nothing to agree to.
    this.rest();
    this.#deps.traffic.check(what, from, to);
  }

  reachable(): boolean {
    return this.#deps.link.isLinked && this.#deps.reach.isUsable;
  }

  publicUrl(path: string): string {
    this.rest();
    return this.#deps.reach.urlOf(path);
  }

  publicSocketUrl(path: string): string {
    return this.publicUrl(path).replace(/^http/, 'ws');
  }

  voiceMode(): VoiceMode {
    return this.#voiceMode;
  }

  report(problem: string, callSid?: string): void {
    this.#deps.link.report(problem, callSid);
  }

  withdraw(callSid: string): void {
    this.#deps.link.withdraw(callSid);
  }

  /**
   * Runs in the background: neither the start of the app nor the person who links should wait for
   * it.
   */
  #endLeftovers(): void {
    this.#deps.onLinked().catch((error: unknown) => {
      this.report(error instanceof Error ? error.message : String(error));
    });
  }

  #checkNoCalls(what: string): void {
    if (this.#deps.liveCalls() === 0) return;
    throw new ApiError(
      'CONFLICT',
      `The account cannot be ${what} while calls are live at Twilio. Hang them up first.`,
    );
  }

  /** Linking and unlinking run one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }
}
