/** Kinds of object, in the order in which the wire numbers them. */
export const OBJECT_TYPES = ['payload', 'rocket-body', 'debris', 'unknown'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/**
 * Guess what an object is from its name, by the habits of the public catalogue ("DEB", "R/B", "OBJECT A", "TBA").
 *
 * A guess, and shown as one: a satellite catalogue file says it for certain. No name, or a name that only
 * repeats a number, is unknown.
 */
export function guessObjectType(name: string): ObjectType {
  const text = name.toUpperCase();
  if (/(^|[^A-Z])(DEB|DEBRIS|COOLANT|SHROUD|FAIRING)([^A-Z]|$)/.test(text)) return 'debris';
  if (/R\/B|(^|[^A-Z])(AKM|PKM|ROCKET BODY)([^A-Z]|$)/.test(text)) return 'rocket-body';
  if (text === '' || /^(OBJECT\b|TBA\b|UNKNOWN\b|UNK\b|ANALYST\b|\[?\d+\]?$)/.test(text)) return 'unknown';
  return 'payload';
}
