/** What the demo handler says: the front desk of a small bike shop, by simple rules. */

export interface DemoAnswer {
  /** Said at once, before the "real" answer; left out of texts. */
  readonly opening: string;
  readonly sentences: readonly string[];
  readonly hangup?: true;
  /** Keys to send as tones into the call. */
  readonly digits?: string;
}

/** The greeting of the starter workspace's agent, which goes with these answers. */
export const DEMO_GREETING = 'Harbour Bikes, how can I help?';

interface Intent {
  readonly pattern: RegExp;
  readonly answer: DemoAnswer | ((heard: RegExpExecArray) => DemoAnswer);
}

/** The first match answers; specific intents come before general ones. */
const INTENTS: readonly Intent[] = [
  {
    pattern: /\b(?:press|dial|enter|keypad|type)\b\D*((?:[\d*#][\s,-]*)+)/i,
    answer: ([, digits = '']) => {
      const keys = digits.replace(/[^\d*#]/g, '').slice(0, 16);
      return {
        opening: 'Of course.',
        sentences: [`I am pressing ${keys.split('').join(' ')} for you now.`],
        digits: keys,
      };
    },
  },
  {
    pattern: /\b(?:bye|goodbye|good night|hang up|that(?:'s| is) all|see you)\b/i,
    answer: {
      opening: 'Thanks for calling!',
      sentences: ['Enjoy the ride, and goodbye.'],
      hangup: true,
    },
  },
  {
    pattern: /\bsunday/i,
    answer: {
      opening: 'Let me check that for you.',
      sentences: [
        'Yes, on Sundays we open from ten to four.',
        'The workshop is closed that day, but you can still rent a bike.',
      ],
    },
  },
  {
    pattern: /\b(?:open|opening|hours|close|closing|closed|when are you)\b/i,
    answer: {
      opening: 'One moment, I have our hours right here.',
      sentences: [
        'We are open from nine to six, Monday to Saturday.',
        'On Sundays we open from ten to four.',
        'Would you like to come by today?',
      ],
    },
  },
  {
    pattern: /\b(?:tandem|rent|rental|hire|borrow)/i,
    answer: {
      opening: 'Sure, let me look at the board.',
      sentences: [
        'We have city bikes for fifteen dollars a day, and two tandems for thirty.',
        'Helmets and a lock are included.',
        'Shall I tell you how to find us?',
      ],
    },
  },
  {
    pattern: /\b(?:price|cost|how much|expensive|cheap|dollars?)\b/i,
    answer: {
      opening: 'Good question.',
      sentences: [
        'A day with a city bike is fifteen dollars.',
        'A tune-up is forty, and most small repairs are under twenty.',
      ],
    },
  },
  {
    pattern: /\b(?:repair|fix|broken|flat|puncture|brakes?|chain|tires?|tyres?|wheels?)\b/i,
    answer: {
      opening: 'Oh no, let me see when the workshop has time.',
      sentences: [
        'If you bring it in before noon, it is usually ready the same day.',
        'No appointment needed, just roll it through the blue door.',
      ],
    },
  },
  {
    pattern: /\b(?:where|address|located|location|directions|find you|park)\b/i,
    answer: {
      opening: 'Happy to help you find us.',
      sentences: [
        'We are at the old harbour, right next to the lighthouse.',
        'Look for the blue door with the wheel above it.',
      ],
    },
  },
  {
    pattern: /\b(?:human|person|someone|somebody|manager|operator|transfer|representative)\b/i,
    answer: {
      opening: 'I understand.',
      sentences: [
        'I am only the built-in demo handler, so there is no colleague I could pass you to.',
        'Your own handler can do it: it answers with the action "transfer".',
      ],
    },
  },
  {
    pattern:
      /\b(?:who are you|your name|are you (?:a |an )?(?:robot|bot|real|ai|human|machine))\b/i,
    answer: {
      opening: 'Fair question.',
      sentences: [
        'I am the demo handler that comes with AgentPhone Desktop.',
        'A few simple rules answer you here, over the same signed webhook that your own server will get.',
      ],
    },
  },
  {
    pattern: /\b(?:thanks|thank you|great|perfect|awesome|wonderful)\b/i,
    answer: {
      opening: 'You are very welcome.',
      sentences: ['Is there anything else I can do for you?'],
    },
  },
  {
    pattern: /^\W*(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day))\b/i,
    answer: {
      opening: 'Hello!',
      sentences: [
        'Nice to hear from you.',
        'You can ask me about opening hours, rentals or repairs.',
      ],
    },
  },
];

const SILENCE: DemoAnswer = {
  opening: 'Hello?',
  sentences: ['I did not catch that, could you say it again?'],
};

const FALLBACK: DemoAnswer = {
  opening: 'Hmm, let me think.',
  sentences: [
    'I am the built-in demo handler, and I have no answer to that.',
    'Try opening hours, rentals, repairs or directions, or say goodbye.',
    'To plug in your own agent, register your server with POST /v1/webhooks, and it takes my place.',
  ],
};

/** The answer to what was said or written. */
export function demoAnswer(heard: string): DemoAnswer {
  if (heard.trim() === '') return SILENCE;
  for (const { pattern, answer } of INTENTS) {
    const match = pattern.exec(heard);
    if (match) return typeof answer === 'function' ? answer(match) : answer;
  }
  return FALLBACK;
}
