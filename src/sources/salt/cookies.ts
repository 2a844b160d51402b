import type { VendorResponse } from '../adapter.ts';

/** Cookies by name, their values as they were received: neither decoded nor encoded anew. */
export type Cookies = Readonly<Record<string, string>>;

/** The cookies to send after an answer: those it sets replace older ones, those it empties go. */
export function cookiesAfter(held: Cookies, { setCookies }: VendorResponse): Cookies {
  const set = setCookies.map((line) => {
    const [pair = ''] = line.split(';', 1);
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  const known = new Map([...Object.entries(held), ...set]);
  return Object.fromEntries([...known].filter(([name, value]) => name !== '' && value !== ''));
}

export function cookieHeader(cookies: Cookies): Readonly<Record<string, string>> {
  const pairs = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? {} : { cookie: pairs.join('; ') };
}
