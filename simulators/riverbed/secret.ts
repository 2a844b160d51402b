import { randomBytes } from 'node:crypto';

/** A token nobody guesses and no other run gives out again. */
export function secret(digits = 64): string {
  return randomBytes(digits / 2).toString('hex');
}
