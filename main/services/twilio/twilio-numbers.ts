import {
  ApiError,
  type PhoneNumber,
  type ReleasedNumber,
  type TwilioNumber,
  type TwilioSetup,
} from '../../../common/contract/index.ts';
import { countryOf } from '../../../common/rules/phone/phone-numbers.ts';
import type { TwilioAccount } from '../../carriers/twilio/rest/account.ts';
import { TwilioFailure } from '../../carriers/twilio/rest/carrier-failures.ts';
import type { CarrierNumber, CarrierPrice } from '../../carriers/twilio/rest/twilio-rest.ts';
import type { TwilioChangeRecord, TwilioStore } from '../../store/calls/twilio.ts';
import type { Agents } from '../agents/agents.ts';
import type { Numbers } from '../numbers/numbers.ts';
import {
  isConnected,
  previewOf,
  rememberedChange,
  restoration,
  wantedSettings,
} from './number-setup.ts';

export interface TwilioNumbersDeps {
  readonly account: TwilioAccount;
  readonly store: TwilioStore;
  readonly numbers: Numbers;
  readonly agents: Agents;
  readonly accountId: string;
  /** Whether a person has agreed to real traffic in this run. */
  readonly isTrafficAllowed: () => boolean;
}

export interface Restored {
  readonly restored: string[];
  readonly notRestored: { phoneNumber: string; why: string }[];
}

/** The numbers of the linked account. Only those that were imported are ever changed. */
export class TwilioNumbers {
  readonly #deps: TwilioNumbersDeps;

  constructor(deps: TwilioNumbersDeps) {
    this.#deps = deps;
  }

  async list(): Promise<TwilioNumber[]> {
    const numbers = await this.#deps.account.rest().numbers();
    return numbers.map((number) => this.#view(number));
  }

  async search(country: 'US' | 'CA', areaCode: string | null, limit: number) {
    const rest = this.#deps.account.rest();
    const items = await rest.offeredNumbers(country, areaCode, limit);
    return { items, pricePerMonth: await rest.numberPrice(country) };
  }

  /** @throws ApiError `CONFLICT` if the price is not (or no longer) the agreed one */
  async buy(
    phoneNumber: string,
    agreedPrice: CarrierPrice | null,
    agentId: string | null,
  ): Promise<PhoneNumber> {
    const { account, agents, accountId } = this.#deps;
    const country = countryOf(phoneNumber);
    if (country !== 'US' && country !== 'CA') {
      throw new ApiError('VALIDATION_ERROR', 'Only numbers of the US and Canada can be bought.');
    }
    // Anything that can fail must fail before the purchase.
    if (agentId !== null) agents.record(accountId, agentId);
    this.#checkFree(phoneNumber);
    const price = await account.rest().numberPrice(country);
    if (price?.amount !== agreedPrice?.amount || price?.currency !== agreedPrice?.currency) {
      throw new ApiError(
        'CONFLICT',
        `The number now costs ${price ? `${price.amount} ${price.currency} a month` : 'a price that Twilio does not tell'}, which is not what was agreed to. Agree to the new price and buy again.`,
      );
    }
    return this.#adopt(await account.rest().buyNumber(phoneNumber), agentId);
  }

  /** Changes nothing at Twilio. */
  async import(sid: string, agentId: string | null): Promise<PhoneNumber> {
    const { account, agents, accountId, store } = this.#deps;
    if (agentId !== null) agents.record(accountId, agentId);
    const known = store.numberOf(sid);
    if (known !== null) {
      throw new ApiError('CONFLICT', `This number was imported already, as ${known}.`);
    }
    const number = existing(await account.rest().number(sid));
    this.#checkFree(number.phoneNumber);
    return this.#adopt(number, agentId);
  }

  async previewSetup(numberId: string): Promise<TwilioSetup> {
    const { preview } = await this.#prepared(numberId);
    return preview;
  }

  /** @throws ApiError `CONFLICT` if something has changed since the preview */
  async applySetup(numberId: string, previewId: string): Promise<TwilioNumber> {
    const { account, store } = this.#deps;
    const { number, preview } = await this.#prepared(numberId);
    if (preview.previewId !== previewId) {
      throw new ApiError(
        'CONFLICT',
        'The number’s settings at Twilio, or the public address, have changed since the preview. Look at a new preview and apply that.',
      );
    }
    if (preview.changes.length === 0) return this.#view(number);
    const rest = account.rest();
    const known = store.change(number.sid);
    // Stored first, so that the number can be restored whatever happens in between.
    store.putChange(rememberedChange(number, rest.accountSid, preview.changes, known));
    const settings = Object.fromEntries(preview.changes.map(({ field, after }) => [field, after]));
    try {
      return this.#view(await rest.changeNumber(number.sid, settings, { numberId }));
    } catch (error) {
      // A refusal means that nothing changed. If the response was lost, that is unknown, so the
      // note is kept.
      if (error instanceof TwilioFailure && error.twilioStatus < 500) {
        if (known) store.putChange(known);
        else store.removeChange(number.sid);
      }
      throw error;
    }
  }

  /**
   * Releases a number: either here only, with its former settings restored at Twilio, or at Twilio
   * too, for good.
   * @throws ApiError `VALIDATION_ERROR` in the second case, unless the number was typed as
   * confirmation
   */
  async release(
    numberId: string,
    mode: 'unlinkOnly' | 'releaseAtTwilio',
    confirmation: string | null,
  ): Promise<{ phoneNumber: string; releasedAtTwilio: boolean }> {
    const { sid, phoneNumber } = this.#imported(numberId);
    if (mode === 'releaseAtTwilio') {
      if (confirmation !== phoneNumber) {
        throw new ApiError(
          'VALIDATION_ERROR',
          `Releasing ${phoneNumber} at Twilio cannot be undone. Type the number out as confirmation.`,
        );
      }
      await this.#releaseAtTwilio(numberId, sid);
      return { phoneNumber, releasedAtTwilio: true };
    }
    const change = this.#deps.store.change(sid);
    if (change) await this.#restore(change);
    this.#releaseHere(numberId);
    return { phoneNumber, releasedAtTwilio: false };
  }

  /** `DELETE /v1/numbers/{id}`: the number is released at its carrier, whichever that is. */
  async releaseByApi(accountId: string, numberId: string): Promise<ReleasedNumber> {
    const { numbers, store, isTrafficAllowed } = this.#deps;
    const number = numbers.record(accountId, numberId);
    const sid = store.sidOf(numberId);
    if (number.carrier === 'simulated' || number.status === 'released' || sid === null) {
      return numbers.release(accountId, numberId, { atCarrier: 'nothing' });
    }
    if (!isTrafficAllowed()) {
      throw new ApiError(
        'REAL_TRAFFIC_UNCONFIRMED',
        `Deleting ${number.phoneNumber} gives the number up at Twilio, for ever. Release it in the window, where you can also only unlink it; or allow real traffic for this run with twilio.set {"traffic":"allowed"} and delete it again.`,
      );
    }
    return this.#releaseAtTwilio(numberId, sid);
  }

  /** Restores everything that was changed at Twilio. Failures are returned, never thrown. */
  async restoreAll(accountSid: string): Promise<Restored> {
    const restored: string[] = [];
    const notRestored: Restored['notRestored'] = [];
    for (const change of this.#deps.store.changes(accountSid)) {
      const { phoneNumber } = change;
      try {
        const changedSince = await this.#restore(change);
        if (changedSince.length === 0) restored.push(phoneNumber);
        else {
          const why = `${changedSince.join(', ')} ${changedSince.length === 1 ? 'was' : 'were'} changed by somebody else since and left alone.`;
          notRestored.push({ phoneNumber, why });
        }
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        const was = formerSettings(change);
        const why = `${said} It was: ${was}. To try again, link the account and unlink it.`;
        notRestored.push({ phoneNumber, why });
      }
    }
    return { restored, notRestored };
  }

  /** Releases all imported numbers here; they remain at Twilio. */
  releaseAllHere(): void {
    const { store, numbers } = this.#deps;
    for (const { numberId } of store.links()) {
      if (numbers.record(this.#deps.accountId, numberId).status === 'active') {
        this.#releaseHere(numberId);
      }
    }
  }

  async #prepared(numberId: string) {
    const { account } = this.#deps;
    const { sid } = this.#imported(numberId);
    const number = existing(await account.rest().number(sid));
    if (number.trunkSid !== null) {
      throw new ApiError(
        'CONFLICT',
        `${number.phoneNumber} belongs to the SIP trunk ${number.trunkSid}, and Twilio sends its calls there whatever its addresses are. Take it out of the trunk first.`,
      );
    }
    const wanted = wantedSettings(number, (path) => account.publicUrl(path));
    return { number, preview: previewOf(number, wanted) };
  }

  /** @returns the settings that someone else has changed since */
  async #restore(change: TwilioChangeRecord): Promise<string[]> {
    const { account, store } = this.#deps;
    const rest = account.rest();
    const number = await rest.number(change.sid);
    if (number === null) {
      // The number is no longer in the account, so there is nothing to restore.
      store.removeChange(change.sid);
      return [];
    }
    const { settings, changedSince } = restoration(number, change);
    if (Object.keys(settings).length > 0) await rest.changeNumber(change.sid, settings);
    store.removeChange(change.sid);
    return changedSince;
  }

  async #releaseAtTwilio(numberId: string, sid: string): Promise<ReleasedNumber> {
    const { account, store } = this.#deps;
    await account.rest().releaseNumber(sid, { numberId });
    store.removeChange(sid);
    return this.#releaseHere(numberId);
  }

  #releaseHere(numberId: string): ReleasedNumber {
    const { numbers, store, accountId } = this.#deps;
    store.unlink(numberId);
    return numbers.release(accountId, numberId, { atCarrier: 'nothing' });
  }

  #adopt(number: CarrierNumber, agentId: string | null): PhoneNumber {
    const { numbers, store, accountId } = this.#deps;
    const { phoneNumber } = number;
    return numbers.adopt(
      accountId,
      { phoneNumber, country: countryOf(phoneNumber) ?? 'US', agentId },
      (numberId) => store.link(numberId, number.sid),
    );
  }

  #checkFree(phoneNumber: string): void {
    const holder = this.#deps.numbers.activeByPhone(phoneNumber);
    if (!holder) return;
    throw new ApiError(
      'CONFLICT',
      `${phoneNumber} is held here already, as the ${holder.carrier} number ${holder.id}. Release that first.`,
    );
  }

  #imported(numberId: string): { sid: string; phoneNumber: string } {
    const { numbers, store, accountId } = this.#deps;
    const { phoneNumber } = numbers.record(accountId, numberId);
    const sid = store.sidOf(numberId);
    if (sid !== null) return { sid, phoneNumber };
    throw new ApiError('CONFLICT', `${phoneNumber} is no number of the linked Twilio account.`);
  }

  #view(number: CarrierNumber): TwilioNumber {
    const { account, store } = this.#deps;
    const { sid, phoneNumber, friendlyName, capabilities, settings } = number;
    const { voiceUrl, smsUrl, statusCallback } = settings;
    return {
      sid,
      phoneNumber,
      friendlyName,
      ...capabilities,
      voiceUrl,
      smsUrl,
      statusCallback,
      numberId: store.numberOf(sid),
      connected:
        account.reachable() &&
        isConnected(
          number,
          wantedSettings(number, (path) => account.publicUrl(path)),
        ),
    };
  }
}

function existing(number: CarrierNumber | null): CarrierNumber {
  if (number) return number;
  throw new ApiError(
    'PHONE_NUMBER_NOT_FOUND',
    'The linked Twilio account has no such number (any more).',
  );
}

function formerSettings({ before }: TwilioChangeRecord): string {
  return Object.entries(before)
    .map(([name, value]) => `${name}: ${value ?? 'empty'}`)
    .join(', ');
}
