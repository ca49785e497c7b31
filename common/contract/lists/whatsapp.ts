/** How long after their last message a person can be sent free text. */
export const WHATSAPP_WINDOW_MS = 24 * 3_600_000;
