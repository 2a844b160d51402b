/**
 * A wrong argument that only its meaning shows. The message names the argument, what was expected and what was found;
 * the API answers it as BAD_USER_INPUT.
 */
export class InputError extends Error {
  readonly code = 'BAD_USER_INPUT';
  readonly argument: string;

  constructor(argument: string, expected: string, found: string) {
    super(`${argument}: expected ${expected}, but got ${found}`);
    this.name = 'InputError';
    this.argument = argument;
  }
}

/** A value as an error message shows it: JSON, cut to a readable length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}
