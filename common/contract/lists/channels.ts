/** The channels of texts. Test events have some that the simulated carrier lacks. */
export const TEXT_CHANNELS = ['sms', 'imessage', 'mms', 'whatsapp', 'rcs'] as const;

/** How the subject of an event travelled. */
export const EVENT_CHANNELS = [...TEXT_CHANNELS, 'voice'] as const;
