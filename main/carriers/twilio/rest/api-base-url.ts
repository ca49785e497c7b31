import { ApiError } from '../../../../common/contract/index.ts';
import { isLoopbackHost } from '../../../../common/rules/loopback-host.ts';

/** Whether requests go to a stand-in on this computer instead of to Twilio. */
export function isLocalDouble(apiBaseUrl: string | null): boolean {
  return apiBaseUrl !== null && isLoopbackHost(new URL(apiBaseUrl).host);
}

/**
 * The server for REST requests: Twilio, or this computer, because each request carries the
 * credentials.
 *
 * @returns the origin
 * @throws ApiError `VALIDATION_ERROR`
 */
export function checkedApiBaseUrl(text: string): string {
  const url = new URL(text);
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  const atTwilio =
    url.protocol === 'https:' && url.hostname.endsWith('.twilio.com') && url.port === '';
  if (bare && url.password === '' && (atTwilio || isLoopbackHost(url.host))) return url.origin;
  throw new ApiError(
    'VALIDATION_ERROR',
    `${url.origin} is no address of Twilio's and not on this computer, so the credentials are not sent there. Leave apiBaseUrl out, or give https://….twilio.com or http://127.0.0.1:port.`,
  );
}

/**
 * Where a request that the SDK addressed to Twilio really goes. A stand-in serves all hosts; one of
 * Twilio's regional addresses serves only the host it replaces.
 */
export function redirected(uri: string, apiBaseUrl: string | null): string {
  if (apiBaseUrl === null) return uri;
  const url = new URL(uri);
  if (!isLocalDouble(apiBaseUrl) && url.hostname !== 'api.twilio.com') return uri;
  return apiBaseUrl + url.pathname + url.search;
}
