import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { whyRefused } from './address-rules.ts';

/** When a connection was made, on the monotonic clock in milliseconds. */
export interface ConnectionTimes {
  readonly startedMs: number;
  /** Name resolved; null for an address literal. */
  resolvedMs: number | null;
  /** Ready for requests: TCP connected and, for https, TLS agreed. */
  connectedMs: number | null;
}

class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/** Real milliseconds after which a connection attempt is given up, whatever the request allows. */
const CONNECT_TIMEOUT_MS = 30_000;

export interface ConnectorOptions {
  readonly monotonicMs: () => number;
  readonly allowPrivate: () => boolean;
  readonly onConnected: (socket: object, times: ConnectionTimes) => void;
}

/**
 * Opens connections for undici. The address rules are checked on the addresses DNS gave, and the
 * connection goes to those very addresses, so a name cannot change its meaning in between.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  return (target, callback) => {
    const times: ConnectionTimes = {
      startedMs: options.monotonicMs(),
      resolvedMs: null,
      connectedMs: null,
    };
    const allowPrivate = options.allowPrivate();
    if (isIP(target.hostname) !== 0) {
      const why = whyRefused(target.hostname, allowPrivate);
      if (why) {
        queueMicrotask(() => callback(refusal(target.hostname, target.hostname, why), null));
        return;
      }
    }
    const connect = buildConnector({
      allowH2: false,
      timeout: CONNECT_TIMEOUT_MS,
      lookup: guardedLookup(allowPrivate, () => {
        times.resolvedMs = options.monotonicMs();
      }),
    });
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      if (socket) {
        times.connectedMs = options.monotonicMs();
        options.onConnected(socket, times);
      }
      callback(...outcome);
    });
  };
}

function guardedLookup(allowPrivate: boolean, onResolved: () => void): LookupFunction {
  return (hostname, lookupOptions: LookupOptions, callback) => {
    dnsLookup(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      onResolved();
      if (error) {
        callback(error, '');
        return;
      }
      const allowed: LookupAddress[] = [];
      let refused: AddressRefusedError | null = null;
      for (const entry of addresses) {
        const why = whyRefused(entry.address, allowPrivate);
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
