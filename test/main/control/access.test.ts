import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveServerMessage } from '../../../common/contract/index.ts';
import { ControlClient } from '../../doubles/app/control-client.ts';
import { type StartedApp, TestApp } from '../../doubles/app/running-app.ts';

/** Who gets access to the control port of a real app, and for how long. */
let testApp: TestApp;
let app: StartedApp;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  testApp = new TestApp();
  app = await testApp.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await testApp.clear();
});

async function exchange(address: string): Promise<{ status: number; token: string; code: string }> {
  const { origin, hash } = new URL(address);
  const ticket = new URLSearchParams(hash.slice(1)).get('ticket');
  const response = await fetch(`${origin}/control/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ ticket }),
  });
  const body = await response.json();
  return { status: response.status, token: body.token, code: body.error?.code };
}

const statusWith = async (token: string, started = app) => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${started.ready.control}/control/operations`, { headers })).status;
};

/** A live socket of a window or of a program. */
async function connect(token: string, from: 'window' | 'program' = 'window', started = app) {
  const { control } = started.ready;
  const socket = new WebSocket(
    `${control.replace('http', 'ws')}/control/live`,
    ['agentphone.v1', `token.${Buffer.from(token).toString('base64url')}`],
    from === 'window' ? { origin: control } : {},
  );
  sockets.push(socket);
  const messages: LiveServerMessage[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) messages.push(JSON.parse(String(data)));
      resolve();
    });
  });
  const renewed = async () => {
    await expect.poll(() => messages.some(({ type }) => type === 'token')).toBe(true);
    return messages.flatMap((message) => (message.type === 'token' ? message.token : []));
  };
  return { socket, messages, closed, renewed };
}

async function liveCall(): Promise<string> {
  const [number] = (await app.sdk.numbers.listNumbers()).data;
  const place = { from: '+15550100147', to: number?.phoneNumber ?? '' };
  return (await app.control.run('call.place', place)).callId;
}

/** A request that waits for something that will not happen. */
const waitWith = (controlToken: string, callId: string) => {
  const { control } = app.ready;
  const input = { callId, event: 'agentTurn', turn: 9 };
  return new ControlClient({ control, controlToken }).send('call.waitFor', input);
};

const controlFile = () => join(testApp.dataDir, 'control.json');
const kept = () => JSON.parse(readFileSync(controlFile(), 'utf8'));

describe('the address that opens the window', () => {
  it('has a ticket in it, which lets one window in with a token of its own', async () => {
    const address = app.running.access.windowAddress();
    expect(address).not.toContain(app.ready.controlToken);
    const { status, token } = await exchange(address);
    expect(status).toBe(200);
    expect(token).not.toBe(app.ready.controlToken);
    expect(await statusWith(token)).toBe(200);
    // It is stored only as a hash.
    expect(readFileSync(controlFile(), 'utf8')).not.toContain(token);
  });

  it('is given to scripts too, that let somebody open a browser', async () => {
    const { url, expiresAt } = await app.control.run('window.ticket', {});
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect((await exchange(url)).status).toBe(200);
  });

  it('closes what it had opened when a second one comes with it, and tells the others', async () => {
    const other = await connect(app.ready.controlToken);
    const address = app.running.access.windowAddress();
    const { token } = await exchange(address);
    const opened = await connect(token);
    const callId = await liveCall();
    const waiting = waitWith(token, callId);
    await app.control.run('call.get', { callId });
    const broken = expect(waiting).rejects.toThrow();
    expect(await exchange(address)).toMatchObject({ status: 410, code: 'TICKET_USED' });
    expect(await opened.closed).toBe(4002);
    await broken;
    expect(await statusWith(token)).toBe(401);
    await expect.poll(() => other.messages.map(({ type }) => type)).toContain('ticketUsedTwice');
    expect(await statusWith(app.ready.controlToken)).toBe(200);
  });

  it.each(['', 'x', 'A'.repeat(43)])(
    'is only refused when nobody gave it out: "%s"',
    async (text) => {
      const open = await connect(app.ready.controlToken);
      const answer = await exchange(`${app.ready.control}/#ticket=${text}`);
      expect(answer.code).toBe(text === '' ? 'REQUEST_INVALID' : 'TICKET_EXPIRED');
      expect(open.messages.map(({ type }) => type)).not.toContain('ticketUsedTwice');
    },
  );

  it('is exchanged for pages of our own origin only', async () => {
    const { hash } = new URL(app.running.access.windowAddress());
    const response = await fetch(`${app.ready.control}/control/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://evil.test' },
      body: JSON.stringify({ ticket: hash.slice('#ticket='.length) }),
    });
    expect(response.status).toBe(403);
  });
});

describe('the control token', () => {
  it('survives a restart of the same data folder, and so do windows', async () => {
    const { token } = await exchange(app.running.access.windowAddress());
    await testApp.stop();
    const again = await testApp.start();
    expect(again.ready.controlToken).toBe(app.ready.controlToken);
    expect(await statusWith(token, again)).toBe(200);
    expect(statSync(controlFile()).mode & 0o777).toBe(0o600);
  });

  it('does not let a window in again that was shut out before the restart', async () => {
    const address = app.running.access.windowAddress();
    const { token } = await exchange(address);
    await exchange(address);
    await testApp.stop();
    expect(await statusWith(token, await testApp.start())).toBe(401);
  });

  it.runIf(process.platform !== 'win32')(
    'is a new one when others could have read it meanwhile',
    async () => {
      await testApp.stop();
      chmodSync(controlFile(), 0o644);
      const again = await testApp.start();
      expect(again.ready.controlToken).not.toBe(app.ready.controlToken);
      expect(statSync(controlFile()).mode & 0o777).toBe(0o600);
    },
  );

  it('is in no export, and no import brings one', async () => {
    const { token } = await exchange(app.running.access.windowAddress());
    const file = await app.control.run('workspace.export', { includeSecrets: true });
    const text = JSON.stringify(file);
    for (const secret of [app.ready.controlToken, token, ...kept().windows.map(hashOf)]) {
      expect(text).not.toContain(secret);
    }
    await app.control.run('workspace.import', { workspace: file });
    expect(await statusWith(app.ready.controlToken)).toBe(200);
    expect(kept().controlToken).toBe(app.ready.controlToken);
  });
});

const hashOf = ({ hash }: { hash: string }) => hash;

describe('token.rotate', () => {
  it('gives open windows a new token each, and shuts out all else', async () => {
    const { token } = await exchange(app.running.access.windowAddress());
    const byTicket = await connect(token);
    const byToken = await connect(app.ready.controlToken);
    const program = await connect(app.ready.controlToken, 'program');
    const { token: asleep } = await exchange(app.running.access.windowAddress());
    const callId = await liveCall();
    const waiting = waitWith(app.ready.controlToken, callId);
    // It must have begun to wait; the next response from the same port comes after that.
    await app.control.run('call.get', { callId });

    const broken = expect(waiting).rejects.toThrow();
    const rotated = await app.control.run('token.rotate', {});
    expect(rotated.windows).toBe(2);
    const [renewed = ''] = await byTicket.renewed();
    expect(await byToken.renewed()).toEqual([rotated.token]);
    expect(await program.closed).toBe(4001);
    await broken;

    for (const old of [token, asleep, app.ready.controlToken])
      expect(await statusWith(old)).toBe(401);
    for (const one of [renewed, rotated.token]) expect(await statusWith(one)).toBe(200);
    expect(byTicket.socket.readyState).toBe(WebSocket.OPEN);
    expect(kept()).toMatchObject({
      controlToken: rotated.token,
      windowUrl: `${app.ready.control}/#token=${rotated.token}`,
    });
    expect(app.running.access.controlToken()).toBe(rotated.token);
  });

  it('leaves a ticket its power to close what it had opened', async () => {
    const address = app.running.access.windowAddress();
    const window = await connect((await exchange(address)).token);
    await app.control.run('token.rotate', {});
    const [renewed = ''] = await window.renewed();
    await exchange(address);
    expect(await window.closed).toBe(4002);
    expect(await statusWith(renewed)).toBe(401);
  });
});
