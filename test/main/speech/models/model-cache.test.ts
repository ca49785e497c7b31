import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenFile } from '../../../../main/speech/models/file-download.ts';
import { ModelCache } from '../../../../main/speech/models/model-cache.ts';
import { SPEECH_MODELS } from '../../../../main/speech/models/model-catalogue.ts';
import { ManualTime } from '../../../doubles/manual-time.ts';
import { CONTENT, ModelHub, TINY_MODEL as model } from '../../../doubles/servers/model-hub.ts';

const WEIGHTS = 'onnx/model_quantized.onnx';
const TOTAL = Object.values(CONTENT).reduce((sum, { length }) => sum + length, 0);

let folder: string;
let hub: ModelHub;
const time = new ManualTime();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
  hub = await ModelHub.start();
});
afterEach(async () => {
  await hub.server.stop();
  rmSync(folder, { recursive: true });
});

const modelCacheOn = (openFile?: OpenFile) =>
  new ModelCache({ folder, models: [model], real: time, ...(openFile ? { openFile } : {}) });

/** Installs the model, and waits until that has succeeded or failed. */
async function install(modelCache: ModelCache) {
  modelCache.install(model, hub.server.url);
  await settled(modelCache);
  const [status] = modelCache.list();
  if (!status) throw new Error('The list is empty.');
  return status;
}

async function settled(modelCache: ModelCache): Promise<void> {
  while (modelCache.list()[0]?.state === 'downloading') await time.settle();
}

describe('fetching a model', () => {
  it('gets every file, checks it and then counts as ready, for good', async () => {
    const modelCache = modelCacheOn();
    expect(modelCache.list()[0]).toMatchObject({ state: 'notInstalled', totalBytes: TOTAL });
    expect(modelCache.folderOf('tiny')).toBeNull();
    expect(await install(modelCache)).toMatchObject({ state: 'ready', receivedBytes: TOTAL });
    const where = modelCacheOn().folderOf('tiny');
    expect(where).toBe(join(folder, 'tiny'));
    for (const [path, bytes] of Object.entries(CONTENT)) {
      expect(readFileSync(join(folder, 'tiny', path)).equals(bytes)).toBe(true);
    }
  });

  it('tells how far it is', async () => {
    const modelCache = modelCacheOn();
    // The first file is complete before the second one stalls.
    hub.stallAfter = 200_000;
    const partial = 200_000 + (CONTENT['config.json']?.length ?? 0);
    expect(modelCache.install(model, hub.server.url).state).toBe('downloading');
    while ((modelCache.list()[0]?.receivedBytes ?? 0) < partial) await time.settle();
    expect(modelCache.list()[0]).toMatchObject({ state: 'downloading', receivedBytes: partial });
    await modelCache.cancel(model);
  });

  it('goes on where it broke off', async () => {
    hub.hangUpAfter = 100_000;
    const modelCache = modelCacheOn();
    const failed = await install(modelCache);
    expect(failed.state).toBe('failed');
    expect(failed.problem).toMatch(/broke off \(.*\)\. Start again: it goes on where it ended\./);
    expect(failed.receivedBytes).toBeGreaterThan(0);
    hub.hangUpAfter = null;
    hub.ranges.length = 0;
    // The next run of the app can resume just as well.
    expect(await install(modelCacheOn())).toMatchObject({ state: 'ready' });
    expect(hub.ranges).toEqual(['bytes=100000-']);
  });

  it('starts over where the server knows no ranges', async () => {
    hub.hangUpAfter = 100_000;
    const modelCache = modelCacheOn();
    await install(modelCache);
    hub.hangUpAfter = null;
    hub.knowsRanges = false;
    expect(await install(modelCache)).toMatchObject({ state: 'ready' });
  });

  it('keeps nothing whose checksum is wrong', async () => {
    const modelCache = modelCacheOn();
    hub.content.set(WEIGHTS, Buffer.alloc(300_000, 'malware '));
    const failed = await install(modelCache);
    expect(failed.state).toBe('failed');
    expect(failed.problem).toContain(`${WEIGHTS} did not arrive as it should`);
    expect(existsSync(join(folder, 'tiny', `${WEIGHTS}.part`))).toBe(false);
    expect(modelCache.folderOf('tiny')).toBeNull();
    hub.content.set(WEIGHTS, CONTENT[WEIGHTS] ?? Buffer.alloc(0));
    expect(await install(modelCache)).toMatchObject({ state: 'ready', problem: null });
  });

  it('stops a file that grows beyond its size', async () => {
    hub.content.set(WEIGHTS, Buffer.alloc(3_000_000));
    expect((await install(modelCacheOn())).problem).toContain('is larger than it should be');
  });

  it('keeps what is there when the disk is full', async () => {
    const { open } = await import('node:fs/promises');
    let room = 250_000;
    const modelCache = modelCacheOn(async (path, flags) => {
      const handle = await open(path, flags);
      return {
        close: () => handle.close(),
        write: (async (chunk: Uint8Array) => {
          room -= chunk.length;
          if (room < 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
          return handle.write(chunk);
        }) as typeof handle.write,
      };
    });
    const failed = await install(modelCache);
    expect(failed.problem).toBe(
      'The disk is full. Make room and start again: what is there already is kept.',
    );
    room = Number.POSITIVE_INFINITY;
    expect(await install(modelCache)).toMatchObject({ state: 'ready' });
  });

  it('says what a mirror without the model answered', async () => {
    hub.content.clear();
    expect((await install(modelCacheOn())).problem).toMatch(/answered 404\. Check the mirror/);
  });

  it('gives up when nothing comes any more', async () => {
    hub.stallAfter = 10;
    const modelCache = modelCacheOn();
    modelCache.install(model, hub.server.url);
    while ((modelCache.list()[0]?.receivedBytes ?? 0) < 10) await time.settle();
    time.pass(30_000);
    await settled(modelCache);
    expect(modelCache.list()[0]?.problem).toContain('nothing came for 30 s');
  });

  it('can be stopped, and removed with what was there', async () => {
    hub.stallAfter = 10;
    const modelCache = modelCacheOn();
    modelCache.install(model, hub.server.url);
    while ((modelCache.list()[0]?.receivedBytes ?? 0) < 10) await time.settle();
    expect(await modelCache.cancel(model)).toMatchObject({
      state: 'notInstalled',
      receivedBytes: 10,
    });
    expect(await modelCache.remove(model)).toMatchObject({
      state: 'notInstalled',
      receivedBytes: 0,
    });
    expect(existsSync(join(folder, 'tiny'))).toBe(false);
  });

  it('is not ready when a file was damaged or is of another revision', async () => {
    await install(modelCacheOn());
    const newer = { ...model, revision: 'def456' };
    expect(new ModelCache({ folder, models: [newer], real: time }).folderOf('tiny')).toBeNull();
    writeFileSync(join(folder, 'tiny', 'config.json'), '{}');
    expect(modelCacheOn().folderOf('tiny')).toBeNull();
  });
});

describe('importing a model from a folder', () => {
  const from = () => join(folder, 'given');

  it('finds the files in folders or in one place', async () => {
    mkdirSync(from());
    for (const [path, bytes] of Object.entries(CONTENT)) {
      writeFileSync(join(from(), path.split('/').at(-1) ?? ''), bytes);
    }
    const modelCache = modelCacheOn();
    expect(await modelCache.import(model, from())).toMatchObject({ state: 'ready' });
    expect(modelCache.folderOf('tiny')).not.toBeNull();
  });

  it('says which files are missing and where to get them', async () => {
    mkdirSync(from());
    writeFileSync(join(from(), 'config.json'), CONTENT['config.json'] ?? '');
    await expect(modelCacheOn().import(model, from())).rejects.toThrow(
      `${WEIGHTS} not found. Download them from https://huggingface.co/somebody/tiny/tree/abc123.`,
    );
  });

  it('refuses another file of the same name', async () => {
    mkdirSync(join(from(), 'onnx'), { recursive: true });
    writeFileSync(join(from(), 'config.json'), CONTENT['config.json'] ?? '');
    writeFileSync(join(from(), WEIGHTS), 'something else');
    const modelCache = modelCacheOn();
    await expect(modelCache.import(model, from())).rejects.toThrow('its checksum is another');
    expect(modelCache.folderOf('tiny')).toBeNull();
  });
});

describe('the list of models', () => {
  it('pins every file to a commit, a size and a checksum', () => {
    for (const { revision, files, licence } of SPEECH_MODELS) {
      expect(revision).toMatch(/^[0-9a-f]{40}$/);
      expect(['MIT', 'Apache-2.0']).toContain(licence);
      for (const { bytes, sha256, path } of files) {
        expect(bytes).toBeGreaterThan(0);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(path).toMatch(/^(onnx\/)?[a-z_]+\.(json|onnx)$/);
      }
    }
  });
});
