import { useState } from 'react';
import { OperationError } from './control-client.ts';
import { reportFailure } from './window-context.tsx';

/** What the server said against a form: to one field, or to the whole of it. */
interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

/** Tries what a form asks for; a refusal is shown in the form instead of a toast. */
export function useRefusal() {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  /** Null when it was refused, or failed. */
  const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true);
    setRefusal(null);
    try {
      return await work();
    } catch (error) {
      if (error instanceof OperationError) {
        const [detail] = error.details;
        const message = detail?.message ?? error.message;
        setRefusal({ code: error.code, field: detail?.field ?? null, message });
      } else {
        reportFailure(error);
      }
      return null;
    } finally {
      setBusy(false);
    }
  };
  /** What was said against that field, by its name or by the code; undefined when nothing was. */
  const errorOf = (field: string, code?: string) =>
    refusal !== null && (refusal.field === field || refusal.code === code)
      ? refusal.message
      : undefined;
  /** What was said against none of these fields. */
  const otherError = (fields: readonly string[]) =>
    refusal !== null && !fields.includes(refusal.field ?? '') ? refusal.message : null;
  const forget = () => setRefusal(null);
  return { attempt, busy, errorOf, otherError, forget };
}
