import { leftOutMessage } from '../../../common/rules/speech-text/left-out.ts';
import type { CallLog } from '../call-log.ts';
import type { SpeakerObserver } from './piece-voice.ts';

/**
 * Logs what happens to the agent's words, and passes the rest to the session. A piece's begin and
 * end are the times of its frames on the pacing grid, as in the recording. A busy machine sends
 * them later, but the listener's buffer makes up for that.
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
      // Warn once per call and kind, because a model keeps its habits.
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
      // Warn once per call, because every sentence would repeat it.
      if (differencesTold.has(message)) return;
      differencesTold.add(message);
      log.append('warning', turn, { code: 'voice_substituted', message });
    },
    cannotSay(turn, { kind, message }) {
      // Warn once per call and kind, because the agent's language does not change.
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
