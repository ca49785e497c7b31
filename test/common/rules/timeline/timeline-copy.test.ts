import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waveformOf } from '../../../../common/rules/sound/waveform.ts';
import { turnJson, turnMarkdown } from '../../../../common/rules/timeline/timeline-copy.ts';
import { timelinePage } from '../../../../common/rules/timeline/timeline-page.ts';
import { heardTurn, hostedTurn, wordedTurn } from '../../../doubles/calls/timeline-turns.ts';
import { hostileText } from '../../../doubles/handlers/hostile-text.ts';
import { hasProgram } from '../../../doubles/processes/programs.ts';

const HOSTILE = '</script><img src=x onerror="alert(1)"> | `x` \u2028 \'"$y{\n# head';
const call = {
  id: 'call_1',
  from: '+12025550147',
  to: '+12025550148',
  direction: 'inbound',
  startedAt: '2026-01-01T00:00:00.000Z',
  status: 'completed',
} as const;

function hostile(words = HOSTILE) {
  const turn = { ...heardTurn({ words }), caller: words, heard: words, said: words };
  const longestSilence = { p50: 0, p90: 0, p99: 0, n: 1 };
  const percentiles = {
    responseLatency: { p50: 602, p90: 602, p99: 602, n: 1 },
    longestSilence,
    parts: {},
  };
  return { turn, timeline: { callId: 'call_1', warnings: [], turns: [turn], percentiles } };
}

describe('a turn to take elsewhere', () => {
  it('is a Markdown table whose parts add up, and no text breaks out of it', () => {
    const markdown = turnMarkdown(hostile().turn, 'call_1', 800);
    const takes = [...markdown.matchAll(/\| ([\d.]+) \|$/gm)].map(([, ms]) => Number(ms));
    expect(takes.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(602.5, 3);
    expect(markdown).toContain('**602.500**');
    expect(markdown).not.toMatch(/(?<!\\)<img/);
    expect(markdown).not.toMatch(/^# head/m);
  });

  it('names the tools of a model with what they were given', () => {
    const markdown = turnMarkdown(hostedTurn({ ok: false }), 'call_1', 800);
    expect(markdown).toMatch(/- Tool: check.*tandem.*, 400\.000 ms, failed/);
    expect(markdown).toContain('| First words | the model |');
    expect(markdown).toContain('| Tool | your server |');
  });

  it('says in which words the voice was given what was written, and only then', () => {
    const markdown = turnMarkdown(wordedTurn('It is 3 kg.', 'It is 3 kilograms.'), 'call_1', 800);
    expect(markdown).toContain('- “It is 3 kg.” said as: It is 3 kilograms.\n');
    const silent = turnMarkdown(wordedTurn('今日は。', ''), 'call_1', 800);
    expect(silent).toContain('- “今日は。” not said: the voice has no sound for it\n');
    expect(turnMarkdown(wordedTurn('Yes.', 'Yes.'), 'call_1', 800)).not.toMatch(/said as/);
    expect(turnMarkdown(heardTurn(), 'call_1', 800)).not.toMatch(/said as/);
  });

  it('says who ended it early, and calls only what a caller did an interruption', () => {
    const cut = (cutBy: 'caller' | 'hangUp') => {
      const turn = { ...heardTurn(), cutBy, interruptedAtMs: 3_000 };
      const timeline = { ...hostile().timeline, turns: [turn] };
      return [
        turnMarkdown(turn, 'call_1', 800),
        timelinePage({ call, timeline, waveform: null, budgetMs: 800 }),
      ];
    };
    for (const file of cut('hangUp')) {
      expect(file).toContain('; call ended');
      expect(file).not.toContain('interrupted');
    }
    for (const file of cut('caller')) expect(file).toContain('; interrupted');
  });

  it('is JSON with the call it belongs to', () => {
    const { turn } = hostile();
    expect(JSON.parse(turnJson(turn, 'call_1'))).toEqual({ callId: 'call_1', turn });
  });
});

describe('the page of a timeline', () => {
  const waveform = waveformOf(
    Int16Array.from({ length: 96_000 }, (_, n) => (n % 2) * 9_000),
    2,
    16_000,
  );
  const { timeline } = hostile();
  const page = timelinePage({ call, timeline, waveform, budgetMs: 800 });

  it('has no script, loads nothing and escapes all text', () => {
    expect(page).not.toMatch(/<script|<img|<link|url\(|@import/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
  });

  it.skipIf(!hasProgram('python3', '--version'))('is of its own tags alone, whoever spoke', () => {
    const script = `import json, sys
from html.parser import HTMLParser
class Reader(HTMLParser):
    def handle_starttag(self, tag, attributes): self.tags.append([tag, [n for n, _ in attributes]])
    def handle_comment(self, data): self.tags.append(["comment", []])
def tags(page):
    reader = Reader()
    reader.tags = []
    reader.feed(page)
    reader.close()
    return reader.tags
sys.stdout.write(json.dumps([tags(page) for page in json.load(sys.stdin)]))`;
    const pageOf = (words: string) => {
      const { timeline } = hostile(words);
      const hostileCall = { ...call, id: words, from: words, to: words };
      return timelinePage({ call: hostileCall, timeline, waveform: null, budgetMs: 800 });
    };
    const texts = fc.sample(hostileText, 100);
    const input = JSON.stringify(['Hi', ...texts.map((text) => `x${text}`)].map(pageOf));
    const [own, ...tags] = JSON.parse(
      execFileSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1e9 }),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const [index, text] of texts.entries()) expect(tags[index], text).toEqual(own);
  });

  it('says in which words the voice was given what was written', () => {
    const turn = wordedTurn('2 < 3 kg.', '2 less than 3 kilograms.');
    const worded = { ...timeline, turns: [turn] };
    const text = timelinePage({ call, timeline: worded, waveform: null, budgetMs: 800 });
    expect(text).toContain('<q>2 &lt; 3 kg.</q> said as: 2 less than 3 kilograms.');
    expect(page).not.toContain('said as');
  });

  it('has an axis, letters in its parts and a legend, and numbers as people write them', () => {
    expect(page).toContain('<h1>+1 202 555 0147 → +1 202 555 0148</h1>');
    expect(page).toMatch(/>caller stopped<\/text>.*>500 ms<\/text>/s);
    expect(page).toContain('<text class="letter ink-setting"');
    expect(page).toContain(
      '<li><i class="own-server">B</i> First byte <span>100 ms</span> your server</li>',
    );
  });

  it('shows no tail of a few turns', () => {
    expect(page).toContain('Response latency over one turn: p50 602 ms. Budget 800 ms.');
    const many = { p50: 600, p90: 900, p99: 950, n: 10 };
    const percentiles = { ...timeline.percentiles, responseLatency: many };
    const longer = { ...timeline, percentiles };
    expect(timelinePage({ call, timeline: longer, waveform: null, budgetMs: 800 })).toContain(
      'over 10 turns: p50 600 ms, p90 900 ms. Budget 800 ms.',
    );
  });

  it('shows the sum of the parts as it is', () => {
    expect(page).toContain('<td class="n">602.500</td></tr></tfoot>');
  });
});
