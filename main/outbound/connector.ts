import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { type Reach, whyRefused } from './address-rules.ts';

/** The times at which a connection was made, in milliseconds on the monotonic clock. */
export interface ConnectionTimes {
  readonly startedMs: number;
  /** Name resolved; null for an IP address. */
  resolvedMs: number | null;
  /** Ready for requests: TCP connected and, for https, the TLS handshake completed. */
  connectedMs: number | null;
}

/** Measures how long connecting takes. */
export interface ConnectionWatch {
  readonly monotonicMs: () => number;
  readonly onConnected: (socket: object, times: ConnectionTimes) => void;
}

/**
 * The SHA-256 fingerprint that is trusted at an origin whatever else is wrong with the certificate;
 * null: none.
 */
export type TrustedFingerprint = (origin: string) => string | null;

/** The certificate is not the one that a person decided to trust. */
class OtherCertificateError extends Error {
  readonly code = 'CERT_NOT_TRUSTED';
}

/** The rules forbid connecting there; the message says where and why. */
class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * Real milliseconds after which a connection attempt is given up, regardless of the request's
 * timeout.
 */
const CONNECT_TIMEOUT_MS = 30_000;

/**
 * Opens connections for undici. The address rules are checked on the addresses that DNS returned,
 * and the connection goes to those very addresses, so a name cannot change its meaning in between.
 */
export function guardedConnector(
  reach: () => Reach,
  watch?: ConnectionWatch,
  trusted: TrustedFingerprint = () => null,
): buildConnector.connector {
  return (target, callback) => {
    const startedMs = watch?.monotonicMs() ?? 0;
    const times: ConnectionTimes = { startedMs, resolvedMs: null, connectedMs: null };
    const reached = reach();
    const refused = literalRefusal(target.hostname, reached);
    if (refused) {
      queueMicrotask(() => callback(refused, null));
      return;
    }
    const fingerprint =
      target.protocol === 'https:' ? trusted(new URL(`https://${target.host}`).origin) : null;
    const connect = buildConnector({
      allowH2: false,
      // Checked below, before anything is sent.
      ...(fingerprint === null ? {} : { rejectUnauthorized: false }),
      timeout: CONNECT_TIMEOUT_MS,
      lookup: guardedLookup(reached, () => {
        times.resolvedMs = watch?.monotonicMs() ?? null;
      }),
    });
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      const why = socket && fingerprint !== null ? whyUntrusted(socket, fingerprint) : null;
      if (socket && why !== null) {
        socket.destroy();
        callback(new OtherCertificateError(why), null);
        return;
      }
      if (socket && watch) {
        times.connectedMs = watch.monotonicMs();
        watch.onConnected(socket, times);
      }
      callback(...outcome);
    });
  };
}

function whyUntrusted(socket: Socket, fingerprint: string): string | null {
  if (!(socket instanceof TLSSocket) || socket.authorized) return null;
  const presented = socket.getPeerCertificate().fingerprint256;
  if (presented === fingerprint) return null;
  return `its certificate ${presented} is not the one that is trusted, and ${socket.authorizationError}`;
}

/** For an IP address, which is never looked up. Null: connecting is allowed. */
export function literalRefusal(hostname: string, reach: Reach): AddressRefusedError | null {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) === 0) return null;
  const why = whyRefused(address, reach);
  return why ? refusal(address, address, why) : null;
}

/** Names below `localhost` mean this computer (RFC 6761), whatever a name server says. */
const BELOW_LOCALHOST = /\.localhost\.?$/i;
const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

type LookedUp = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

function lookUp(hostname: string, options: LookupOptions, callback: LookedUp): void {
  if (!BELOW_LOCALHOST.test(hostname)) {
    dnsLookup(hostname, { ...options, all: true }, callback);
    return;
  }
  const { family } = options;
  const wanted = LOOPBACK.filter((entry) => !family || family === entry.family);
  queueMicrotask(() => callback(null, wanted.length > 0 ? wanted : [...LOOPBACK]));
}

/** Looks up names and returns only addresses that the rules allow. */
export function guardedLookup(reach: Reach, onResolved: () => void = () => {}): LookupFunction {
  return (hostname, lookupOptions: LookupOptions, callback) => {
    lookUp(hostname, lookupOptions, (error, addresses) => {
      onResolved();
      if (error) {
        callback(error, '');
        return;
      }
      const allowed: LookupAddress[] = [];
      let refused: AddressRefusedError | null = null;
      for (const entry of addresses) {
        const why = whyRefused(entry.address, reach);
        if (why) refused ??= refusal(hostname, entry.address, why);
        else allowed.push(entry);
      }
      const [first] = allowed;
      if (!first) callback(refused ?? refusal(hostname, hostname, 'without an address'), '');
      else if (lookupOptions.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(hostname: string, address: string, why: string): AddressRefusedError {
  const subject = hostname === address ? address : `${hostname} (${address})`;
  return new AddressRefusedError(`${subject} is ${why}`);
}
