import type { LiveState } from '../../../common/contract/index.ts';

/** What changes with every text, delivery and word. */
const TRAFFIC: readonly string[] = [
  'messages',
  'conversations',
  'deliveries',
  'typing',
  'callEvents',
] satisfies readonly (keyof LiveState)[];

/**
 * Compares the props of components for `memo` that show nothing of the traffic: they do not render
 * again if only that changed. They must not read it from their `state`.
 */
export function sameWithoutTraffic<P extends { readonly state: LiveState }>(a: P, b: P): boolean {
  return differing(a, b).every(
    (prop) =>
      prop === 'state' && differing(a.state, b.state).every((part) => TRAFFIC.includes(part)),
  );
}

function differing<T extends object>(a: T, b: T): readonly string[] {
  return (Object.keys(b) as (keyof T & string)[]).filter((key) => a[key] !== b[key]);
}
