import { useState } from 'react';
import { OperationError } from './control-client.ts';
import { reportFailure } from './window-context.tsx';

/** The server's refusal of a form, for one field or the whole. */
interface Refusal {
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

/** Runs a form's request, and shows a refusal in the form instead of a toast. */
export function useRefusal() {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  /** Null if it was refused or failed. */
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
  /** The message about a field, by its name or by the error code; undefined if there is none. */
  const errorOf = (field: string, code?: string) =>
    refusal !== null && (refusal.field === field || refusal.code === code)
      ? refusal.message
      : undefined;
  /** The message, if it is not about one of these fields. */
  const otherError = (fields: readonly string[]) =>
    refusal !== null && !fields.includes(refusal.field ?? '') ? refusal.message : null;
  const forget = () => setRefusal(null);
  return { attempt, busy, errorOf, otherError, forget };
}
