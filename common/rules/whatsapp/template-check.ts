import type {
  CreateTemplateRequest,
  TemplateButton,
  TemplateComponent,
} from '../../contract/index.ts';
import { hasOuterVariable, variablesOf } from './template-variables.ts';

type Format = 'POSITIONAL' | 'NAMED';
type Of<Type extends TemplateComponent['type']> = Extract<TemplateComponent, { type: Type }>;

/**
 * The first reason why Meta would refuse these components, in words; null if it would accept them.
 */
export function templateProblem(
  components: readonly TemplateComponent[],
  category: CreateTemplateRequest['category'],
  format: Format,
): string | null {
  const types = components.map(({ type }) => type);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice) return `There is more than one ${twice} component.`;
  if (!types.includes('BODY')) return 'A template needs a BODY component.';
  for (const component of components) {
    const problem = problemOf(component, category, format);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOf(
  component: TemplateComponent,
  category: CreateTemplateRequest['category'],
  format: Format,
): string | null {
  switch (component.type) {
    case 'HEADER':
      return headerProblem(component, format);
    case 'BODY':
      return bodyProblem(component, category, format);
    case 'FOOTER':
      if (component.text === undefined && component.code_expiration_minutes === undefined) {
        return 'The FOOTER needs a text.';
      }
      return variablesOf(component.text ?? '').length > 0 ? 'A FOOTER has no variables.' : null;
    case 'BUTTONS':
      return buttonsProblem(component.buttons, category);
  }
}

function headerProblem({ format: kind, text, example }: Of<'HEADER'>, format: Format) {
  if (kind !== 'TEXT') return text === undefined ? null : `A HEADER of format ${kind} has no text.`;
  if (text === undefined) return 'A HEADER of format TEXT needs a text.';
  const names = variablesOf(text);
  if (names.length > 1) return 'A HEADER has at most one variable.';
  return (
    namesProblem('HEADER', names, format) ??
    exampleProblem('HEADER', names, format, example, 'header_text')
  );
}

function bodyProblem(
  { text, example }: Of<'BODY'>,
  category: CreateTemplateRequest['category'],
  format: Format,
) {
  if (category === 'AUTHENTICATION') {
    return text === undefined
      ? null
      : 'The BODY of an AUTHENTICATION template has no text of its own: WhatsApp writes it.';
  }
  if (text === undefined) return 'The BODY needs a text.';
  const names = variablesOf(text);
  if (names.length > 0 && hasOuterVariable(text)) {
    return 'The BODY must not begin or end with a variable.';
  }
  return (
    namesProblem('BODY', names, format) ??
    exampleProblem('BODY', names, format, example, 'body_text')
  );
}

function namesProblem(where: string, names: readonly string[], format: Format): string | null {
  if (format === 'NAMED') {
    const bad = names.find((name) => !/^[a-z_][a-z0-9_]*$/.test(name));
    return bad === undefined
      ? null
      : `{{${bad}}} in the ${where} is no name: lower-case letters, digits and underscores.`;
  }
  const bad = names.find((name) => !/^[1-9]\d*$/.test(name));
  if (bad !== undefined) {
    return `{{${bad}}} in the ${where} is no number; for names say parameter_format NAMED.`;
  }
  const sorted = names.map(Number).sort((a, b) => a - b);
  return sorted.every((number, index) => number === index + 1)
    ? null
    : `The variables of the ${where} must count from {{1}} without a gap.`;
}

function exampleProblem(
  where: string,
  names: readonly string[],
  format: Format,
  example: Readonly<Record<string, unknown>> | undefined,
  key: 'header_text' | 'body_text',
): string | null {
  if (names.length === 0) return null;
  const field = format === 'NAMED' ? `${key}_named_params` : key;
  const given = example?.[field];
  const values = key === 'body_text' && format === 'POSITIONAL' ? firstOf(given) : given;
  if (Array.isArray(values) && values.length === names.length) return null;
  return `The ${where} has ${names.length} variables: give as many examples in example.${field}.`;
}

function firstOf(given: unknown): unknown {
  const [first] = Array.isArray(given) ? given : [];
  return Array.isArray(first) ? first : given;
}

function buttonsProblem(
  buttons: readonly TemplateButton[],
  category: CreateTemplateRequest['category'],
): string | null {
  const count = (type: TemplateButton['type']) => buttons.filter((one) => one.type === type).length;
  if (category === 'AUTHENTICATION') {
    return count('OTP') === 1 && buttons.length === 1
      ? null
      : 'An AUTHENTICATION template has exactly one button, of type OTP.';
  }
  if (count('OTP') > 0) return 'OTP buttons are for AUTHENTICATION templates.';
  if (count('URL') > 2) return 'A template has at most two URL buttons.';
  if (count('PHONE_NUMBER') > 1) return 'A template has at most one PHONE_NUMBER button.';
  if (count('COPY_CODE') > 1) return 'A template has at most one COPY_CODE button.';
  const texts = buttons.flatMap((button) => ('text' in button ? (button.text ?? []) : []));
  if (new Set(texts).size !== texts.length) return 'Texts of buttons must differ.';
  for (const button of buttons) {
    if (button.type !== 'URL') continue;
    const names = variablesOf(button.url);
    if (names.length > 1 || (names.length === 1 && !/\{\{\s*1\s*\}\}$/.test(button.url))) {
      return 'The address of a URL button has at most one variable, {{1}}, at its end.';
    }
    if (names.length === 1 && button.example?.length !== 1) {
      return 'A URL button with a variable needs an example.';
    }
  }
  return null;
}
