/** What the address contained to let this page in. */
export type Arrival =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'bare' };

/**
 * Reads `#ticket=` or `#token=` from the address and removes it, so that it does not end up in a
 * bookmark, the history or a screenshot. A place (`#/…`) stays, because it gives no access.
 */
export function takeArrival(page: Pick<Window, 'location' | 'history'>): Arrival {
  const { hash, pathname, search } = page.location;
  if (hash === '' || hash.startsWith('#/')) return { kind: 'bare' };
  page.history.replaceState(null, '', pathname + search);
  const given = new URLSearchParams(hash.slice(1));
  const ticket = given.get('ticket');
  if (ticket) return { kind: 'ticket', ticket };
  const token = given.get('token');
  return token ? { kind: 'token', token } : { kind: 'bare' };
}
