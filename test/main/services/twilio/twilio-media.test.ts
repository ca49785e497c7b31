import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Media } from '../../../../main/services/messages/media.ts';
import { TwilioMedia } from '../../../../main/services/twilio/twilio-media.ts';

let folder: string;
let media: TwilioMedia;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-media-'));
  media = new TwilioMedia({
    media: new Media(folder),
    apiUrl: () => 'http://127.0.0.1:4747',
    allowedHosts: () => ['host.docker.internal'],
  });
  path = new URL(media.keep(Buffer.from('cat'), 'image/jpeg')).pathname;
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('an attachment of ours', () => {
  it.each(['127.0.0.1:4747', 'localhost:4747', '[::1]:4747', 'host.docker.internal:4747'])(
    'is known by each name of this computer: %s',
    (host) => {
      expect(media.find(`http://${host}${path}`)?.contentType).toBe('image/jpeg');
    },
  );

  it.each(['127.0.0.1:4748', 'nas.local:4747', 'host.docker.internal', 'evil.example:4747'])(
    'is none of another server: %s',
    (host) => {
      expect(media.find(`http://${host}${path}`)).toBeNull();
    },
  );
});
