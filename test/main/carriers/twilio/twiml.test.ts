import { describe, expect, it } from 'vitest';
import { connectStream, dial, sayAndHangUp } from '../../../../main/carriers/twilio/twiml.ts';

const HOSTILE = `"/><Dial>+1900</Dial><!-- & '`;

describe('TwiML', () => {
  it('lets nothing that is written into it become a verb', () => {
    const line = { socketUrl: HOSTILE, token: HOSTILE, afterwardsUrl: HOSTILE };
    const all = [
      connectStream(line),
      dial({ to: HOSTILE, callerId: HOSTILE, afterwardsUrl: HOSTILE }),
    ];
    for (const twiml of all) {
      expect(twiml).not.toContain('<Dial>+1900');
      expect(twiml).not.toContain('<!--');
      expect(twiml).toContain('&quot;/&gt;&lt;Dial&gt;');
    }
  });

  it('says nothing that comes in a language', () => {
    expect(sayAndHangUp('notReached', HOSTILE)).toContain(
      '<Response><Say language="en-US">Nobody could be reached. Please call again later.</Say><Hangup/>',
    );
  });

  it('connects a stream without a query, and says what follows it', () => {
    const line = {
      socketUrl: 'wss://a.example/media',
      token: 't',
      afterwardsUrl: 'https://b/?x=1&y=2',
    };
    expect(connectStream(line)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Connect><Stream url="wss://a.example/media"><Parameter name="token" value="t"/></Stream></Connect>' +
        '<Redirect method="POST">https://b/?x=1&amp;y=2</Redirect></Response>',
    );
  });
});
