import type { DeliverySummary } from '../../common/contract/index.ts';
import { isExchange } from '../../common/contract/lists/deliveries.ts';

/** What a row shows besides its event and state. */
export interface RowWords {
  /** The other end: a person or, for exchanges that are only recorded, the server. */
  readonly who: string | null;
  /** What they wrote or said, in quotes if it is their own words. */
  readonly excerpt: string | null;
  /** The address without its host. */
  readonly path: string;
}

/**
 * Events whose excerpt a person or agent wrote or said. The excerpt of a call's end is a summary.
 */
const SPOKEN: ReadonlySet<string> = new Set(['agent.message']);

/** `nameOf` returns the name that the window shows for a person's address. */
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
  // Callbacks only have a path, and requests that were never sent have nothing.
  if (!URL.canParse(url)) return { host: '', path: url };
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}

/** A delivery in one line, for tooltips and for the deliveries that wait for it. */
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
