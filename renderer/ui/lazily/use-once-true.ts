import { useState } from 'react';

/** True from the first time on: what was opened once stays, and can close in its own time. */
export function useOnceTrue(value: boolean): boolean {
  const [was, setWas] = useState(value);
  if (value && !was) setWas(true);
  return was || value;
}
