import { describe, expect, it } from 'vitest';
import { pathOf } from '../../../../common/rules/handler-faults/answer-rule.ts';
import {
  isHtml,
  plainText,
  quotedAnswer,
  shortQuote,
} from '../../../../common/rules/handler-faults/quoted-answer.ts';
import { statusName } from '../../../../common/rules/handler-faults/status-names.ts';
import { unreadableAnswer } from '../../../../common/rules/handler-faults/unreadable-answer.ts';

describe('what is quoted of an answer', () => {
  it.each([
    ['no database', '“no database”'],
    ['  no\n\t database ', '“no database”'],
    [' \n ', null],
    ['{"message":"no database"}', '“no database”'],
    ['{"detail":"a","message":"b"}', '“b”'],
    ['{"error":{"message":"no database"}}', '“no database”'],
    ['{"error":{"code":7},"title":"no database"}', '“no database”'],
    ['{"error":{"a":1},"reason":" "}', '“{"error":{"a":1},"reason":" "}”'],
    ['{"error":{"error":{"message":"deep"}}}', '“deep”'],
    [
      '{"error":{"error":{"error":{"message":"deeper"}}}}',
      '“{"error":{"error":{"error":{"message":"deeper"}}}}”',
    ],
    ['{"error_description":"a"}', '“a”'],
    ['{"msg":"a"}', '“a”'],
    ['{"Message":"a"}', '“a”'],
    ['"words"', '“words”'],
    ['[1]', '“[1]”'],
    ['null', '“null”'],
    ['<title>Error</title><h1>Error</h1><p>No database.</p>', '“Error · No database.”'],
    ['<h1>Oops</h1><h2>Sorry</h2><pre>x</pre>', '“Oops · Sorry · x”'],
    ['<p>One <b>bold</b>\n word</p>', '“One bold word”'],
    ['<div>Only <i>this</i></div>', '“Only this”'],
    ['<p></p><h1> </h1><div>Rest</div>', '“Rest”'],
  ])('%j: %s', (body, quote) => {
    expect(quotedAnswer(body)).toBe(quote);
  });

  it('is cut at two hundred characters', () => {
    expect(shortQuote('x'.repeat(200))).toBe(`“${'x'.repeat(200)}”`);
    expect(shortQuote('x'.repeat(201))).toBe(`“${'x'.repeat(199)}…”`);
  });

  it.each([
    ['a&nbsp;b&#160;c', 'a b c'],
    ['&lt;&gt;&quot;&apos;&amp;', `<>"'&`],
    ['&#39;&#x27;&#X27;', "'''"],
    ['&#x1F44B;', '👋'],
    ['&#xD800;&#xDFFF;&#x110000;', '   '],
    ['&#xD7FF;&#xE000;&#x10FFFF;', '\ud7ff\ue000\u{10ffff}'],
    ['&#1114111;&#1114112;&#x1000000;', '\u{10ffff} &#x1000000;'],
    ['&copy;', '&copy;'],
    ['a<style>b{}</style>c<script>d()</script>e', 'a c e'],
    ['a<br>b', 'a b'],
  ])('has %j as %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  it.each([
    ['<!doctype html>', true],
    ['\n <HTML lang="en">', true],
    ['<!-- x -->', true],
    ['<p class="a">', true],
    ['<pre>', false],
    ['x <p>', false],
    ['{"text":"<p>"}', false],
  ])('takes %j for a page: %s', (body, isPage) => {
    expect(isHtml(body)).toBe(isPage);
  });
});

describe('an answer that is no JSON', () => {
  const SILENT = 'caller heard nothing of this.';

  it.each([
    [
      '\u001f\ufffd\b',
      `The answer is compressed, though the request did not ask for it. Switch compression off for this route; the ${SILENT}`,
    ],
    ['(\ufffd/\ufffd', expect.stringMatching(/^The answer is compressed/)],
    ['\ufffd/\ufffd', expect.stringMatching(/^The answer is compressed/)],
    [
      '<title>Vite</title>',
      `The answer is a web page and not JSON: “Vite”. Point the webhook URL at the route that answers {"text": "…"}; the ${SILENT}`,
    ],
    ['{\0"\0', `The answer is written in UTF-16. Write JSON in UTF-8; the ${SILENT}`],
    ['\ufffd\ufffd{\0', expect.stringMatching(/^The answer is written in UTF-16/)],
    [
      'data: {}\n\n',
      `The answer is a stream of server-sent events. Send each object on a line of its own, without "data:", as application/x-ndjson; the ${SILENT}`,
    ],
    ['event:x', expect.stringMatching(/server-sent events/)],
    ['id: 1', expect.stringMatching(/server-sent events/)],
    ['retry: 1', expect.stringMatching(/server-sent events/)],
    [': ping', expect.stringMatching(/server-sent events/)],
    [
      '{"text":"Hel',
      `The answer ends in the middle of its JSON: “{"text":"Hel”. Its end was cut off: Content-Length counts bytes, not characters, and a stream that is torn looks like this too. The ${SILENT}`,
    ],
    [`{"text":"${'x'.repeat(80)}`, expect.stringContaining(`JSON: “${'x'.repeat(60)}”.`)],
    ['{"a":[1,2]', expect.stringMatching(/ends in the middle/)],
    ['{"a":"}"', expect.stringMatching(/ends in the middle/)],
    ['{"a":"\\"}', expect.stringMatching(/ends in the middle/)],
    ['{"a":{"b":1}', expect.stringMatching(/ends in the middle/)],
    ['{"a":"\\\\"}x', null],
    ["{'a': 1}", null],
    ['{"a":1}}', null],
    ['["a"', null],
    ['Hello', null],
    ['Hello\0', null],
    ['see data: x', null],
    ['x(\ufffd', null],
  ])('%j is told by its form', (body, words) => {
    expect(unreadableAnswer(body)).toEqual(words);
  });
});

it.each([
  ['http://a.example/x/y?z=1', '/x/y'],
  ['no address', 'no address'],
])('the path of %s is %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});

it('a status has the name of the registry, or none', () => {
  expect([statusName(404), statusName(418), statusName(299)]).toEqual([
    'Not Found',
    "I'm a Teapot",
    null,
  ]);
});
