import type { Agent } from '../../common/contract/index.ts';
import { TIER_OPTIONS } from '../state/agent-form.ts';
import { Button } from '../ui/button.tsx';
import { TextAreaField, TextField } from '../ui/forms/field.tsx';
import { Segmented } from '../ui/forms/segmented.tsx';
import styles from './agent-editor.module.css';
import { FormSection, type SectionProps } from './form-section.tsx';

/**
 * An example of how to write a prompt. Its last lines are facts that the offline dialogue can
 * answer from.
 */
const EXAMPLE_PROMPT = `You are the front desk of Harbour Bikes, a bicycle shop with rentals. Be friendly and brief. If somebody wants to book, ask for the day and the number of people.

What are your opening hours? → We are open from nine to six, and on Sundays from ten to four.
Do you rent tandems? → Yes, we have two tandems for thirty dollars a day.
Where are you? → At 12 Harbour Street, right beside the ferry.`;

const MODES: Readonly<Record<Agent['voiceMode'], string>> = {
  hosted: 'A language model talks, led by the prompt. No server of yours is needed for calls.',
  webhook: 'Your server is asked for every answer and streams back what to say.',
};

const TIERS: Readonly<Record<Agent['modelTier'], string>> = {
  turbo: 'The fastest answers.',
  balanced: 'A good mix of speed and wit.',
  max: 'The best answers, and the slowest.',
};

/** The agent's name and description, and whether a model or a webhook answers its calls. */
export function BasicsSection({ form, errors, set }: SectionProps) {
  return (
    <FormSection title="Basics">
      <TextField
        label="Name"
        error={errors.name}
        value={form.name}
        maxLength={100}
        placeholder="Front desk"
        onText={(text) => set('name', text)}
      />
      <TextField
        label="Description"
        error={errors.description}
        value={form.description}
        maxLength={2_000}
        placeholder="For yourself; callers never hear it"
        onText={(text) => set('description', text)}
      />
      <div className={`${styles.modes} ${styles.wide}`}>
        <Segmented
          label="Who answers calls"
          value={form.voiceMode}
          options={[
            { value: 'hosted', label: 'Hosted' },
            { value: 'webhook', label: 'Webhook' },
          ]}
          onChange={(mode) => set('voiceMode', mode)}
        />
        <p>{MODES[form.voiceMode]} Texts always go to your webhook.</p>
      </div>
    </FormSection>
  );
}

/** The agent's greeting and, if it is hosted, its prompt and model. */
export function PromptSection({
  form,
  errors,
  set,
  hadPrompt,
}: SectionProps & { hadPrompt: boolean }) {
  const hosted = form.voiceMode === 'hosted';
  return (
    <FormSection
      title={hosted ? 'Prompt and greeting' : 'Greeting'}
      hint={hosted ? '{{name}} stands for a variable that a call brings along.' : undefined}
    >
      <TextAreaField
        wide
        label="Greeting"
        error={errors.beginMessage}
        hint={
          hosted
            ? 'Said first. Empty: the model makes one from the prompt.'
            : 'Said first when the agent is called. Empty: it waits for the caller.'
        }
        rows={1}
        className={styles.short}
        value={form.beginMessage}
        maxLength={5_000}
        placeholder="Harbour Bikes, how can I help?"
        onText={(text) => set('beginMessage', text)}
      />
      {hosted ? (
        <PromptFields form={form} errors={errors} set={set} />
      ) : hadPrompt ? (
        <p className={`${styles.note} ${styles.wide}`} role="status">
          A webhook agent has no prompt: the one it has now is dropped when you save.
        </p>
      ) : null}
    </FormSection>
  );
}

/** The prompt and the choice of the model. */
function PromptFields({ form, errors, set }: SectionProps) {
  return (
    <>
      <TextAreaField
        wide
        label="System prompt"
        error={errors.systemPrompt}
        hint="Lines of the form “question → answer” are what the offline dialogue answers when no model is linked."
        rows={6}
        spellCheck
        className={styles.prompt}
        value={form.systemPrompt}
        maxLength={100_000}
        placeholder="You are the front desk of Harbour Bikes. Be friendly and brief…"
        onText={(text) => set('systemPrompt', text)}
      />
      {form.systemPrompt.trim() === '' ? (
        <Button
          className={styles.add}
          onClick={() => {
            set('systemPrompt', EXAMPLE_PROMPT);
            if (form.beginMessage === '') {
              set('beginMessage', 'Harbour Bikes, how can I help?');
            }
          }}
        >
          Fill in an example
        </Button>
      ) : null}
      <div className={`${styles.modes} ${styles.wide}`}>
        <Segmented
          label="Model tier"
          value={form.modelTier}
          options={TIER_OPTIONS}
          onChange={(tier) => set('modelTier', tier)}
        />
        <p>{TIERS[form.modelTier]} Which model each tier is, is a setting.</p>
      </div>
    </>
  );
}
