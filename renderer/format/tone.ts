/** What something that is shown means, apart from its words. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent';
