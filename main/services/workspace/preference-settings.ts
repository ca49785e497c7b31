import { Preferences } from '../../../common/contract/index.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';

const KEY = 'preferences';

const DEFAULTS: Preferences = {
  helloTurn: false,
  endpointingSilenceMs: null,
  mergeContinuedSpeech: true,
  echoControl: true,
  line: 'clear',
  allowPrivateAddresses: false,
  apiCors: false,
  allowedHosts: [],
  callAnalysis: 'local',
  keysToModel: false,
  retryClientErrors: true,
};

/** The provider's settings, kept in the workspace. */
export class PreferenceSettings {
  readonly #settings: SettingStore;
  #state: Preferences;

  constructor(settings: SettingStore) {
    this.#settings = settings;
    // Settings that an older version did not store get their defaults.
    const stored = Preferences.partial().safeParse(settings.get(KEY));
    this.#state = { ...DEFAULTS, ...(stored.success ? stored.data : {}) };
  }

  get(): Preferences {
    return this.#state;
  }

  set(change: Partial<Preferences>): Preferences {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const next = Preferences.parse({ ...this.#state, ...Object.fromEntries(given) });
    // Stored first: a change that cannot be stored must not take effect.
    this.#settings.set(KEY, next);
    this.#state = next;
    return next;
  }
}
