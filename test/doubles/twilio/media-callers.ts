/**
 * People on telephones behind Twilio, in a separate process. Each has a media stream to the app,
 * sends 20 ms frames of µ-law all the time, alternating between speech and silence, and plays what
 * it gets at the speed of sound, echoing marks and obeying `clear`. The network delivers frames
 * earlier or later than they were spoken, also out of order; their timestamps say when that was. A
 * caller whose call ends calls again.
 *
 * Arguments: WebSocket address, number of callers, file with the speech (µ-law, 8 kHz),
 * milliseconds of silence, and how many milliseconds early or late a frame can be.
 */
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import { seededRandom } from '../../../common/rules/seeded-random.ts';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const MULAW_SILENCE = 0xff;

const [url = '', callers, file = '', silenceMs, jitterMs] = process.argv.slice(2);
const speech = readFileSync(file);
const silence = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE).toString('base64');
const spoken = Array.from({ length: Math.floor(speech.length / FRAME_BYTES) }, (_, n) =>
  speech.subarray(n * FRAME_BYTES, (n + 1) * FRAME_BYTES).toString('base64'),
);
const cycleFrames = spoken.length + Math.round(Number(silenceMs) / FRAME_MS);
const count = Number(callers);
const mostMs = Number(jitterMs);
const random = seededRandom(1);
const startedMs = performance.now();
let over = false;

class Caller {
  readonly #index: number;
  #socket: WebSocket | null = null;
  /** Frames spoken since the stream began. */
  #frames = 0;
  #startMs = 0;
  /** What the network will deliver, and when. */
  #underWay: { atMs: number; text: string }[] = [];
  #played = 0;
  #buffer: string[] = [];

  constructor(index: number) {
    this.#index = index;
    this.#call();
  }

  /** Does what is due at `nowMs`. */
  step(nowMs: number): void {
    const socket = this.#socket;
    if (!socket) return;
    while (this.#startMs + (this.#frames + 1) * FRAME_MS <= nowMs) this.#speak();
    this.#underWay.sort((a, b) => a.atMs - b.atMs);
    while ((this.#underWay[0]?.atMs ?? Infinity) <= nowMs) {
      socket.send(this.#underWay.shift()?.text ?? '');
    }
    while (this.#startMs + (this.#played + 1) * FRAME_MS <= nowMs) {
      this.#played += 1;
      this.#play();
    }
  }

  close(): void {
    this.#socket?.terminate();
  }

  #call(): void {
    const socket = new WebSocket(url);
    socket.on('open', () => {
      socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }));
      socket.send(JSON.stringify({ event: 'start', streamSid: `MZ${this.#index}`, start: {} }));
      // Each begins at a different time within the frame.
      this.#startMs = performance.now() - startedMs + (this.#index * FRAME_MS) / count;
      this.#frames = 0;
      this.#played = 0;
      this.#underWay = [];
      this.#buffer = [];
      this.#socket = socket;
    });
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#socket = null;
      if (!over) this.#call();
    });
  }

  #speak(): void {
    const place = (this.#frames + Math.floor((this.#index * cycleFrames) / count)) % cycleFrames;
    const payload = spoken[place] ?? silence;
    const timestamp = String(this.#frames * FRAME_MS);
    this.#frames += 1;
    const media = { track: 'inbound', chunk: String(this.#frames), timestamp, payload };
    const text = JSON.stringify({ event: 'media', streamSid: `MZ${this.#index}`, media });
    // All are delayed by the maximum, so that even the earliest is not sent before it was spoken.
    const atMs = this.#startMs + this.#frames * FRAME_MS + 2 * mostMs * random();
    this.#underWay.push({ atMs, text });
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as { event: string; mark?: { name: string } };
    if (message.event === 'media') this.#buffer.push('');
    if (message.event === 'mark') {
      const name = message.mark?.name ?? '';
      if (this.#buffer.length === 0) this.#echo(name);
      else this.#buffer.push(name);
    }
    if (message.event !== 'clear') return;
    const marks = this.#buffer.filter((name) => name !== '');
    this.#buffer = [];
    for (const name of marks) this.#echo(name);
  }

  /** Plays one frame, and echoes the marks after it. */
  #play(): void {
    this.#buffer.shift();
    while (this.#buffer[0]) this.#echo(this.#buffer.shift() ?? '');
  }

  #echo(name: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const streamSid = `MZ${this.#index}`;
    this.#socket.send(JSON.stringify({ event: 'mark', streamSid, mark: { name } }));
  }
}

const all = Array.from({ length: count }, (_, index) => new Caller(index));
const timer = setInterval(() => {
  const nowMs = performance.now() - startedMs;
  for (const caller of all) caller.step(nowMs);
}, 2);

process.on('disconnect', () => {
  over = true;
  clearInterval(timer);
  for (const caller of all) caller.close();
});
