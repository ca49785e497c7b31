import { WHATSAPP_WINDOW_MS } from '../../contract/lists/whatsapp.ts';

/** How long a person on WhatsApp can still be sent free text; 0: only templates are allowed. */
export function windowLeftMs(wroteLastMs: number | null, nowMs: number): number {
  if (wroteLastMs === null) return 0;
  // A client whose clock is slightly behind would otherwise compute more than the maximum.
  return Math.min(WHATSAPP_WINDOW_MS, Math.max(0, wroteLastMs + WHATSAPP_WINDOW_MS - nowMs));
}
