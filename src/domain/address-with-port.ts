import { parseAddress } from './address.ts';

const WITH_PORT = /^(?:\[([^\]]*)\]|([\d.]+))(?::(\d{1,5}))?$/;
const HIGHEST_PORT = 65_535;

/** The address in `192.0.2.1:443`, `[2001:db8::1]:443` or `[2001:db8::1]`, or a bare one, as it is written; null for anything else. */
export function addressOf(text: string): string | null {
  if (parseAddress(text) !== null) return text;
  const [, bracketed, dotted, port = '0'] = WITH_PORT.exec(text) ?? [];
  const host = bracketed ?? dotted;
  return host !== undefined && Number(port) <= HIGHEST_PORT && parseAddress(host) !== null ? host : null;
}
