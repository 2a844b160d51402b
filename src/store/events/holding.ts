import { InputError } from '../../domain/input-error.ts';
import { refusedData } from '../engine/refused-data.ts';

/** The result of a write; what the database cannot hold of it is the fault of who gave it under this argument. */
export async function holding<Result>(argument: string, what: string, write: PromiseLike<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const reason = refusedData(error);
    throw reason === null ? error : new InputError(argument, `${what} that the database can hold`, reason);
  }
}
