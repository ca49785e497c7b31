import { useState } from 'react';

/**
 * True from the first time on, so that something that was opened stays mounted and can animate its
 * closing.
 */
export function useOnceTrue(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return was || value;
}
