import { Checkbox, Field, TextArea, TextInput } from '../ui/field.tsx';
import styles from './agent-editor.module.css';
import { FormSection, type SectionProps } from './form-section.tsx';

/** What it may do on a call besides talking. */
export function AbilitiesSection({ form, errors, set }: SectionProps) {
  const hosted = form.voiceMode === 'hosted';
  return (
    <FormSection title="On a call">
      <Field
        label="Transfers to"
        error={errors.transferNumber}
        hint={
          hosted
            ? 'The model may hand the caller over to this number. Empty: it cannot.'
            : 'Where {"action": "transfer"} leads. Empty: nowhere.'
        }
      >
        {(id, aria) => (
          <TextInput
            id={id}
            {...aria}
            type="tel"
            value={form.transferNumber}
            placeholder="+1 415 555 0100"
            onChange={(event) => set('transferNumber', event.target.value)}
          />
        )}
      </Field>
      <div className={styles.end}>
        <Checkbox checked={form.enableMessaging} onChange={(on) => set('enableMessaging', on)}>
          {hosted ? 'May read and send texts during calls' : 'Texts during calls (hosted only)'}
        </Checkbox>
      </div>
    </FormSection>
  );
}

/** What it does when it calls somebody and no person picks up. */
export function OutboundSection({ form, errors, set }: SectionProps) {
  return (
    <FormSection title="When it calls somebody">
      <Field
        wide
        label="Voicemail message"
        error={errors.voicemailMessage}
        hint="Left when voicemail answers. Empty: it hangs up."
      >
        {(id, aria) => (
          <TextArea
            id={id}
            {...aria}
            rows={1}
            className={styles.short}
            value={form.voicemailMessage}
            maxLength={1_000}
            onChange={(event) => set('voicemailMessage', event.target.value)}
          />
        )}
      </Field>
      <Field label="Call screening: who calls" error={errors.callScreeningIdentity}>
        {(id, aria) => (
          <TextInput
            id={id}
            {...aria}
            value={form.callScreeningIdentity}
            maxLength={100}
            placeholder="Harbour Bikes"
            onChange={(event) => set('callScreeningIdentity', event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Call screening: why"
        error={errors.callScreeningPurpose}
        hint="Told to a phone that asks who is calling."
      >
        {(id, aria) => (
          <TextInput
            id={id}
            {...aria}
            value={form.callScreeningPurpose}
            maxLength={300}
            placeholder="calling about your rental on Saturday"
            onChange={(event) => set('callScreeningPurpose', event.target.value)}
          />
        )}
      </Field>
    </FormSection>
  );
}
