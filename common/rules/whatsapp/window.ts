import { WHATSAPP_WINDOW_MS } from '../../contract/index.ts';

/** How long somebody on WhatsApp can still be written to freely; 0: only a template goes out. */
export function windowLeftMs(wroteLastMs: number | null, nowMs: number): number {
  return wroteLastMs === null ? 0 : Math.max(0, wroteLastMs + WHATSAPP_WINDOW_MS - nowMs);
}
