import type { DeliveryOverride } from '../../store/deliveries/delivery-rows.ts';

/** What a person changes about a request. */
export interface RequestEdit {
  readonly url?: string | undefined;
  readonly body?: string | undefined;
  /** Replace ours of the same name, or are added. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What of it outlives the attempt, beside the body; null when that is nothing. */
export function overrideOf({ url, headers }: RequestEdit): DeliveryOverride | null {
  if (url === undefined && headers === undefined) return null;
  return {
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: Object.entries(headers) }),
  };
}
