import { Refusal } from '../kit/refusal.ts';

export interface Violation {
  readonly path: string;
  readonly message: string;
  readonly parameterLocation: 'HEADER' | 'PATH' | 'PAYLOAD_BODY' | 'QUERY';
  readonly location: null;
}

/** The vendor's error envelope. */
export function fault(
  code: 400 | 401 | 404 | 405,
  message: string,
  constraintViolations?: readonly Violation[],
): Refusal {
  return new Refusal({
    status: code,
    body: { error: { code, message, ...(constraintViolations && { constraintViolations }) } },
  });
}

/** A query parameter that breaks its rule. */
export function badParameter(path: string, message: string): Refusal {
  return fault(400, 'Constraints violated.', [{ path, message, parameterLocation: 'QUERY', location: null }]);
}
