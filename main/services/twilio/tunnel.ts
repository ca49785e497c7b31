export interface OpenTunnel {
  /** The public origin, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Opens tunnels from the internet to a port of this computer. */
export interface TunnelMaker {
  open(request: {
    readonly port: number;
    readonly authToken: string;
    /** The user's own domain; null accepts the one assigned. */
    readonly domain: string | null;
    /** Called when the connection breaks and when it is restored. */
    readonly onConnected: (connected: boolean) => void;
  }): Promise<OpenTunnel>;
}

/**
 * ngrok's own agent, running in this process. Loaded on first use, because it is a native module.
 */
export const ngrokTunnels: TunnelMaker = {
  async open({ port, authToken, domain, onConnected }) {
    const { default: ngrok } = await import('@ngrok/ngrok');
    const listener = await ngrok.forward({
      addr: `127.0.0.1:${port}`,
      authtoken: authToken,
      onStatusChange: (status) => onConnected(status === 'connected'),
      ...(domain === null ? {} : { domain }),
    });
    const url = listener.url();
    if (url === null) {
      await listener.close();
      throw new Error('the tunnel has no address');
    }
    return { url: url.replace(/\/$/, ''), close: () => listener.close() };
  },
};
