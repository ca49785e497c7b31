import { ApiError } from '../../common/contract/index.ts';
import { whyRefused } from '../outbound/address-rules.ts';

/**
 * Refuses a URL whose host is an address that requests may not go to. Names are checked when they
 * are resolved, at each request; an address can be told at once.
 *
 * @param field where the URL came in
 * @throws ApiError `VALIDATION_ERROR`
 */
export function checkAddress(field: string, url: string, allowPrivate: boolean): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (!/^[\d.]+$|:/.test(host)) return;
  const why = whyRefused(host, allowPrivate);
  if (!why) return;
  const message = `${host} is ${why}. Use a loopback or public address, or allow private addresses in the settings.`;
  throw new ApiError('VALIDATION_ERROR', message, {
    details: [{ field, message, type: 'address_refused' }],
  });
}
