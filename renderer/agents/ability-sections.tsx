import { Checkbox } from '../ui/forms/checkbox.tsx';
import { TextAreaField, TextField } from '../ui/forms/field.tsx';
import styles from './agent-editor.module.css';
import { FormSection, type SectionProps } from './form-section.tsx';

/** What the agent may do on a call besides talking. */
export function AbilitiesSection({ form, errors, set }: SectionProps) {
  const hosted = form.voiceMode === 'hosted';
  return (
    <FormSection title="On a call">
      <TextField
        label="Transfers to"
        error={errors.transferNumber}
        hint={
          hosted
            ? 'The model may hand the caller over to this number. Empty: it cannot.'
            : 'Where {"action": "transfer"} leads. Empty: nowhere.'
        }
        type="tel"
        value={form.transferNumber}
        placeholder="+1 415 555 0100"
        onText={(text) => set('transferNumber', text)}
      />
      <div className={styles.end}>
        <Checkbox checked={form.enableMessaging} onChange={(on) => set('enableMessaging', on)}>
          {hosted ? 'May read and send texts during calls' : 'Texts during calls (hosted only)'}
        </Checkbox>
      </div>
    </FormSection>
  );
}

/** What the agent does when it places a call and no person picks up. */
export function OutboundSection({ form, errors, set }: SectionProps) {
  return (
    <FormSection title="When it calls somebody">
      <TextAreaField
        wide
        label="Voicemail message"
        error={errors.voicemailMessage}
        hint="Left when voicemail answers. Empty: it hangs up."
        rows={1}
        className={styles.short}
        value={form.voicemailMessage}
        maxLength={1_000}
        onText={(text) => set('voicemailMessage', text)}
      />
      <TextField
        label="Call screening: who calls"
        error={errors.callScreeningIdentity}
        value={form.callScreeningIdentity}
        maxLength={100}
        placeholder="Harbour Bikes"
        onText={(text) => set('callScreeningIdentity', text)}
      />
      <TextField
        label="Call screening: why"
        error={errors.callScreeningPurpose}
        hint="Told to a phone that asks who is calling."
        value={form.callScreeningPurpose}
        maxLength={300}
        placeholder="calling about your rental on Saturday"
        onText={(text) => set('callScreeningPurpose', text)}
      />
    </FormSection>
  );
}
