/** First words of an `Authorization` value that are no secret: those registered for HTTP, and the vendors' own. Frozen, as ids depend on them. */
export const AUTH_SCHEMES: ReadonlySet<string> = new Set([
  'basic',
  'bearer',
  'jwt',
  'oauth',
  'signedbearer',
  'api-token',
  'apitoken',
  'apikey',
  'token',
  'zstack',
  'digest',
  'negotiate',
  'ntlm',
  'hawk',
  'hoba',
  'mutual',
  'dpop',
  'gnap',
  'vapid',
  'scram-sha-1',
  'scram-sha-256',
  'aws4-hmac-sha256',
]);

const FIRST_WORD = /^([A-Za-z][A-Za-z0-9-]*)[ \t]+(?=\S)/;

/** The scheme word at the start of a header's value with the blanks after it; empty when the value starts with none. */
export function schemePrefix(value: string): string {
  const [prefix = '', word = ''] = FIRST_WORD.exec(value.slice(0, 64)) ?? [];
  return AUTH_SCHEMES.has(word.toLowerCase()) ? prefix : '';
}
