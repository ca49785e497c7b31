import type { Voice } from '../../common/contract/index.ts';
import { LANGUAGES } from '../../common/contract/lists/agents.ts';
import { commitAfterMs } from '../../common/rules/turns/interruption.ts';
import { formatDuration } from '../format/time-format.ts';
import { Checkbox } from '../ui/forms/checkbox.tsx';
import { RangeField, TextField } from '../ui/forms/field.tsx';
import { SelectField } from '../ui/forms/select.tsx';
import styles from './agent-editor.module.css';
import { FormSection, type SectionProps } from './form-section.tsx';

const LANGUAGE_NAMES = new Intl.DisplayNames(['en'], { type: 'language' });
const LANGUAGE_OPTIONS = LANGUAGES.map((code) => ({
  value: code as string,
  label: `${LANGUAGE_NAMES.of(code) ?? code} · ${code}`,
})).sort((a, b) => a.label.localeCompare(b.label, 'en'));

/** How the agent sounds. */
export function VoiceSection({
  form,
  errors,
  set,
  voices,
}: SectionProps & { voices: readonly Voice[] }) {
  return (
    <FormSection
      title="Voice"
      hint="A voice of a provider that is not the chosen voice engine is spoken by the nearest one there is."
    >
      <SelectField
        label="Voice"
        error={errors.voice}
        value={form.voice === '' ? (voices[0]?.voice_id ?? '') : form.voice}
        options={voiceOptions(voices, form.voice)}
        onChange={(voice) => set('voice', voice)}
      />
      <SelectField
        label="Language"
        error={errors.language}
        value={form.language}
        options={LANGUAGE_OPTIONS}
        onChange={(language) => set('language', language)}
      />
      <RangeField
        label="Speed"
        error={errors.voiceSpeed}
        min={0.5}
        max={2}
        step={0.05}
        value={form.voiceSpeed}
        said={`${form.voiceSpeed.toFixed(2)}×`}
        onChange={(speed) => set('voiceSpeed', speed)}
      />
      <SelectField
        label="Ambient sound"
        hint="Filtered noise under the agent’s voice, and between."
        value={form.ambientSound}
        options={[
          { value: 'none', label: 'None' },
          { value: 'office', label: 'Office' },
          { value: 'coffee-shop', label: 'Coffee shop' },
          { value: 'outdoor', label: 'Outdoor' },
        ]}
        onChange={(sound) => set('ambientSound', sound)}
      />
      <div className={styles.wide}>
        <Checkbox checked={form.keepMarkup} onChange={(on) => set('keepMarkup', on)}>
          Gives the voice markup and tags as they are written
        </Checkbox>
        <p className={styles.sectionHint}>
          {form.keepMarkup
            ? 'For voices that read SSML: others read the marks aloud. Thinking is left out all the same.'
            : 'They are left out, and numbers and signs are put into words where the voice needs it.'}
        </p>
      </div>
    </FormSection>
  );
}

function voiceOptions(voices: readonly Voice[], chosen: string) {
  const options = voices.map((voice) => ({
    value: voice.voice_id,
    label: [
      voice.voice_name,
      [voice.accent, voice.gender].filter((part) => part !== null).join(' '),
      voice.provider,
    ]
      .filter((part) => part !== '')
      .join(' · '),
  }));
  const known = chosen === '' || options.some(({ value }) => value === chosen);
  return known
    ? options
    : [...options, { value: chosen, label: `${chosen} · not in the catalogue` }];
}

/** How the agent hears, and when it lets itself be interrupted. */
export function ListeningSection({ form, errors, set }: SectionProps) {
  return (
    <FormSection title="Listening">
      <SelectField
        label="End of a turn"
        hint={
          form.sttMode === 'fast'
            ? 'Answers after 0.3 s of silence.'
            : 'Waits 0.5 s of silence: fewer cut sentences, a later answer.'
        }
        value={form.sttMode}
        options={[
          { value: 'fast', label: 'Fast' },
          { value: 'accurate', label: 'Accurate' },
        ]}
        onChange={(mode) => set('sttMode', mode)}
      />
      <RangeField
        label="Interruption sensitivity"
        error={errors.interruptionSensitivity}
        hint={interruptionInWords(form.interruptionSensitivity)}
        min={0}
        max={1}
        step={0.05}
        value={form.interruptionSensitivity}
        said={form.interruptionSensitivity.toFixed(2)}
        onChange={(value) => set('interruptionSensitivity', value)}
      />
      <TextField
        label="Longest silence, seconds"
        error={errors.maxSilenceMs}
        hint="Hung up after the caller has been silent for so long."
        inputMode="numeric"
        value={form.maxSilenceSeconds}
        onText={(text) => set('maxSilenceSeconds', text)}
      />
      <SelectField
        label="Denoising"
        hint="Kept for the service; not simulated here."
        value={form.denoisingMode}
        options={[
          { value: 'noise-cancellation', label: 'Noise' },
          {
            value: 'noise-and-background-speech-cancellation',
            label: 'Noise and background speech',
          },
        ]}
        onChange={(mode) => set('denoisingMode', mode)}
      />
      <div className={styles.wide}>
        <Checkbox checked={form.enableBackchannel} onChange={(on) => set('enableBackchannel', on)}>
          Says “uh-huh” while the caller speaks at length
        </Checkbox>
      </div>
    </FormSection>
  );
}

/** Explains what a sensitivity means for a caller who talks over the agent. */
function interruptionInWords(sensitivity: number): string {
  const afterMs = commitAfterMs(sensitivity);
  if (afterMs === null) return 'It finishes what it says, whatever the caller does.';
  if (afterMs === 0) return 'The first sound of the caller stops it.';
  return `It stops after ${formatDuration(afterMs)} of speech, or sooner when words are understood.`;
}
