import { type SourceError, sourceError } from './source-error.ts';

/** More answers without a record in a row than any search for a place takes. */
export const MOST_EMPTY_ANSWERS = 200;
/** More answers in a row with nothing but what was read before, or refused, than overlapping pages and ties ever give. */
export const MOST_REPEATED_ANSWERS = 50;

/** Whether a walk through a source's pages gets on, measured by events that are new to it. */
export interface Progress {
  /** An answer brought something new. */
  gotOn(): void;
  /** One brought nothing, or nothing but what was there before. Throws when there were too many in a row. */
  stood(why: 'empty' | 'repeated'): void;
  /** A request was refused, and something else is asked in its place. Throws the refusal when there were too many. */
  refused(error: SourceError): void;
}

export function progress(): Progress {
  let stoodStill = { empty: 0, repeated: 0 };
  let refusal: SourceError | null = null;

  const stood: Progress['stood'] = (why) => {
    stoodStill = { ...stoodStill, [why]: stoodStill[why] + 1 };
    const { empty, repeated } = stoodStill;
    if (repeated < MOST_REPEATED_ANSWERS && empty + repeated < MOST_EMPTY_ANSWERS) return;
    throw refusal ?? endless(empty + repeated);
  };

  return {
    gotOn() {
      stoodStill = { empty: 0, repeated: 0 };
      refusal = null;
    },
    stood,
    refused(error) {
      refusal = error;
      stood('repeated');
    },
  };
}

function endless(answers: number): SourceError {
  const message = `expected pages to bring new records, or to end, but got ${answers} answers in a row with nothing new`;
  return sourceError('INVALID_RESPONSE', message);
}
