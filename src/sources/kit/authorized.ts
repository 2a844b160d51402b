import type { VendorRequest } from '../adapter.ts';

/** A request with more headers; of one name the last stands. */
export function withHeaders(
  request: VendorRequest,
  ...more: readonly (VendorRequest['headers'] | undefined)[]
): VendorRequest {
  return { ...request, headers: Object.assign({}, request.headers, ...more) };
}

export function basicAuth(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
