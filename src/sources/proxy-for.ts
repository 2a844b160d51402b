import { parseAddress, parseBlock } from '../domain/address.ts';

/** `proxy` of a source: an address, false for none, null where the environment decides. */
export type ProxyChoice = string | false | null;

export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy on the way to `url`; null: none. Of the environment `HTTPS_PROXY` or `HTTP_PROXY` counts, as the URL's protocol
 * is, unless `NO_PROXY` names the host; names in lower case win. Throws a `RangeError` for what is no proxy's address, without
 * telling it: it may hold a password.
 */
export function proxyFor(url: string, choice: ProxyChoice, environment: ProxyEnvironment): string | null {
  if (choice !== null) return choice === false ? null : choice;
  const { protocol, hostname, port } = new URL(url);
  const [lower, upper] = protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy', 'HTTP_PROXY'];
  const found = [lower, upper].find((name) => environment[name]);
  const proxy = found === undefined ? undefined : environment[found];
  const spared = environment.no_proxy || environment.NO_PROXY || '';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!proxy || isSpared(host, port || PORT_OF[protocol] || '', spared)) return null;
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (isProxyUrl(address)) return address;
  throw new RangeError(
    `${found}: expected an http:// or https:// address, but got a text of ${proxy.length} characters that is none`,
  );
}

const PORT_OF: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Whether a text is a proxy's address: http or https, a user and a password if need be, and nothing behind the host. */
export function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  const isBare = /^https?:$/.test(protocol) && pathname === '/' && `${search}${hash}` === '';
  return isBare && isDecodable(username) && isDecodable(password);
}

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** `NO_PROXY`: hosts between commas or blanks, with all below them; `*` is every host; addresses may be blocks; a port may follow. */
function isSpared(host: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || fits(host, port, entry));
}

function fits(host: string, port: string, entry: string): boolean {
  const [, bracketed, plain, onlyPort] = /^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*))(?::(\d+))?$/.exec(entry) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const named = bracketed ?? plain ?? entry;
  const block = parseBlock(named);
  const address = parseAddress(host);
  if (block !== null) {
    return address !== null && address.bits === block.bits && address.value >> block.hostBits === block.network;
  }
  const name = named.replace(/^\*?\./, '');
  return host === name || host.endsWith(`.${name}`);
}
