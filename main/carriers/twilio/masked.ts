import { TOKEN_PARAMETER } from './callbacks.ts';

/** Replaces a secret in the inspector. */
export const MASK = '••••••••';

const SECRET_NAME = /token|secret|password|authorization|signingkey/i;

/** A JSON value in which the values of keys that look like secrets are masked, at any depth. */
export function maskedJson(value: unknown): string {
  return JSON.stringify(value, (key, item: unknown) =>
    SECRET_NAME.test(key) && typeof item === 'string' ? MASK : item,
  );
}

/** Form fields as they are sent, with secrets masked. Repeated fields stay repeated. */
export function maskedForm(fields: Readonly<Record<string, unknown>>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      form.append(name, SECRET_NAME.test(name) ? MASK : maskedTwiml(String(one)));
    }
  }
  return form.toString();
}

/** TwiML without the token that opens a media socket. */
export function maskedTwiml(twiml: string): string {
  return twiml.replace(
    new RegExp(`(<Parameter[^>]*name="${TOKEN_PARAMETER}"[^>]*value=")[^"]*`, 'g'),
    `$1${MASK}`,
  );
}
