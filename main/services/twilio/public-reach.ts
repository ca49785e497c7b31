import { z } from 'zod';
import { ApiError, type TwilioStatus } from '../../../common/contract/index.ts';
import { toDateTime } from '../../../common/rules/date-time.ts';
import { isLoopbackHost } from '../../../common/rules/loopback-host.ts';
import { TWILIO_PATHS } from '../../carriers/twilio/callbacks.ts';
import { unknownHost } from '../../carriers/twilio/ingress/unknown-host.ts';
import type { HttpClient } from '../../outbound/http-client.ts';
import { environmentName, type SecretStore } from '../../platform/secret-store.ts';
import type { ClockTimer, RealTime } from '../../platform/time/clock.ts';
import type { SettingStore } from '../../store/accounts/settings.ts';
import type { OpenTunnel, TunnelMaker } from './tunnel.ts';
import type { OpenIngress } from './twilio-link.ts';

export interface PublicReachDeps {
  readonly settings: Pick<SettingStore, 'get' | 'set' | 'remove'>;
  readonly secrets: SecretStore;
  readonly real: RealTime;
  readonly http: Pick<HttpClient, 'send'>;
  readonly tunnels: TunnelMaker;
  readonly ingress: () => OpenIngress | null;
  /** Whether a stand-in on this computer takes Twilio's place: it can reach loopback addresses. */
  readonly isDouble: () => boolean;
  /** How many calls are live at Twilio: their callbacks and sockets use the current address. */
  readonly liveCalls: () => number;
  readonly onChange: () => void;
}

type Health = NonNullable<TwilioStatus['reach']['health']>;

const SETTING = 'twilio.publicUrl';
const TUNNEL_TOKEN = 'twilio.ngrokToken';
const CHECK_TIMEOUT_MS = 10_000;
const OPEN_TIMEOUT_MS = 20_000;
/**
 * Tunnels end without notice. The interval respects the monthly requests that free tunnels allow.
 */
const CHECK_EVERY_MS = 5 * 60_000;

/** The public address of the ingress: the user's own tunnel, or one that we open. */
export class PublicReach {
  readonly #deps: PublicReachDeps;
  #own: string | null;
  #tunnel: OpenTunnel | null = null;
  #health: Health | null = null;
  #nextCheck: ClockTimer | null = null;
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(deps: PublicReachDeps) {
    this.#deps = deps;
    const stored = z.string().safeParse(deps.settings.get(SETTING));
    this.#own = stored.success ? stored.data : null;
  }

  /** The origin; null if there is none. */
  get publicUrl(): string | null {
    return this.#tunnel?.url ?? this.#own;
  }

  /** Whether Twilio can use the address. */
  get isUsable(): boolean {
    const { publicUrl } = this;
    return publicUrl !== null && this.#whyUnusable(publicUrl) === null;
  }

  view(): TwilioStatus['reach'] {
    const source = this.#tunnel ? 'ngrok' : this.#own === null ? null : 'own';
    return { publicUrl: this.publicUrl, source, health: this.#health };
  }

  /** @throws ApiError `CONFLICT` if there is no address, or none that Twilio can use */
  urlOf(path: string): string {
    const { publicUrl } = this;
    if (publicUrl === null) {
      throw new ApiError(
        'CONFLICT',
        'Twilio cannot reach this computer yet: no public address is set. Give your tunnel’s address with publicUrl.set, or open one with publicUrl.open.',
      );
    }
    const why = this.#whyUnusable(publicUrl);
    if (why) throw new ApiError('CONFLICT', why);
    return publicUrl + path;
  }

  /** @throws ApiError `VALIDATION_ERROR` for an address that Twilio cannot use; `CONFLICT` */
  async set(url: string | null): Promise<void> {
    const origin = url === null ? null : originOf(url);
    const why = origin && this.#whyUnusable(origin);
    if (why) throw new ApiError('VALIDATION_ERROR', why);
    this.#checkNoCalls();
    await this.#inTurn(() => this.#replace(origin));
  }

  /** @throws ApiError `CONFLICT`, `VALIDATION_ERROR`, `SERVICE_UNAVAILABLE` */
  async open(given: { authToken?: string | undefined; domain?: string | undefined }) {
    this.#checkNoCalls();
    await this.#inTurn(() => this.#open(given));
    await this.check();
  }

  /** Requests, through the public address, a word that only our ingress knows. */
  async check(): Promise<void> {
    const { http, real } = this.#deps;
    const { port, newNonce, refusedHost } = this.#listening();
    const nonce = newNonce();
    const url = `${this.urlOf(TWILIO_PATHS.health)}?nonce=${nonce}`;
    const result = await http.send({
      method: 'GET',
      url,
      headers: [['ngrok-skip-browser-warning', '1']],
      body: null,
      timeoutMs: CHECK_TIMEOUT_MS,
    });
    const where = new URL(url).origin;
    // The address was changed in the meantime.
    if (where !== this.publicUrl) return;
    const ok = Buffer.from(result.body).toString() === nonce;
    const host = refusedHost(nonce);
    const lead = `Let your tunnel lead to port ${port} of this computer`;
    let message = `The ingress answers at ${where}.`;
    if (result.failure) {
      message = `Nothing answers at ${where}. ${lead}, and check the address.`;
    } else if (host !== null) {
      message = `${where} leads here, but ${unknownHost(host)}`;
    } else if (!ok) {
      message = `Something answers at ${where} (HTTP ${result.status}), but it is not the ingress. ${lead}.`;
    }
    this.#health = { ok, message, checkedAt: toDateTime(real.now()) };
    this.#changed();
  }

  /**
   * Checks periodically whether the address still leads here, while there is one and it is needed.
   */
  watch(): void {
    this.#nextCheck?.cancel();
    this.#nextCheck = null;
    if (this.#closed || !this.isUsable || !this.#deps.ingress()) return;
    this.#nextCheck = this.#deps.real.after(CHECK_EVERY_MS, () => void this.#checkAgain());
  }

  /** Forgets the address, the tunnel and its token. */
  async forget(): Promise<void> {
    await this.#inTurn(() => this.#replace(null));
    await this.#deps.secrets.delete(TUNNEL_TOKEN);
  }

  /** Closes the tunnel when the app quits. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#nextCheck?.cancel();
    await this.#closeTunnel();
  }

  async #replace(origin: string | null): Promise<void> {
    await this.#closeTunnel();
    if (origin === null) this.#deps.settings.remove(SETTING);
    else this.#deps.settings.set(SETTING, origin);
    this.#own = origin;
    this.#health = null;
    this.#changed();
  }

  async #open(given: { authToken?: string | undefined; domain?: string | undefined }) {
    const { secrets } = this.#deps;
    const { port } = this.#listening();
    const authToken = given.authToken ?? (await secrets.get(TUNNEL_TOKEN));
    if (authToken === null) {
      throw new ApiError(
        'VALIDATION_ERROR',
        `ngrok wants an auth token: copy yours from https://dashboard.ngrok.com, or set ${environmentName(TUNNEL_TOKEN)}.`,
      );
    }
    await this.#closeTunnel();
    try {
      this.#tunnel = await this.#opened({ port, authToken, domain: given.domain ?? null });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new ApiError(
        'SERVICE_UNAVAILABLE',
        `ngrok did not open a tunnel: ${said.replaceAll(authToken, '••••••••').replace(/[.\s]*$/, '')}. Check the token, or set up a tunnel of your own and give its address.`,
      );
    }
    // The app may have quit in the meantime.
    if (this.#closed) return this.#closeTunnel();
    if (given.authToken) await secrets.set(TUNNEL_TOKEN, given.authToken);
    this.#health = null;
    this.#changed();
  }

  /** A tunnel, if it opens in time. One that opens later is closed at once. */
  async #opened(request: { port: number; authToken: string; domain: string | null }) {
    const { tunnels, real } = this.#deps;
    const opening = tunnels.open({
      ...request,
      onConnected: (connected) => this.#tunnelChanged(opening, connected),
    });
    let timer: ClockTimer | null = null;
    const late = new Promise<never>((_, reject) => {
      timer = real.after(OPEN_TIMEOUT_MS, () => {
        void opening.then((tunnel) => tunnel.close()).catch(() => {});
        reject(new Error(`it did not answer within ${OPEN_TIMEOUT_MS / 1_000} s`));
      });
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      (timer as ClockTimer | null)?.cancel();
    }
  }

  /** The tunnel reports that it broke, or that it is connected again. */
  async #tunnelChanged(opening: Promise<OpenTunnel>, connected: boolean): Promise<void> {
    const tunnel = await opening.catch(() => null);
    if (tunnel === null || tunnel !== this.#tunnel) return;
    if (connected) return this.#checkAgain();
    const message = `ngrok lost the connection of ${tunnel.url} and tries to get it back. Calls and texts do not reach this computer meanwhile.`;
    this.#health = { ok: false, message, checkedAt: toDateTime(this.#deps.real.now()) };
    this.#changed();
  }

  async #checkAgain(): Promise<void> {
    try {
      await this.check();
    } catch {
      // The account was unlinked in the meantime, so no address is needed.
    }
    this.watch();
  }

  #changed(): void {
    this.watch();
    this.#deps.onChange();
  }

  async #closeTunnel(): Promise<void> {
    const tunnel = this.#tunnel;
    this.#tunnel = null;
    // A broken tunnel may fail to close; it leads nowhere in any case.
    await tunnel?.close().catch(() => {});
  }

  #checkNoCalls(): void {
    if (this.#deps.liveCalls() === 0) return;
    throw new ApiError(
      'CONFLICT',
      'The public address cannot be changed while calls are live at Twilio, for they come in through it. Hang them up first.',
    );
  }

  /** Changes of the address run one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }

  #listening(): OpenIngress {
    const ingress = this.#deps.ingress();
    if (ingress) return ingress;
    throw new ApiError(
      'CONFLICT',
      'The ingress is closed, for no Twilio account is linked. Link one first.',
    );
  }

  #whyUnusable(origin: string): string | null {
    const { protocol, host } = new URL(origin);
    if (isLoopbackHost(host)) {
      return this.#deps.isDouble()
        ? null
        : `${origin} is this computer; Twilio cannot reach it. Give the public address of your tunnel.`;
    }
    if (protocol === 'https:') return null;
    return `${origin} is not https. Twilio streams calls to trusted https addresses only; give the https address of your tunnel.`;
  }
}

function originOf(text: string): string {
  const url = new URL(text);
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
  if (isBare && url.username === '' && url.password === '') return url.origin;
  throw new ApiError(
    'VALIDATION_ERROR',
    `Give the address without a path, as ${url.origin}: the ingress adds its own.`,
  );
}
