import { ApiError } from '../../common/contract/index.ts';
import { type Reach, whyRefused } from '../outbound/address-rules.ts';

const WAYS_OUT: Readonly<Record<Reach, string>> = {
  public: 'Use a loopback or public address, or allow private addresses in the settings.',
  lan: 'Use a loopback or public address, or one of your own network.',
  link: 'Use a loopback or public address, or one of your own network.',
};

/**
 * Rejects a URL whose host is an IP address that requests may not go to. Host names are checked
 * when they are resolved, at each request; an IP address can be checked at once.
 *
 * @param field the field that contained the URL
 * @throws ApiError `VALIDATION_ERROR`
 */
export function checkAddress(field: string, url: string, reach: Reach): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (!/^[\d.]+$|:/.test(host)) return;
  const why = whyRefused(host, reach);
  if (!why) return;
  const message = `${host} is ${why}. ${WAYS_OUT[reach]}`;
  throw new ApiError('VALIDATION_ERROR', message, {
    details: [{ field, message, type: 'address_refused' }],
  });
}
