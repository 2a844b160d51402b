declare const brand: unique symbol;

/** A `Base` that only its maker may make: ids, instants and keys cannot be mixed up with plain strings and numbers. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
