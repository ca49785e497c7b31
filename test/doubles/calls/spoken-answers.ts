/** An answer as a handler sends it: its lines, and the agent's settings. */
export interface SpokenAnswer {
  readonly voice: 'slt' | 'rms' | 'awb' | 'kal16';
  readonly language?: string;
  /** More than one makes it a stream. */
  readonly lines: readonly string[];
}

const of = (
  voice: SpokenAnswer['voice'],
  lines: string | readonly string[],
  language = 'en-US',
): SpokenAnswer => ({ voice, language, lines: typeof lines === 'string' ? [lines] : lines });

/**
 * Thirty answers of many kinds: short and long ones, lists, figures, markup, streams, five
 * languages.
 */
export const SPOKEN_ANSWERS: readonly SpokenAnswer[] = [
  of('slt', 'Yes.'),
  of('slt', 'We are open every day. On Sundays we close at four.'),
  of('slt', 'Would you like the blue one? Or the red one? Both are here.'),
  of('slt', ['Let me check. ', 'It is on its way. ', 'It comes on Friday.']),
  of('slt', ['We have ', 'city bikes, ', 'mountain ', 'bikes and ', 'tandems. ', 'Which ', 'one?']),
  of('slt', 'That is $45.50, or 10% less on weekdays; helmets cost $3 each.'),
  of(
    'slt',
    '## Opening hours\n\n- Monday to Friday: 9 to 6\n- Saturday: 10 to 4\n- Sunday: closed',
  ),
  of('slt', 'Your code is 4 7 1 1. I repeat: 4, 7, 1, 1.'),
  of(
    'slt',
    'The tour begins at the lighthouse and follows the coast for about twelve kilometres. After an hour we stop at a café, where coffee and cake are included. Then it goes uphill, though never steeply, to the old fort. From there you see the whole bay. We are back before it gets dark.',
  ),
  of('rms', 'No, sorry.'),
  of('rms', 'One moment… I have found it. Your booking is for **Tuesday, March 3** at 2:30 pm.'),
  of('rms', ['First, turn left; ', 'then go straight on. ', 'You cannot miss it!']),
  of('rms', 'Call us at +1 415 555 0123 or write to ada@example.com. Thank you!'),
  of('rms', '1. Open the app.\n2. Choose "Bookings".\n3. Press *Cancel*.'),
  of('rms', 'Dr. Smith is not in today. Mrs. Jones, who looks after his patients, is free at 11.'),
  of('rms', ['It ', 'is ', '21 ', 'degrees ', 'and ', 'sunny. ', 'Take ', 'a ', 'hat.']),
  of('rms', 'Wait – there is one more thing: bring your receipt, please.'),
  of('awb', 'Good morning! How can I help you today?'),
  of('awb', 'The 3rd train leaves at 18:05 from platform 7, and arrives at 20:47.'),
  of('awb', 'I see. And what is your name? Could you spell it, please?'),
  of('awb', [
    'Your order was sent yesterday. ',
    'It weighs 2.5 kg. ',
    'Somebody has to sign for it.',
  ]),
  of('awb', 'See [our page](https://example.com/help), or ask for `support`.'),
  of('awb', 'That depends. If you pay now, it is free; if not, it costs £5. What do you prefer?'),
  of('kal16', 'Okay.'),
  of('kal16', 'Please hold. I am putting you through to a colleague.'),
  of('kal16', ['Bikes are ', '$20 a day, ', 'or $100 ', 'a week. ', 'Shall I book?']),
  of(
    'slt',
    'Wir haben täglich von zehn bis vier geöffnet. Kann ich sonst noch etwas tun?',
    'de-DE',
  ),
  of('rms', '¿Quiere usted reservar? El precio es de veinte euros.', 'es-ES'),
  of('awb', 'Bonjour ! Nous sommes ouverts tous les jours. À bientôt.', 'fr-FR'),
  of('slt', 'Bom dia. A loja abre às nove, e fecha às seis.', 'pt-BR'),
];
