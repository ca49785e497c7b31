import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, openApiHarness } from '../../../doubles/app/api-harness.ts';

describe('feedback', () => {
  let harness: ApiHarness;

  beforeEach(async () => {
    harness = await openApiHarness();
  });
  afterEach(() => harness.close());

  const put = (body: object) => harness.call('POST', '/v1/feedback', body);

  it('is kept as it was given, and listed newest first', async () => {
    const full = {
      category: 'bug',
      note: 'The docs say 30 s.',
      request_id: 'req_1',
      url: 'https://brand.example/page',
      tags: ['docs', 'webhooks'],
    };
    const first = await put(full);
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      ...full,
      id: expect.stringMatching(/^fb_/),
      created_at: '2026-11-02T09:00:00.000Z',
    });
    const second = (await put({ category: 'idea', note: 'More voices.' })).body;
    expect(second).toMatchObject({ request_id: null, url: null, tags: [] });
    expect(harness.feedback.list(50)).toEqual({ items: [second, first.body], total: 2 });
    expect(harness.feedback.list(1)).toEqual({ items: [second], total: 2 });
  });

  it.each([
    ['category', ''],
    ['note', undefined],
    ['note', 'x'.repeat(10_001)],
    ['tags', 'docs'],
    ['tags', Array.from({ length: 21 }, () => 'x')],
  ])('refuses %s = %j', async (field, value) => {
    const answer = await put({ category: 'bug', note: 'x', [field]: value });
    expect([answer.status, answer.body.detail[0].loc[1]]).toEqual([422, field]);
  });
});
