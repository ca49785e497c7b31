/** The meaning of a colour, apart from the text. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent';
