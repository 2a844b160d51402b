import { SourceError } from '../lanes/source-error.ts';

/** A request that never left this process, because of its own queue. It tells nothing of the vendor. */
export class NotSent extends SourceError {}
