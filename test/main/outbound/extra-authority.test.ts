import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpsServer } from '../../doubles/servers/https-server.ts';

const ROOT = new URL('../../../', import.meta.url);
/** Node reads the variable only once, at its start, so this needs a separate process. */
const ASK = `
const { HttpClient } = await import('${new URL('main/outbound/http-client.ts', ROOT)}');
const { ProductClock } = await import('${new URL('main/platform/time/clock.ts', ROOT)}');
const clock = new ProductClock();
const client = new HttpClient({ clock, allowPrivateAddresses: () => false });
const answer = await client.send({
  method: 'POST', url: process.env.URL_TO_ASK, headers: [], body: Buffer.from('{}'), timeoutMs: 5000,
});
console.log(JSON.stringify({ status: answer.status, kind: answer.failure?.kind ?? null, said: answer.failure?.message }));
await client.close();
clock.stop();
`;

let folder: string;
let server: HttpsServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentphone-authority-'));
  server = await HttpsServer.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The certificate, which is its own authority, as a file. */
async function authorityFile(): Promise<string> {
  const file = join(folder, 'authority.pem');
  const raw = await new Promise<Buffer>((resolve, reject) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().raw);
      socket.destroy();
    });
    socket.once('error', reject);
  });
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  writeFileSync(
    file,
    ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  );
  return file;
}

async function ask(env: Record<string, string>) {
  const url = `https://localhost:${server.port}/webhook`;
  const args = ['--input-type=module-typescript', '-e', ASK];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH, URL_TO_ASK: url, ...env },
  });
  return JSON.parse(stdout) as { status: number | null; kind: string | null; said?: string };
}

describe('a certificate that an authority of one’s own signed', () => {
  it('is refused, and the refusal says how it can be taken', async () => {
    const { kind, said } = await ask({});
    expect(kind).toBe('tls');
    expect(said).toContain('webhook.trust');
    expect(said).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('is taken where a file names the authority at the start', async () => {
    expect(await ask({ NODE_EXTRA_CA_CERTS: await authorityFile() })).toMatchObject({
      status: 200,
      kind: null,
    });
  });
});
