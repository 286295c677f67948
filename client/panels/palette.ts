import { OBJECT_TYPES } from '../../core/elements/object-type.ts';
import type { GlobePalette } from '../globe/types.ts';

/** Read the globe's colours from the tokens of style.css. */
export function readPalette(element: Element): GlobePalette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    objectTypes: OBJECT_TYPES.map((type) => token(`type-${type}`)),
    selection: token('gold'),
    orbit: token('gold'),
    companion: token('link'),
    background: token('void'),
  };
}
