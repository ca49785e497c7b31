import type { Framework, SignatureCause } from '../../contract/index.ts';
import { FRAMEWORKS } from '../../contract/lists/frameworks.ts';
import { EXAMPLE_HANDLERS, verifyingPart } from '../example-handlers.ts';

/** Causes that are not fixed in code. */
const NO_CODE: ReadonlySet<SignatureCause> = new Set([
  'wrongSecret',
  'secretWhitespace',
  'unknown',
]);

/** How a handler verifies correctly, per framework: the lines from the examples. */
export function fixesFor(cause: SignatureCause): Partial<Record<Framework, string>> {
  if (NO_CODE.has(cause)) return {};
  return Object.fromEntries(
    FRAMEWORKS.map((framework) => [framework, verifyingPart(EXAMPLE_HANDLERS[framework])]),
  );
}
