import { useEffect, useState } from 'react';
import type {
  OperationName,
  OperationOutput,
  OperationRequest,
} from '../../common/contract/index.ts';
import { reportFailure, useRun, useServices } from '../state/window-context.tsx';
import { Spinner } from '../ui/states.tsx';
import { EngineForm } from './engine-form.tsx';
import styles from './settings-screen.module.css';
import { Group } from './settings-screen.tsx';
import { SpeechModels } from './speech-models.tsx';

type Engines = OperationOutput<Extract<OperationName, 'engines.get'>>;
type Change = OperationRequest<'engines.set'>;
type SttKind = Engines['stt']['kind'];
type TtsKind = Engines['tts']['kind'];

const STT: readonly { value: SttKind; label: string }[] = [
  { value: 'typed', label: 'None: typed lines only' },
  { value: 'local', label: 'On this computer' },
  { value: 'openai', label: 'OpenAI, or a server like it' },
  { value: 'deepgram', label: 'Deepgram' },
  { value: 'elevenlabs', label: 'ElevenLabs' },
];

const TTS: readonly { value: TtsKind; label: string }[] = [
  { value: 'flite', label: 'Flite, built in' },
  { value: 'openai', label: 'OpenAI, or a server like it' },
  { value: 'elevenlabs', label: 'ElevenLabs' },
  { value: 'cartesia', label: 'Cartesia' },
  { value: 'deepgram', label: 'Deepgram' },
];

/** What hears the caller and what speaks for the agent. */
export function EngineSettings() {
  const { control } = useServices();
  const run = useRun();
  const [engines, setEngines] = useState<Engines | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    control.run('engines.get', {}, abort.signal).then(setEngines, (error: unknown) => {
      if (!abort.signal.aborted) reportFailure(error);
    });
    return () => abort.abort();
  }, [control]);
  const save = async (change: Change): Promise<boolean> => {
    const saved = await run('engines.set', change);
    if (saved !== null) setEngines(saved);
    return saved !== null;
  };
  return (
    <>
      <Group title="Speech">
        {engines === null ? (
          <div className={styles.note}>
            <Spinner label="Loading the engines" />
          </div>
        ) : (
          <>
            <EngineForm
              // A model chosen below changes what the form shows.
              key={`${engines.stt.kind} ${engines.stt.model}`}
              engine="stt"
              title="Recogniser"
              hint="Turns the caller's voice into text. Calls take it up when they begin."
              kinds={STT}
              needsNothing="typed"
              view={engines.stt}
              onSave={(stt) => save({ stt })}
            />
            <EngineForm
              engine="tts"
              title="Voice"
              hint="Speaks for the agents. A piece it cannot speak is spoken by Flite."
              kinds={TTS}
              needsNothing="flite"
              view={engines.tts}
              onSave={(tts) => save({ tts })}
            />
            <p className={styles.note}>
              {engines.keysKeptIn === 'system'
                ? "Keys are kept in the system's secret store."
                : 'Keys are kept in memory only: they are gone when the app ends.'}
            </p>
          </>
        )}
      </Group>
      <SpeechModels
        usedId={engines?.stt.kind === 'local' ? engines.stt.model : null}
        onUse={(model) => void save({ stt: { kind: 'local', model } })}
      />
    </>
  );
}
