import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProductClock } from '../../../../main/platform/time/clock.ts';
import { SocketStt } from '../../../../main/speech/cloud/socket-stt.ts';
import {
  DEEPGRAM_STT,
  ELEVENLABS_STT,
  type SttProtocol,
} from '../../../../main/speech/cloud/stt-protocols.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { SpeechServer } from '../../../doubles/servers/speech-server.ts';

const time = new ManualTime();
const clock = new ProductClock({ real: time });
const never = new AbortController().signal;
const SECOND = new Int16Array(16_000).fill(1000);
let server: SpeechServer;
beforeEach(async () => {
  server = await SpeechServer.start();
});
afterEach(() => server.stop());

function open(protocol: SttProtocol, partials: string[] = [], language = 'en-US') {
  const access = { baseUrl: server.url, apiKey: 'secret', model: null };
  return new SocketStt({ protocol, access, clock }).open(
    { language, mode: 'fast' },
    { partial: (text) => partials.push(text) },
  );
}

const results = (transcript: string, more: object) =>
  JSON.stringify({
    type: 'Results',
    channel: { alternatives: [{ transcript, confidence: 0.9 }] },
    ...more,
  });

describe('recognition by Deepgram', () => {
  it('streams the sound and gathers the final words', async () => {
    const partials: string[] = [];
    let bytes = 0;
    let path = '';
    let key: string | undefined;
    server.talk = (socket, at, headers) => {
      path = at;
      key = headers.authorization;
      socket.on('message', (data, isBinary) => {
        if (isBinary) {
          bytes += (data as Buffer).length;
          return;
        }
        const { type } = JSON.parse(data.toString()) as { type: string };
        if (type === 'Finalize') {
          socket.send(results('I would', { is_final: false }));
          socket.send(results('I would like', { is_final: true }));
          socket.send(results('to book.', { is_final: true, from_finalize: true }));
        }
      });
    };
    const stream = open(DEEPGRAM_STT, partials);
    stream.push(SECOND);
    stream.push(SECOND.subarray(0, 123));
    const words = await stream.finish(never);
    expect(words).toEqual({ text: 'I would like to book.', confidence: 0.9 });
    expect(partials).toEqual(['I would', 'I would like']);
    expect(bytes).toBe(2 * (16_000 + 123));
    expect(path.startsWith('/v1/listen?')).toBe(true);
    expect(new URLSearchParams(path.split('?')[1]).get('language')).toBe('en-US');
    expect(key).toBe('Token secret');
  });

  it('knows that there are no words when the stream ends without any', async () => {
    server.talk = (socket) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary && data.toString().includes('CloseStream')) {
          socket.send('{"type":"Metadata","duration":1}');
        }
      });
    };
    const stream = open(DEEPGRAM_STT);
    stream.push(SECOND);
    expect(await stream.finish(never)).toEqual({ text: '', confidence: 1 });
  });

  it('takes what is certain when the socket closes after the question', async () => {
    server.talk = (socket) => {
      socket.on('message', (_data, isBinary) => {
        if (isBinary) socket.send(results('Yes.', { is_final: true }));
        else socket.close();
      });
    };
    const stream = open(DEEPGRAM_STT);
    stream.push(SECOND.subarray(0, 1600));
    expect((await stream.finish(never)).text).toBe('Yes.');
  });

  it('says so when the socket closes before', async () => {
    const closed = new Promise<void>((resolve) => {
      server.talk = (socket) => {
        socket.on('close', resolve);
        socket.close();
      };
    });
    const stream = open(DEEPGRAM_STT);
    await closed;
    await clock.real.settle();
    await expect(stream.finish(never)).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ hung up before/,
    );
  });

  it('asks for the bare language where the country makes no difference', async () => {
    const path = await new Promise<string>((resolve) => {
      server.talk = (socket, at) => {
        resolve(at);
        socket.close();
      };
      open(DEEPGRAM_STT, [], 'de-DE');
    });
    expect(path).toContain('language=de&');
  });
});

describe('recognition by ElevenLabs', () => {
  it('streams the sound, commits it and takes what was committed', async () => {
    const partials: string[] = [];
    let samples = 0;
    server.talk = (socket) => {
      socket.send('{"message_type":"session_started","session_id":"s"}');
      socket.on('message', (data) => {
        const chunk = JSON.parse(data.toString()) as { audio_base_64: string; commit: boolean };
        samples += Buffer.from(chunk.audio_base_64, 'base64').length / 2;
        if (!chunk.commit) return;
        socket.send('{"message_type":"partial_transcript","text":"Good"}');
        socket.send('{"message_type":"committed_transcript","text":"Good morning."}');
      });
    };
    const stream = open(ELEVENLABS_STT, partials);
    stream.push(SECOND);
    expect(await stream.finish(never)).toEqual({ text: 'Good morning.', confidence: 1 });
    expect(partials).toEqual(['Good']);
    expect(samples).toBe(16_000);
  });

  it('tells an error of theirs', async () => {
    server.talk = (socket) =>
      socket.send('{"message_type":"quota_exceeded","error":"You have no credits left."}');
    await expect(open(ELEVENLABS_STT).finish(never)).rejects.toThrow('You have no credits left.');
  });

  it('takes too little sound for no words', async () => {
    server.talk = (socket) => {
      socket.on('message', () =>
        socket.send('{"message_type":"insufficient_audio_activity","error":"Too quiet."}'),
      );
    };
    expect((await open(ELEVENLABS_STT).finish(never)).text).toBe('');
  });
});

describe('a socket to a recogniser', () => {
  it('says so when the address is wrong', async () => {
    await server.stop();
    await expect(open(DEEPGRAM_STT).finish(never)).rejects.toThrow(
      /could not be reached at http:.*: nothing listens there \(ECONNREFUSED\)/,
    );
    server = await SpeechServer.start();
  });

  it('says what a refusal means', async () => {
    server.refuse = 401;
    await expect(open(ELEVENLABS_STT).finish(never)).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ refused the API key \(401\)\./,
    );
  });

  it('gives up on a server that is silent', async () => {
    const asked = new Promise<void>((resolve) => {
      server.talk = (socket) => socket.on('message', () => resolve());
    });
    const words = open(ELEVENLABS_STT).finish(never);
    await asked;
    time.pass(10_000);
    await expect(words).rejects.toThrow(
      /^The server at 127\.0\.0\.1:\d+ sent nothing for 10 seconds\./,
    );
  });

  it('closes when the utterance is no longer wanted, even before it opened', async () => {
    const closed = new Promise<void>((resolve) => {
      server.talk = (socket) => socket.on('close', () => resolve());
    });
    open(DEEPGRAM_STT).close();
    const stream = open(DEEPGRAM_STT);
    const wanted = new AbortController();
    const words = stream.finish(wanted.signal);
    wanted.abort();
    await expect(words).rejects.toThrow('no longer wanted');
    const late = open(DEEPGRAM_STT);
    const connected = new Promise<void>((resolve) => {
      const talk = server.talk;
      server.talk = (socket, path, headers) => {
        talk(socket, path, headers);
        resolve();
      };
    });
    await connected;
    late.close();
    await closed;
  });

  it('survives whatever the server says', async () => {
    const kinds = ['Results', 'Metadata', 'Error', 'committed_transcript', 'x'];
    const message = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({
          type: fc.constantFrom(...kinds),
          message_type: fc.constantFrom(...kinds),
          channel: fc.anything(),
          is_final: fc.anything(),
          text: fc.anything(),
          error: fc.anything(),
        })
        .map((value) => JSON.stringify(value) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(DEEPGRAM_STT, ELEVENLABS_STT),
        fc.array(message, { maxLength: 8 }),
        async (protocol, messages) => {
          server.talk = (socket) => {
            socket.once('message', () => {
              for (const text of messages) socket.send(text);
              socket.close();
            });
          };
          const outcome = await open(protocol)
            .finish(never)
            .catch((error: Error) => error);
          if (outcome instanceof Error) expect(outcome.name).toBe('SttFailure');
          else expect(typeof outcome.text).toBe('string');
        },
      ),
      { numRuns: 40 },
    );
  });
});
