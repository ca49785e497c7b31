import type { DeliverySummary } from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';

/** What a row says beside event and state. */
export interface RowWords {
  /** Who is at the other end: a person, or the server of what is only recorded. */
  readonly who: string | null;
  /** What they wrote or said, in quotes where those are their words. */
  readonly excerpt: string | null;
  /** Where it goes, without the host. */
  readonly path: string;
}

/** Events whose excerpt somebody wrote or said; that of a call's end is a summary. */
const SPOKEN: ReadonlySet<string> = new Set(['agent.message']);

/** `nameOf`: what a person's address is called in the window. */
export function rowWords(delivery: DeliverySummary, nameOf: (address: string) => string): RowWords {
  const { counterparty, excerpt, event, url } = delivery;
  const address = addressOf(url);
  const who = isExchange(delivery)
    ? address.host || null
    : counterparty === null
      ? null
      : nameOf(counterparty);
  return {
    who,
    excerpt: excerpt !== null && SPOKEN.has(event) ? `“${excerpt}”` : excerpt,
    path: address.path,
  };
}

function addressOf(url: string): { readonly host: string; readonly path: string } {
  // Callbacks have a path only, and what went nowhere has nothing.
  if (!URL.canParse(url)) return { host: '', path: url };
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}

/** All of it in a line: for tooltips, and for whoever waits behind it. */
export function inWords(delivery: DeliverySummary, nameOf: (address: string) => string): string {
  const { who, excerpt } = rowWords(delivery, nameOf);
  const words = [who, excerpt].filter((part) => part !== null).join(' ');
  return words === '' ? delivery.event : words;
}

/** `17 tests, 3 failed`. */
export function testsInWords(tests: readonly DeliverySummary[]): string {
  const failed = tests.filter(({ status }) => status === 'failed').length;
  const noun = tests.length === 1 ? 'test' : 'tests';
  return failed === 0 ? `${tests.length} ${noun}` : `${tests.length} ${noun}, ${failed} refused`;
}
