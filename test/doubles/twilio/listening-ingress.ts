import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import type { CallbackParams } from '../../../main/carriers/twilio/callbacks.ts';
import {
  type IngressAccess,
  TwilioIngress,
} from '../../../main/carriers/twilio/ingress/ingress.ts';
import { listenOnLoopback } from '../../../main/platform/listen.ts';
import { ProductClock } from '../../../main/platform/time/clock.ts';
import { type CallbackAnswer, type SignedCallback, sendCallback } from './signed-callbacks.ts';

/** The real ingress on loopback, behind an address like a tunnel's; it records what it let in. */
export class ListeningIngress {
  readonly publicUrl = 'https://bridge.example.com';
  readonly access: IngressAccess = {
    accountSid: `AC${'0'.repeat(32)}`,
    authToken: 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3',
    publicUrl: this.publicUrl,
  };
  allowedHosts: readonly string[] = [];
  /** The callbacks that were accepted, by kind. */
  readonly calls: [string, CallbackParams][] = [];
  readonly sockets: WebSocket[] = [];
  /** The messages that were shown to a person. */
  readonly refused: string[] = [];
  local = '';
  #app: FastifyInstance | null = null;

  /** @param more replaces values of `access` */
  async start(more: Partial<IngressAccess> = {}): Promise<void> {
    const note = (kind: string) => (params: CallbackParams) => {
      this.calls.push([kind, params]);
      return '<Response/>';
    };
    const ingress = new TwilioIngress({
      clock: new ProductClock(),
      accountId: 'acct_1',
      access: () => ({ ...this.access, ...more }),
      allowedHosts: () => this.allowedHosts,
      callbacks: {
        voice: {
          voice: note('voice'),
          transferEnded: note('transfer'),
          callStatus: note('status'),
          answeredBy: note('amd'),
          media: (socket) => void this.sockets.push(socket),
          relay: (socket) => void this.sockets.push(socket),
        },
        texts: { textReceived: note('sms'), messageStatus: note('messageStatus') },
      },
      seen: { has: () => false, add: () => {} },
      exchanges: { record: () => 'x' },
      subjectOf: () => ({}),
      attachment: () => null,
      onRefused: (why) => this.refused.push(why),
      onDefect: (error) => {
        throw error;
      },
    });
    this.#app = await ingress.createServer();
    this.local = await listenOnLoopback(this.#app, 0, 'the ingress', '--ingress-port');
  }

  async stop(): Promise<void> {
    await this.#app?.close();
  }

  /** Sends the callback for an inbound text, like Twilio. */
  send(more: Partial<SignedCallback> = {}): Promise<CallbackAnswer> {
    return sendCallback({
      url: `${this.publicUrl}/twilio/sms`,
      params: { MessageSid: `SM${this.calls.length}`, From: '+1', To: '+2', Body: "It's ü & 100%" },
      authToken: this.access.authToken,
      deliverTo: this.local,
      ...more,
    });
  }

  /** Requests a socket with these headers. @returns the status line */
  upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const lines = Object.entries({
      Host: 'localhost',
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(this.local).port), '127.0.0.1', () =>
        socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
      );
      socket.once('data', (chunk) => {
        socket.destroy();
        resolve(String(chunk).split('\r\n', 1)[0] ?? '');
      });
      socket.once('error', reject);
    });
  }
}
