import type { DeliveryOverride } from '../../store/deliveries/delivery-rows.ts';

/** A person's changes to a request. */
export interface RequestEdit {
  readonly url?: string | undefined;
  readonly body?: string | undefined;
  /** Replace our headers of the same name, or are added. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * The part of the edit, apart from the body, that also applies to later attempts; null if there is
 * none.
 */
export function overrideOf({ url, headers }: RequestEdit): DeliveryOverride | null {
  if (url === undefined && headers === undefined) return null;
  return {
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: Object.entries(headers) }),
  };
}
