import type { AddressInfo, Server } from 'node:net';
import { StartFailure } from './start-failure.ts';

/** Something that can listen: a Fastify instance. */
export interface Listening {
  listen(options: { host: string; port: number }): Promise<unknown>;
  readonly server: Pick<Server, 'address'>;
}

/**
 * Listens on loopback and returns the base URL.
 *
 * @param what names the listener in an error message, e.g. `the API`
 * @param flag the option with which to choose another port
 * @throws StartFailure `PORT_IN_USE`
 */
export async function listenOnLoopback(
  server: Listening,
  port: number,
  what: string,
  flag: string,
): Promise<string> {
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EACCES' ? 'needs rights that this user has not' : 'is in use already';
    throw new StartFailure(
      'PORT_IN_USE',
      `Port ${port} for ${what} ${why}. Choose another one with ${flag}, or ${flag} 0 for a free one.`,
      { cause: error },
    );
  }
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}
