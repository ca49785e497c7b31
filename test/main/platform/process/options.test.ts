import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  argumentWarnings,
  optionsHelp,
  parseOptions,
} from '../../../../main/platform/process/options.ts';
import { StartFailure } from '../../../../main/platform/start-failure.ts';

function parse(argv: string[], env: Record<string, string> = {}) {
  return parseOptions(argv, { env: { XDG_DATA_HOME: '/data', ...env }, platform: 'linux' });
}

function failure(argv: string[], env: Record<string, string> = {}): string {
  try {
    parse(argv, env);
  } catch (error) {
    expect(error).toBeInstanceOf(StartFailure);
    expect((error as StartFailure).code).toBe('OPTION_INVALID');
    return (error as StartFailure).message;
  }
  throw new Error('it was accepted');
}

describe('parseOptions', () => {
  it('has the documented defaults', () => {
    expect(parse([])).toEqual({
      apiPort: 4747,
      controlPort: 4748,
      ingressPort: 4749,
      dataDir: '/data/agentphone-desktop',
      apiKey: null,
      numberAllowance: null,
      rateLimitPerMinute: null,
      allowedHosts: [],
      webhook: null,
      seed: 'starter',
      json: false,
      open: true,
      logLevel: 'info',
    });
  });

  it('reads every flag, with a space or an equals sign', () => {
    const options = parse([
      '--port',
      '0',
      '--control-port=5001',
      '--ingress-port',
      '5002',
      '--data-dir',
      'some/where',
      '--api-key=sk_live_x',
      '--number-allowance',
      '0',
      '--rate-limit',
      '60',
      '--empty',
      '--json',
      '--no-open',
    ]);
    expect(options).toMatchObject({
      apiPort: 0,
      controlPort: 5001,
      ingressPort: 5002,
      dataDir: resolve('some/where'),
      apiKey: 'sk_live_x',
      numberAllowance: 0,
      rateLimitPerMinute: 60,
      seed: 'empty',
      json: true,
      open: false,
    });
  });

  it('reads every environment variable; flags beat them, empty ones are absent', () => {
    const env = {
      AGENTPHONE_PORT: '6000',
      AGENTPHONE_CONTROL_PORT: '',
      AGENTPHONE_INGRESS_PORT: '6002',
      AGENTPHONE_DATA_DIR: '/elsewhere',
      AGENTPHONE_API_KEY: 'key',
      AGENTPHONE_NUMBER_ALLOWANCE: '3',
      AGENTPHONE_RATE_LIMIT: '9',
      AGENTPHONE_ALLOW_HOST: 'NAS.local,web',
      AGENTPHONE_EMPTY: '1',
      AGENTPHONE_JSON: 'true',
      AGENTPHONE_NO_OPEN: 'no',
      AGENTPHONE_LOG: 'debug',
    };
    expect(parse(['--rate-limit', 'off'], env)).toEqual({
      apiPort: 6000,
      controlPort: 4748,
      ingressPort: 6002,
      dataDir: '/elsewhere',
      apiKey: 'key',
      numberAllowance: 3,
      rateLimitPerMinute: null,
      allowedHosts: ['nas.local', 'web'],
      webhook: null,
      seed: 'empty',
      json: true,
      open: true,
      logLevel: 'debug',
    });
  });

  it.each([
    [['--port', 'abc'], /--port is "abc".*whole number from 0 to 65535/],
    [['--port', '65536'], /--port is "65536"/],
    [['--port', '-1'], /--port/],
    [['--port'], /--port needs a value: --port N/],
    [['--data-dir', '--json'], /--data-dir needs a value/],
    [['--data-dir='], /--data-dir needs a value/],
    [['--rate-limit', '0'], /--rate-limit is "0".*"off"/],
    [['--number-allowance', '1.5'], /--number-allowance is "1.5"/],
    [
      ['--allow-host', 'http://nas.local'],
      /--allow-host: "http:\/\/nas.local" is no host.*without http/,
    ],
    [['--allow-host', 'a,*.example.com'], /--allow-host: "\*.example.com" is no host/],
    [['--allow-host', 'a,,b'], /--allow-host: "" is no host/],
    [['--allow-host'], /--allow-host needs a value: --allow-host NAME/],
    [['--json=maybe'], /--json is "maybe".*1 or 0/],
    [['--prot', '1'], /no option "--prot".*--help/],
    [['stray'], /no option "stray"/],
    [['--port', '5000', '--control-port', '5000'], /--port and --control-port are both 5000/],
  ])('refuses %j and says what would be right', (argv, message) => {
    expect(failure(argv)).toMatch(message);
  });

  it('names the variable when that is where the fault is', () => {
    expect(failure([], { AGENTPHONE_PORT: 'x' })).toContain('AGENTPHONE_PORT is "x"');
    expect(failure([], { AGENTPHONE_LOG: 'loud' })).toContain('AGENTPHONE_LOG is "loud"');
  });

  it('takes several hosts, in one flag or in many, and each once', () => {
    const argv = ['--allow-host', 'Host.Docker.Internal', '--allow-host=nas.local:4747,fe80::1'];
    const kept = ['host.docker.internal', 'nas.local', '[fe80::1]'];
    const env = { AGENTPHONE_ALLOW_HOST: 'elsewhere' };
    expect(parse([...argv, '--allow-host', 'NAS.local'], env).allowedHosts).toEqual(kept);
    expect(failure([], { AGENTPHONE_ALLOW_HOST: '*' })).toMatch(/^AGENTPHONE_ALLOW_HOST: "\*" is/);
  });

  it('does not repeat a refused API key', () => {
    expect(failure(['--api-key', 'my secret'])).not.toContain('my secret');
  });

  it('warns of an API key among the arguments, and of nothing else', () => {
    for (const argv of [['--api-key', 'k'], ['--api-key=k'], ['--json', '--api-key', 'k']]) {
      expect(argumentWarnings(argv)).toEqual([expect.stringContaining('AGENTPHONE_API_KEY')]);
    }
    expect(argumentWarnings(['--port', '0', '--api-keys'])).toEqual([]);
  });

  it('takes a webhook with its secret, and warns of a secret among the arguments', () => {
    const url = 'http://127.0.0.1:3000/webhook';
    expect(parse(['--webhook', url]).webhook).toEqual({ url, secret: null });
    const env = { AGENTPHONE_WEBHOOK: url, AGENTPHONE_WEBHOOK_SECRET: 'whsec_x' };
    expect(parse([], env).webhook).toEqual({ url, secret: 'whsec_x' });
    expect(failure(['--webhook', 'localhost:3000'])).toContain('--webhook is "localhost:3000"');
    expect(failure(['--webhook-secret', 'x'])).toContain('needs an address');
    expect(parse([], { AGENTPHONE_WEBHOOK_SECRET: 'x' }).webhook).toBeNull();
    const refused = failure(['--webhook', url, '--webhook-secret', 'my secret']);
    expect(refused).toContain('--webhook-secret');
    expect(refused).not.toContain('my secret');
    expect(argumentWarnings(['--webhook', url, '--webhook-secret=x'])).toEqual([
      expect.stringContaining('AGENTPHONE_WEBHOOK_SECRET'),
    ]);
  });

  it("leaves the desktop runtime's own flags alone where asked to", () => {
    const options = parseOptions(['--no-sandbox', '--port', '0', '.'], {
      env: { HOME: '/x' },
      allowUnknown: true,
    });
    expect(options.apiPort).toBe(0);
  });

  it('lets two listeners both take a free port', () => {
    expect(parse(['--port', '0', '--control-port', '0']).controlPort).toBe(0);
  });

  it('tells of every option in its help', () => {
    expect(optionsHelp()).toContain('--rate-limit N|off');
    expect(optionsHelp()).toContain('AGENTPHONE_NO_OPEN');
  });
});
