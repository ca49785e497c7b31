import { leftOutMessage } from '../../../common/rules/speech-text/left-out.ts';
import type { CallLog } from '../call-log.ts';
import type { SpeakerObserver } from './piece-voice.ts';

/**
 * Notes in the call's log what becomes of the agent's words, and tells the session the rest. A piece
 * begins and ends where its frames lie on the pacing grid, as in the recording: a busy machine sends
 * them later than that, and the listener's buffer makes up for it.
 */
export function speakerLog(
  log: CallLog,
  session: Pick<SpeakerObserver, 'frame' | 'drained' | 'nothingHeard'> & {
    soundStarted(turn: number): void;
  },
): SpeakerObserver {
  let substitutionTold = false;
  const differencesTold = new Set<string>();
  const unsayableTold = new Set<string>();
  const leftOutTold = new Set<string>();
  const placeOf = (atUs: number | undefined) =>
    atUs === undefined ? log.nowUs() : log.sinceStartUs(atUs);
  return {
    frame: session.frame,
    drained: session.drained,
    nothingHeard: session.nothingHeard,
    pieceQueued({ turn, index: piece, text, spoken, lines, pauseAfterMs }) {
      log.append('piece.queued', turn, { piece, text, spoken, lines, pauseAfterMs });
    },
    leftOut(turn, notice) {
      // Once per call and kind: a model keeps to its manners.
      if (leftOutTold.has(notice.kind)) return;
      leftOutTold.add(notice.kind);
      log.append('warning', turn, { code: 'text_left_out', message: leftOutMessage(notice) });
    },
    tooMuch(turn, message) {
      log.append('warning', turn, { code: 'answer_cut', message });
    },
    firstAudio({ turn, index: piece }, { engine, voice, spoken }) {
      const made = { piece, engine, voice: voice.name };
      log.append('synthesis.firstAudio', turn, spoken === null ? made : { ...made, spoken });
      if (!voice.substituted || substitutionTold) return;
      substitutionTold = true;
      log.append('warning', null, {
        code: 'voice_substituted',
        message: `The agent's voice is not on this machine; ${engine} speaks with "${voice.name}" instead.`,
      });
    },
    differs(turn, message) {
      // Once per call: it would be the same with every sentence.
      if (differencesTold.has(message)) return;
      differencesTold.add(message);
      log.append('warning', turn, { code: 'voice_substituted', message });
    },
    cannotSay(turn, { kind, message }) {
      // Once per call and kind: an agent's language stays what it is.
      if (unsayableTold.has(kind)) return;
      unsayableTold.add(kind);
      log.append('warning', turn, { code: 'voice_cannot_say', message });
    },
    synthesized({ turn, index: piece }, durationMs, silences) {
      log.append('synthesis.ended', turn, { piece, durationMs, silences });
    },
    synthesisFailed({ turn, index: piece }, message) {
      log.append('synthesis.failed', turn, { piece, message });
      log.append('warning', turn, {
        code: 'speech_failed',
        message: `A sentence could not be spoken: ${message}`,
      });
    },
    pieceStarted({ turn, index: piece }, atUs) {
      log.append('playout.started', turn, { piece }, placeOf(atUs));
      session.soundStarted(turn);
    },
    pieceEnded({ turn, index: piece }, atUs) {
      log.append('playout.ended', turn, { piece }, placeOf(atUs));
    },
    pieceCut({ piece: { turn, index: piece }, playedMs, heardText }) {
      log.append('playout.cut', turn, { piece, playedMs, heardText });
    },
    pausedAt({ turn, index: piece }) {
      log.append('playout.paused', turn, { piece });
    },
    resumedAt({ turn, index: piece }) {
      log.append('playout.resumed', turn, { piece });
    },
  };
}
