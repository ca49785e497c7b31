import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError, LIVE_SUBPROTOCOL } from '../../common/contract/index.ts';
import { isLoopbackHost } from '../../common/rules/loopback-host.ts';

/** Who may use the control port. Every request is hostile until it passed all three checks. */
export class ControlGuard {
  readonly #token: Buffer;
  readonly #developmentOrigin: string | null;

  /** @param developmentOrigin the window's dev server, while developing */
  constructor(token: string, developmentOrigin: string | null) {
    this.#token = Buffer.from(token);
    this.#developmentOrigin = developmentOrigin;
  }

  /** Guards against DNS rebinding. @throws `HOST_NOT_ALLOWED` */
  checkHost(request: IncomingMessage): void {
    if (!isLoopbackHost(request.headers.host)) throw new ApiError('HOST_NOT_ALLOWED');
  }

  /** Pages of other origins are refused; programs send no Origin. @throws `ORIGIN_NOT_ALLOWED` */
  checkOrigin(request: IncomingMessage): void {
    const { origin, host } = request.headers;
    if (origin === undefined || origin === `http://${host}`) return;
    if (this.#developmentOrigin !== null && origin === this.#developmentOrigin) return;
    throw new ApiError('ORIGIN_NOT_ALLOWED');
  }

  /** @throws `CONTROL_TOKEN_REQUIRED` */
  checkBearer(request: IncomingMessage): void {
    const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (sent === undefined || !this.#isToken(sent)) throw new ApiError('CONTROL_TOKEN_REQUIRED');
  }

  /** WebSockets carry the token as a subprotocol, for browsers set no headers on them. */
  checkSubprotocols(request: IncomingMessage): void {
    const offered = (request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((protocol) => protocol.trim());
    const token = offered.find((protocol) => protocol.startsWith('token.'))?.slice(6) ?? '';
    const sent = Buffer.from(token, 'base64url').toString();
    if (!offered.includes(LIVE_SUBPROTOCOL) || !this.#isToken(sent)) {
      throw new ApiError('CONTROL_TOKEN_REQUIRED');
    }
  }

  #isToken(sent: string): boolean {
    const bytes = Buffer.from(sent);
    return bytes.length === this.#token.length && timingSafeEqual(bytes, this.#token);
  }
}
