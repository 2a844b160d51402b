import type { VendorResponse } from '../../../src/sources/adapter.ts';

/** An answer with this text. */
export function answering(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): VendorResponse {
  const type = text.startsWith('<') ? 'text/html' : 'application/json';
  return { status, headers: { 'content-type': type, ...headers }, setCookies: [], text };
}
