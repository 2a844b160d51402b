import { isJsonObject } from '../../domain/json.ts';
import { type Problem, problem, type VendorError } from '../../lanes/source-error.ts';
import type { Fault, VendorResponse } from '../adapter.ts';
import { bodyOrNull } from '../kit/body.ts';
import { problemOfStatus } from '../kit/problem-of-status.ts';
import { NO_WORDS, toldBy } from '../kit/vendor-words.ts';

const LOST_SESSION: ReadonlySet<string | null> = new Set([
  'AUTH_REQUIRED',
  'AUTH_INVALID_SESSION',
  'AUTH_EXPIRED_TOKEN',
  'AUTH_INVALID_CREDENTIALS',
]);

/** What counts is the error's id, not the status it comes with. */
export function fault(response: VendorResponse): Fault | null {
  const vendor = errorOf(response);
  if (LOST_SESSION.has(vendor?.code ?? null) || response.status === 401) {
    const message = `expected a valid login, but got ${toldBy(response.status, vendor)}`;
    const more = { httpStatus: response.status, vendor };
    return { kind: 'session', problem: problem('UNAUTHENTICATED', message, more) };
  }
  if (response.status >= 400) return { kind: 'problem', problem: problemOfStatus(response, { vendor }) };
  return vendor && { kind: 'problem', problem: unexpected(response, vendor) };
}

function unexpected({ status }: VendorResponse, vendor: VendorError): Problem {
  const code = vendor.code === 'RESOURCE_NOT_FOUND' ? 'NOT_FOUND' : 'UPSTREAM_ERROR';
  return problem(code, `expected an answer, but got ${toldBy(status, vendor)}`, { httpStatus: status, vendor });
}

/** `error_id` and `error_text`, in JSON or, with older software, as attributes of an XML element. */
function errorOf(response: VendorResponse): VendorError | null {
  if (!response.text.includes('error_id')) return null;
  const [code, description] = inXml(response.text) ?? inJson(response);
  if (code === null) return null;
  return { ...NO_WORDS, code, description };
}

type Said = readonly [id: string | null, text: string | null];

function inXml(text: string): Said | null {
  const element = /^\s*(?:<\?[^>]*>\s*)?<error\b([^>]*)>/.exec(text)?.[1];
  return element === undefined ? null : [attribute(element, 'error_id'), attribute(element, 'error_text')];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function attribute(element: string, name: string): string | null {
  const value = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(element);
  const text = value?.[1] ?? value?.[2];
  return text?.replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '') ?? null;
}

function inJson(response: VendorResponse): Said {
  const body = bodyOrNull(response);
  if (!isJsonObject(body)) return [null, null];
  const { error_id: id, error_text: description } = body;
  return [typeof id === 'string' ? id : null, typeof description === 'string' ? description : null];
}
