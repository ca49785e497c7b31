/**
 * People on telephones, in a process of their own: each has a connection of its own to the app's
 * side and sends 20 ms of µ-law all the time, as a carrier does; speech and silence by turns. What
 * comes back is counted and dropped. Frames follow absolute deadlines.
 *
 * Arguments: port, number of callers, file of the speech (µ-law, 8 kHz), milliseconds of silence.
 */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const MULAW_SILENCE = 0xff;

const [port, callers, file, silenceMs] = process.argv.slice(2);
const speech = readFileSync(file ?? '');
const silence = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE);
const speechFrames = Math.floor(speech.length / FRAME_BYTES);
const cycleFrames = speechFrames + Math.round(Number(silenceMs) / FRAME_MS);
const count = Number(callers);

const sockets: Socket[] = [];
for (let n = 0; n < count; n += 1) {
  const socket = connect(Number(port), '127.0.0.1');
  socket.setNoDelay(true);
  socket.resume();
  socket.on('error', () => {});
  sockets.push(socket);
}
const startedMs = performance.now();
const sent = new Int32Array(count);

/** Every 2 ms: whoever is due, each at a moment of their own within the frame and the cycle. */
const timer = setInterval(() => {
  const nowMs = performance.now() - startedMs;
  for (const [n, socket] of sockets.entries()) {
    const offsetMs = (n * FRAME_MS) / count;
    while ((sent[n] ?? 0) * FRAME_MS + offsetMs <= nowMs) {
      const frame = sent[n] ?? 0;
      sent[n] = frame + 1;
      const place = (frame + Math.floor((n * cycleFrames) / count)) % cycleFrames;
      const at = place * FRAME_BYTES;
      socket.write(place < speechFrames ? speech.subarray(at, at + FRAME_BYTES) : silence);
    }
  }
}, 2);

process.on('disconnect', () => {
  clearInterval(timer);
  for (const socket of sockets) socket.destroy();
});
