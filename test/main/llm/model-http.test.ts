import { afterEach, describe, expect, it } from 'vitest';
import { ModelHttp } from '../../../main/llm/model-http.ts';
import { ManualTime } from '../../doubles/manual-time.ts';
import { WebServer } from '../../doubles/servers/web-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/**
 * @param asleep makes timers run as after a sleep: the response has arrived, but was not read yet
 */
async function asking(asleep: (time: ManualTime) => void) {
  const time = new ManualTime();
  const server = await WebServer.start((_request, response) => {
    response.end('{"words":1}', () => {
      setTimeout(() => asleep(time), 1);
      // Blocks the process, so that the timer is due before the response can be read.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    });
  });
  cleanups.push(() => server.stop());
  const http = new ModelHttp(time);
  cleanups.push(() => http.close());
  const access = { label: 'A model', baseUrl: server.url, apiKey: null, model: 'm' };
  const fetchModel = http.fetchFor(access as never, {}, new AbortController().signal);
  return (await fetchModel(server.url, {})).text();
}

describe('a model that answered while the computer slept', () => {
  it('is read before it counts as silent', async () => {
    expect(await asking((time) => time.stall(3_600_000))).toBe('{"words":1}');
  });

  it('is read where no timer noticed the sleep', async () => {
    expect(await asking((time) => time.sleep(3_600_000))).toBe('{"words":1}');
  });
});
