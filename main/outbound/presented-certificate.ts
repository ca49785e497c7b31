import { connect, type PeerCertificate } from 'node:tls';
import type { Reach } from './address-rules.ts';
import { guardedLookup, literalRefusal } from './connector.ts';

export interface PresentedCertificate {
  /** SHA-256 of the certificate, as `AB:CD:…`. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** Null if this computer trusts it by default; else why it does not. */
  readonly problem: string | null;
}

const LONGEST_MS = 10_000;

/** Gets the certificate of an https server without sending it a request. */
export function presentedCertificate(url: URL, reach: Reach): Promise<PresentedCertificate> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const refused = literalRefusal(host, reach);
    if (refused) {
      reject(refused);
      return;
    }
    const socket = connect({
      host,
      port: Number(url.port || 443),
      // A server cannot choose its certificate by an IP address.
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      lookup: guardedLookup(reach),
      // The certificate is only inspected; nothing is sent on this connection.
      rejectUnauthorized: false,
      timeout: LONGEST_MS,
    });
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate();
      const { authorized, authorizationError } = socket;
      socket.destroy();
      resolve({
        fingerprint: certificate.fingerprint256,
        subject: inWords(certificate.subject),
        issuer: inWords(certificate.issuer),
        validFrom: new Date(certificate.valid_from).toISOString(),
        validTo: new Date(certificate.valid_to).toISOString(),
        problem: authorized ? null : String(authorizationError),
      });
    });
    socket.once('timeout', () => socket.destroy(new Error('it did not answer in time')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
  });
}

function inWords(names: PeerCertificate['subject'] | undefined): string {
  return Object.entries(names ?? {})
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join('+') : value}`)
    .join(', ')
    .slice(0, 300);
}
