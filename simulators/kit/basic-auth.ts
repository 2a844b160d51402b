export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What an `Authorization: Basic` header claims, or null for any other header. */
export function basicAuth(header: string | undefined): Credentials | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

export function sameCredentials(one: Credentials, other: Credentials): boolean {
  return one.username === other.username && one.password === other.password;
}
