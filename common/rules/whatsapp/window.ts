import { WHATSAPP_WINDOW_MS } from '../../contract/index.ts';

/** How long somebody on WhatsApp can still be written to freely; 0: only a template goes out. */
export function windowLeftMs(wroteLastMs: number | null, nowMs: number): number {
  if (wroteLastMs === null) return 0;
  // Whoever's clock is a little behind would see more than there ever is.
  return Math.min(WHATSAPP_WINDOW_MS, Math.max(0, wroteLastMs + WHATSAPP_WINDOW_MS - nowMs));
}
