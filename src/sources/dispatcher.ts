import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

export interface TlsOptions {
  readonly caFile?: string | undefined;
  readonly insecure?: boolean | undefined;
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * What connections are made with: straight, or through a proxy that makes a tunnel (CONNECT). What is said of TLS is said of
 * the vendor's certificate; a proxy's own is checked as usual.
 */
export function dispatcherFor(tls: TlsOptions | null, proxy: string | null): Dispatcher {
  const connect = {
    timeout: CONNECT_TIMEOUT_MS,
    ...(tls?.insecure ? { rejectUnauthorized: false } : {}),
    ...(tls?.caFile ? { ca: readFileSync(tls.caFile, 'utf8') } : {}),
  };
  if (proxy === null) return new Agent({ connect });
  const { origin, username, password } = new URL(proxy);
  return new ProxyAgent({
    uri: origin,
    ...(username === '' ? {} : { token: basic(username, password) }),
    requestTls: connect,
    proxyTls: { timeout: CONNECT_TIMEOUT_MS },
  });
}

function basic(username: string, password: string): string {
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
