import { execFileSync } from 'node:child_process';
import { stripTypeScriptTypes } from 'node:module';
import { runInNewContext, Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnPytest, turnVitest } from '../../../../common/rules/timeline/turn-tests.ts';
import { heardTurn } from '../../../doubles/calls/timeline-turns.ts';
import { hostileText } from '../../../doubles/handlers/hostile-text.ts';
import { hasProgram } from '../../../doubles/processes/programs.ts';

const call = {
  id: 'call_1',
  from: '+12025550147',
  to: '+12025550148',
  direction: 'inbound',
} as const;

function hostile(words = `</script> | \`x\` \u2028 '"$y{\n# head`) {
  const turn = { ...heardTurn({ words }), caller: words, heard: words, said: words };
  const longestSilence = { p50: 0, p90: 0, p99: 0, n: 1 };
  const responseLatency = { p50: 602, p90: 602, p99: 602, n: 1 };
  const percentiles = { responseLatency, longestSilence, parts: {} };
  return { turn, timeline: { callId: 'call_1', warnings: [], turns: [turn], percentiles } };
}

describe('a turn as a test, whatever was said in it', () => {
  it('is TypeScript that can be parsed', () => {
    const { turn, timeline } = hostile();
    const source = turnVitest(call, timeline, turn, 800);
    const code = stripTypeScriptTypes(source.replace(/^import .*$/m, ''));
    expect(() => new Script(`(async () => {${code}})`)).not.toThrow();
    expect(source).toContain('toBeLessThanOrEqual(budgetMs)');
  });

  it('finds the app by the variables that scripts/shell.sh sets', () => {
    const { turn, timeline } = hostile();
    for (const write of [turnVitest, turnPytest]) {
      const source = write(call, timeline, turn, 800);
      expect(new Set(source.match(/AGENTPHONE_\w+/g))).toEqual(
        new Set(['AGENTPHONE_CONTROL_URL', 'AGENTPHONE_CONTROL_TOKEN']),
      );
    }
  });

  it('says to Vitest what was said', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (words, from) => {
        const { turn, timeline } = hostile(words);
        const source = turnVitest({ ...call, from }, timeline, turn, 800).replace(
          /^import .*$/m,
          '',
        );
        const script = `${stripTypeScriptTypes(source)}\nJSON.stringify({ from, lines });`;
        const shown = runInNewContext(script, { process: { env: {} }, it() {} });
        expect(JSON.parse(shown)).toEqual({ from, lines: [words] });
      }),
    );
  });

  it.skipIf(!hasProgram('python3', '--version'))('says to pytest what was said', () => {
    const script = `import json, sys
told = []
for source in json.load(sys.stdin):
    names = {}
    exec(compile(source, "test_turn.py", "exec"), names)
    told.append([names["FROM"], names["LINES"], callable(names["test_answers_turn_1_within_budget"])])
sys.stdout.write(json.dumps(told))`;
    const cases = fc.sample(fc.tuple(hostileText, hostileText), 50);
    const sources = cases.map(([words, from]) => {
      const { turn, timeline } = hostile(words);
      return turnPytest({ ...call, from }, timeline, turn, 800);
    });
    const told = execFileSync('python3', ['-c', script], { input: JSON.stringify(sources) });
    expect(JSON.parse(told.toString())).toEqual(
      cases.map(([words, from]) => [from.toWellFormed(), [words.toWellFormed()], true]),
    );
    expect(sources[0]).toContain('assert turn["responseLatencyMs"] <= BUDGET_MS');
  });
});
