import type { SettingStore } from '../../store/accounts/settings.ts';

const KEY = 'recordingAddOn';
/** The price in the cloud, in dollars per month; free here. */
const RECORDING_PRICE_USD = 5;

/**
 * Whether calls are recorded; on by default (docs/reference/provider/account.md#recording-add-on).
 */
export class RecordingAddOn {
  readonly #settings: SettingStore;

  constructor(settings: SettingStore) {
    this.#settings = settings;
  }

  isEnabled(): boolean {
    return this.#settings.get(KEY) !== false;
  }

  /** Existing recordings stay when it is switched off. */
  set(enabled: boolean): { success: true; recordingEnabled: boolean; pricePerMonthUsd: number } {
    this.#settings.set(KEY, enabled);
    return { success: true, recordingEnabled: enabled, pricePerMonthUsd: RECORDING_PRICE_USD };
  }
}
