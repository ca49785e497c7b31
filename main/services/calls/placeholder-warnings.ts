import type { CallWarning } from '../../../common/contract/index.ts';
import { didYouMean } from '../../../common/rules/nearest-name.ts';
import { unsetPlaceholders } from '../hosted/placeholders.ts';

/** The texts of a call that may contain placeholders, by field name. */
type Texts = Readonly<Record<string, string>>;

/**
 * One warning for each `{{placeholder}}` without a value, because it would be read aloud literally.
 */
export function placeholderWarnings(
  direction: 'inbound' | 'outbound' | 'web',
  variables: Readonly<Record<string, string | null>>,
  texts: Texts,
): CallWarning[] {
  const given = Object.keys(variables);
  return Object.entries(texts).flatMap(([field, text]) =>
    unsetPlaceholders(text, variables).map((name) => {
      const fate = field === 'systemPrompt' ? 'the model reads it' : 'it is spoken';
      const cure =
        direction === 'inbound'
          ? 'Somebody who calls in brings no variables: write words instead.'
          : 'Give it in `variables` when you place the call.';
      return {
        code: 'placeholder_unset',
        message: `{{${name}}} in ${field} has no value, so ${fate} as it stands.${didYouMean(name, given)} ${cure}`,
      };
    }),
  );
}
