import type {
  TemplateButton,
  TemplateComponent,
  TemplateMessage,
  TemplateParameter,
} from '../../contract/index.ts';
import { filled, variablesOf } from './template-variables.ts';

/** A template with its values filled in, as the recipient sees it. */
export interface FilledTemplate {
  readonly header: string | null;
  readonly body: string;
  readonly footer: string | null;
  /**
   * For a QUICK_REPLY, `id` is what comes back when it is tapped; for other buttons, it is what
   * they open or copy.
   */
  readonly buttons: readonly {
    readonly id: string;
    readonly title: string;
    readonly type: string;
  }[];
}

type Given = NonNullable<TemplateMessage['components']>;
type Of<Type extends TemplateComponent['type']> = Extract<TemplateComponent, { type: Type }>;

/** The text that WhatsApp itself writes in AUTHENTICATION templates. */
const CODE_BODY = '{{1}} is your verification code.';
const SECURITY_ADVICE = ' For your security, do not share this code.';

/** Fills in a template, or returns in words why the values do not fit. */
export function fillTemplate(
  components: readonly TemplateComponent[],
  given: Given,
): { readonly ok: true; readonly filled: FilledTemplate } | { readonly ok: false; why: string } {
  const part = <Type extends TemplateComponent['type']>(type: Type) =>
    components.find((one): one is Of<Type> => one.type === type);
  const valuesOf = (type: 'header' | 'body') =>
    given.filter((one) => one.type === type).flatMap(({ parameters }) => parameters);

  const header = part('HEADER');
  const headerText = header?.format === 'TEXT' ? (header.text ?? '') : null;
  const head = headerText === null ? null : texts('header', headerText, valuesOf('header'));
  if (head !== null && !head.ok) return head;
  if (header && headerText === null && valuesOf('header').length !== 1) {
    return {
      ok: false,
      why: `The header needs one parameter, its ${header.format.toLowerCase()}.`,
    };
  }
  if (!header && valuesOf('header').length > 0) {
    return { ok: false, why: 'The template has no header.' };
  }
  const body = texts('body', bodyOf(part('BODY')), valuesOf('body'));
  if (!body.ok) return body;
  const buttons = buttonsOf(
    part('BUTTONS')?.buttons ?? [],
    given.filter((one) => one.type === 'button'),
  );
  if (!buttons.ok) return buttons;
  return {
    ok: true,
    filled: {
      header: head?.text ?? (header ? header.format.toLowerCase() : null),
      body: body.text,
      footer: footerOf(part('FOOTER')),
      buttons: buttons.buttons,
    },
  };
}

function bodyOf(body: Of<'BODY'> | undefined): string {
  return body?.text ?? `${CODE_BODY}${body?.add_security_recommendation ? SECURITY_ADVICE : ''}`;
}

function footerOf(footer: Of<'FOOTER'> | undefined): string | null {
  if (footer?.code_expiration_minutes !== undefined) {
    return `This code expires in ${footer.code_expiration_minutes} minutes.`;
  }
  return footer?.text ?? null;
}

function texts(where: string, text: string, parameters: readonly TemplateParameter[]) {
  const names = variablesOf(text);
  if (parameters.length !== names.length) {
    const why = `The ${where} has ${names.length} variables, and ${parameters.length} values came.`;
    return { ok: false as const, why };
  }
  const values = new Map<string, string>();
  for (const [index, { text: value, parameter_name }] of parameters.entries()) {
    const name = parameter_name ?? String(index + 1);
    if (!names.includes(name)) {
      return { ok: false as const, why: `The ${where} has no variable {{${name}}}.` };
    }
    if (!value) return { ok: false as const, why: `{{${name}}} of the ${where} needs a text.` };
    values.set(name, value);
  }
  return { ok: true as const, text: filled(text, values) };
}

function buttonsOf(buttons: readonly TemplateButton[], given: Given) {
  const stray = given.find(({ index }) => buttons[index ?? 0] === undefined);
  if (stray) return { ok: false as const, why: `There is no button ${stray.index ?? 0}.` };
  const filledButtons = [];
  for (const [index, button] of buttons.entries()) {
    const [value] = given
      .filter((one) => (one.index ?? 0) === index)
      .flatMap(({ parameters }) => parameters);
    const one = buttonOf(button, value, index);
    if (one === null) return { ok: false as const, why: `Button ${index} needs a parameter.` };
    filledButtons.push(one);
  }
  return { ok: true as const, buttons: filledButtons };
}

function buttonOf(button: TemplateButton, value: TemplateParameter | undefined, index: number) {
  const { type } = button;
  switch (button.type) {
    case 'QUICK_REPLY':
      return { type, title: button.text, id: value?.payload ?? value?.text ?? button.text };
    case 'URL': {
      const needsValue = variablesOf(button.url).length > 0;
      if (needsValue && !value?.text) return null;
      return {
        type,
        title: button.text,
        id: filled(button.url, new Map([['1', value?.text ?? '']])),
      };
    }
    case 'PHONE_NUMBER':
      return { type, title: button.text, id: button.phone_number };
    case 'COPY_CODE':
    case 'OTP': {
      const code = value?.coupon_code ?? value?.text;
      const title = ('text' in button ? button.text : undefined) ?? 'Copy code';
      return code ? { type, title, id: code } : null;
    }
    default:
      return { type, title: `Button ${index}`, id: String(index) };
  }
}
