import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../../common/contract/index.ts';
import { EXAMPLE_HANDLERS, verifyingPart } from '../../../common/rules/example-handlers.ts';

const read = (path: string) => readFileSync(`examples/${path}`, 'utf8');

describe.each(FRAMEWORKS)('the example for %s', (framework) => {
  const example = EXAMPLE_HANDLERS[framework];

  it('is quoted word for word', () => {
    for (const { path, text } of example.files) expect(text).toBe(read(`${framework}/${path}`));
  });

  it('has the lines that check a signature between its markers, and no others', () => {
    const part = verifyingPart(example);
    expect(part.toLowerCase()).toContain('x-webhook-signature');
    expect(part).toContain('401');
    expect(part).not.toContain('endregion');
    expect(part).not.toContain('Let me check.');
  });

  it('has one page that fits the eye', () => {
    for (const { text } of example.files) expect(text.split('\n').length).toBeLessThan(150);
  });

  it("names its packages at their versions, and no registry but npm's", () => {
    if (example.start.startsWith('python')) {
      const lines = read(`${framework}/requirements.txt`).trim().split('\n');
      for (const line of lines) expect(line).toMatch(/^[\w.-]+(\[\w+\])?==\d[\w.]*$/);
      expect(example.install).toMatch(/^pip install /);
      expect(example.install).toMatch(/'?agentphone(\[async\])?==0\.20\.3'?/);
      expect(example.install.toLowerCase()).toContain(`${framework}==`);
      return;
    }
    const lock = JSON.parse(read(`${framework}/package-lock.json`)) as {
      packages: Record<string, { resolved?: string; integrity?: string }>;
    };
    const { '': own, ...packages } = lock.packages;
    expect(own).toMatchObject({
      dependencies: JSON.parse(read(`${framework}/package.json`)).dependencies,
    });
    expect(Object.keys(packages)).toContain('node_modules/agentphone');
    for (const { resolved, integrity } of Object.values(packages)) {
      // Without an address, it is the registry that npm is configured for.
      if (resolved) expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//);
      expect(integrity).toMatch(/^sha512-/);
    }
    expect(example.install).toMatch(/^npm install (\S+@\d+\.\d+\.\d+ ?)+$/);
  });
});
