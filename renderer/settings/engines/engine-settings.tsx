import type {
  OperationName,
  OperationOutput,
  OperationRequest,
} from '../../../common/contract/index.ts';
import { useOperation } from '../../state/use-operation.ts';
import { useRun } from '../../state/window-context.tsx';
import styles from '../../ui/settings-list.module.css';
import { Group } from '../../ui/settings-list.tsx';
import { Spinner } from '../../ui/states.tsx';
import { CallAnalysisSetting } from '../call-analysis-setting.tsx';
import type { PreferencesData } from '../use-preferences.ts';
import { EngineForm } from './engine-form.tsx';
import { ModelSettings } from './model-settings.tsx';
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
  { value: 'virtual', label: 'None: silent, timed by the text' },
  { value: 'openai', label: 'OpenAI, or a server like it' },
  { value: 'elevenlabs', label: 'ElevenLabs' },
  { value: 'cartesia', label: 'Cartesia' },
  { value: 'deepgram', label: 'Deepgram' },
];

/** The engines that recognise speech, answer for hosted agents, and speak. */
export function EngineSettings(props: { settings: PreferencesData }) {
  const run = useRun();
  const { data: engines, setData: setEngines } = useOperation('engines.get', {});
  const save = async (change: Change): Promise<boolean> => {
    const saved = await run('engines.set', change);
    if (saved !== null) setEngines(saved);
    return saved !== null;
  };
  return (
    <>
      <Group title="Engines: language model">
        {engines === null ? (
          <div className={styles.note}>
            <Spinner label="Loading the models" />
          </div>
        ) : (
          <ModelSettings
            // Choosing a server below changes the values in the form.
            key={JSON.stringify([engines.llm.kind, engines.llm.baseUrl, engines.llm.models])}
            view={engines.llm}
            onSave={(llm) => save({ llm })}
          />
        )}
        <CallAnalysisSetting settings={props.settings} />
        {engines === null ? null : <KeyNote keptIn={engines.keysKeptIn} />}
      </Group>
      <Group title="Engines: speech">
        {engines === null ? (
          <div className={styles.note}>
            <Spinner label="Loading the engines" />
          </div>
        ) : (
          <>
            <EngineForm
              // Choosing a model below changes the values in the form.
              key={`${engines.stt.kind} ${engines.stt.model}`}
              engine="stt"
              title="Recogniser"
              hint="Turns the caller's voice into text. Calls take it up when they begin."
              kinds={STT}
              needsNothing={['typed']}
              view={engines.stt}
              onSave={(stt) => save({ stt })}
            />
            <EngineForm
              engine="tts"
              title="Voice"
              hint="Speaks for the agents. A piece it cannot speak is spoken by Flite."
              kinds={TTS}
              needsNothing={['flite', 'virtual']}
              view={engines.tts}
              onSave={(tts) => save({ tts })}
            />
            <KeyNote keptIn={engines.keysKeptIn} />
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

function KeyNote(props: { keptIn: Engines['keysKeptIn'] }) {
  return (
    <p className={styles.note}>
      {props.keptIn === 'system'
        ? "Keys are kept in the system's secret store."
        : 'Keys are kept in memory only: they are gone when the app ends.'}
    </p>
  );
}
