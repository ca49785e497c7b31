import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HostName } from '../../../common/contract/index.ts';
import { defaultDataDir } from '../data-folder.ts';
import { type LogLevel, logLevelFrom } from '../log.ts';
import { StartFailure } from '../start-failure.ts';

/** The start options. Port 0 means any free port. */
export interface AppOptions {
  readonly apiPort: number;
  readonly controlPort: number;
  readonly ingressPort: number;
  /** An absolute path. */
  readonly dataDir: string;
  /** The workspace's own API key; null keeps the stored one, or generates one. */
  readonly apiKey: string | null;
  /** How many numbers the plan includes; null keeps the stored setting. */
  readonly numberAllowance: number | null;
  /** API requests per minute and key; null: no limit. */
  readonly rateLimitPerMinute: number | null;
  /** Host names that are accepted besides those of loopback, in the form of `HostName`. */
  readonly allowedHosts: readonly string[];
  /** The project's webhook, set at the start and after each reset; null leaves it unchanged. */
  readonly webhook: PresetWebhook | null;
  /** The contents of a new workspace. */
  readonly seed: 'starter' | 'empty';
  /** Print the ready line, or the reason for a failed start, as JSON on stdout. */
  readonly json: boolean;
  /** Open the window automatically. */
  readonly open: boolean;
  readonly logLevel: LogLevel;
}

export interface PresetWebhook {
  readonly url: string;
  /** Null: keep the current one, or generate one. */
  readonly secret: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface ParseOptionsContext {
  readonly env: Environment;
  readonly platform?: NodeJS.Platform;
  /** Ignore unknown flags, because in the desktop app Chromium's own are among them. */
  readonly allowUnknown?: boolean;
}

interface OptionRow {
  readonly env: string;
  /** The value's name in the help text; null for a switch. */
  readonly value: string | null;
  readonly help: string;
}

const OPTIONS = {
  port: { env: 'AGENTPHONE_PORT', value: 'N', help: 'port of the API (4747)' },
  'control-port': {
    env: 'AGENTPHONE_CONTROL_PORT',
    value: 'N',
    help: 'port of the window and of the control operations (4748)',
  },
  'ingress-port': {
    env: 'AGENTPHONE_INGRESS_PORT',
    value: 'N',
    help: "port for Twilio's callbacks, open only while an account is linked (4749)",
  },
  'data-dir': { env: 'AGENTPHONE_DATA_DIR', value: 'DIR', help: 'where everything is kept' },
  'api-key': {
    env: 'AGENTPHONE_API_KEY',
    value: 'KEY',
    help: "the workspace's API key; better by the variable, for others can read arguments",
  },
  'number-allowance': {
    env: 'AGENTPHONE_NUMBER_ALLOWANCE',
    value: 'N',
    help: 'how many phone numbers the plan holds (1)',
  },
  'rate-limit': {
    env: 'AGENTPHONE_RATE_LIMIT',
    value: 'N|off',
    help: 'API requests per minute and key (off)',
  },
  'allow-host': {
    env: 'AGENTPHONE_ALLOW_HOST',
    value: 'NAME',
    help: 'a host that requests may name besides localhost; several: again, or with commas',
  },
  webhook: {
    env: 'AGENTPHONE_WEBHOOK',
    value: 'URL',
    help: "the project's webhook from the start",
  },
  'webhook-secret': {
    env: 'AGENTPHONE_WEBHOOK_SECRET',
    value: 'SECRET',
    help: 'signs its requests; better by the variable, for others can read arguments',
  },
  empty: {
    env: 'AGENTPHONE_EMPTY',
    value: null,
    help: 'begin a new workspace with nothing in it but its key',
  },
  json: { env: 'AGENTPHONE_JSON', value: null, help: 'print one ready line as JSON on stdout' },
  'no-open': { env: 'AGENTPHONE_NO_OPEN', value: null, help: 'do not open the window' },
} as const satisfies Record<string, OptionRow>;

type OptionName = keyof typeof OPTIONS;

const DEFAULT_PORTS = { port: 4747, 'control-port': 4748, 'ingress-port': 4749 } as const;

/** What `--help` prints. */
export function optionsHelp(): string {
  const rows: [string, OptionRow][] = Object.entries(OPTIONS);
  const lines = rows.map(([name, row]) => {
    const flag = row.value === null ? `--${name}` : `--${name} ${row.value}`;
    return `  ${flag.padEnd(24)} ${row.help}\n  ${''.padEnd(24)} or ${row.env}`;
  });
  return `Options (port 0 takes a free one):\n${lines.join('\n')}\n`;
}

/**
 * Parses the command line and the environment. A flag takes precedence over its variable; an empty
 * variable counts as absent.
 *
 * @param argv the arguments after the script, as in `process.argv.slice(2)`
 * @throws StartFailure `OPTION_INVALID`, naming the flag or variable and a valid value
 */
export function parseOptions(argv: readonly string[], context: ParseOptionsContext): AppOptions {
  const given = collect(argv, context);
  const ports = {
    port: port(given, 'port'),
    'control-port': port(given, 'control-port'),
    'ingress-port': port(given, 'ingress-port'),
  };
  refuseSharedPorts(ports);
  const dataDir = given.get('data-dir')?.text;
  return {
    apiPort: ports.port,
    controlPort: ports['control-port'],
    ingressPort: ports['ingress-port'],
    dataDir: resolve(dataDir ?? defaultDataDir(context.platform ?? process.platform, context.env)),
    apiKey: apiKey(given),
    numberAllowance: wholeNumber(given, 'number-allowance', 0, 100_000),
    rateLimitPerMinute: rateLimit(given),
    allowedHosts: allowedHosts(given),
    webhook: presetWebhook(given),
    seed: isOn(given, 'empty') ? 'empty' : 'starter',
    json: isOn(given, 'json'),
    open: !isOn(given, 'no-open'),
    logLevel: logLevelFrom(context.env),
  };
}

/** Warnings about a valid command line, one sentence each. */
export function argumentWarnings(argv: readonly string[]): readonly string[] {
  const told = [
    ['--api-key', 'the key', 'AGENTPHONE_API_KEY'],
    ['--webhook-secret', 'the secret', 'AGENTPHONE_WEBHOOK_SECRET'],
  ] as const;
  return told.flatMap(([flag, what, variable]) =>
    argv.some((argument) => argument === flag || argument.startsWith(`${flag}=`))
      ? [
          `Every user of this machine can read the arguments of a program, so also ${what} of ${flag}. Give it as ${variable} instead.`,
        ]
      : [],
  );
}

/** A value and the name under which it was given: `--port` or `AGENTPHONE_PORT`. */
interface Given {
  readonly text: string;
  readonly source: string;
}

type GivenOptions = ReadonlyMap<OptionName, Given>;

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

function collect(argv: readonly string[], context: ParseOptionsContext): GivenOptions {
  const given = new Map<OptionName, Given>();
  for (const [name, row] of Object.entries(OPTIONS)) {
    const text = context.env[row.env];
    if (text && isOptionName(name)) given.set(name, { text, source: row.env });
  }
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(OPTIONS).map(([name, row]) => [
        name,
        { type: row.value === null ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option' && isOptionName(token.name)) {
      const value = flagValue(token.name, token.value);
      const before = given.get(token.name);
      const isAnother = token.name === 'allow-host' && before?.source === value.source;
      given.set(token.name, isAnother ? { ...value, text: `${before.text},${value.text}` } : value);
    } else if (!context.allowUnknown && token.kind !== 'option-terminator') {
      const word = token.kind === 'option' ? token.rawName : token.value;
      throw invalid(`There is no option "${word}". Run with --help to see them all.`);
    }
  }
  return given;
}

function flagValue(name: OptionName, value: string | undefined): Given {
  const row: OptionRow = OPTIONS[name];
  const source = `--${name}`;
  if (row.value === null) return { text: value ?? 'true', source };
  if (!value || value.startsWith('--')) {
    throw invalid(`${source} needs a value: ${source} ${row.value}.`);
  }
  return { text: value, source };
}

function port(given: GivenOptions, name: keyof typeof DEFAULT_PORTS): number {
  return wholeNumber(given, name, 0, 65_535) ?? DEFAULT_PORTS[name];
}

function refuseSharedPorts(ports: Readonly<Record<keyof typeof DEFAULT_PORTS, number>>): void {
  const seen = new Map<number, string>();
  for (const [name, number] of Object.entries(ports)) {
    const other = seen.get(number);
    if (number !== 0 && other) {
      throw invalid(`--${other} and --${name} are both ${number}; each needs a port of its own.`);
    }
    seen.set(number, name);
  }
}

function wholeNumber(
  given: GivenOptions,
  name: OptionName,
  min: number,
  max: number,
): number | null {
  const option = given.get(name);
  if (!option) return null;
  const value = /^\d{1,9}$/.test(option.text) ? Number(option.text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw invalid(
    `${option.source} is "${option.text}", but must be a whole number from ${min} to ${max}.`,
  );
}

function rateLimit(given: GivenOptions): number | null {
  const option = given.get('rate-limit');
  if (!option || option.text === 'off') return null;
  if (/^[1-9]\d{0,8}$/.test(option.text)) return Number(option.text);
  throw invalid(
    `${option.source} is "${option.text}", but must be "off" or a whole number of requests per minute from 1.`,
  );
}

function allowedHosts(given: GivenOptions): readonly string[] {
  const option = given.get('allow-host');
  const names = option?.text.split(',').map((text) => {
    const name = HostName.safeParse(text);
    if (name.success) return name.data;
    throw invalid(`${option.source}: ${name.error.issues[0]?.message}`);
  });
  return [...new Set(names)];
}

function apiKey(given: GivenOptions): string | null {
  return visible(given.get('api-key'), 'sk_live_test');
}

/**
 * The value is sent in a header, so it cannot contain spaces or control characters. The error does
 * not repeat it.
 */
function visible(option: Given | undefined, example: string): string | null {
  if (!option) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(option.text)) return option.text;
  throw invalid(
    `${option.source} must be 1 to 200 visible ASCII characters without spaces, for example ${example}.`,
  );
}

function presetWebhook(given: GivenOptions): PresetWebhook | null {
  const [address, secret] = [given.get('webhook'), given.get('webhook-secret')];
  if (!address) {
    // A handler's own environment may contain this variable: by itself, it has no effect.
    if (!secret?.source.startsWith('--')) return null;
    throw invalid(`${secret.source} needs an address: --webhook http://127.0.0.1:3000/webhook.`);
  }
  const url = URL.parse(address.text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw invalid(
      `${address.source} is "${address.text}", but must be an address such as http://127.0.0.1:3000/webhook.`,
    );
  }
  return { url: address.text, secret: visible(secret, 'whsec_test') };
}

function isOn(given: GivenOptions, name: OptionName): boolean {
  const option = given.get(name);
  switch (option?.text.toLowerCase()) {
    case undefined:
    case '0':
    case 'false':
    case 'no':
    case 'off':
      return false;
    case '1':
    case 'true':
    case 'yes':
    case 'on':
      return true;
    default:
      throw invalid(`${option?.source} is "${option?.text}", but must be 1 or 0.`);
  }
}

function invalid(message: string): StartFailure {
  return new StartFailure('OPTION_INVALID', message);
}
