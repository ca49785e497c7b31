/** With what the address let this page in. */
export type Arrival =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'bare' };

/**
 * Reads what the address carries, `#ticket=` or `#token=`, and takes it out of there, so that it ends
 * up in no bookmark, no history and no screenshot. A place (`#/…`) stays: it lets nobody in.
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
