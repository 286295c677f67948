import type { Nation, Partner } from '../../../core/operations/types.ts';
import type { ViewerKey } from '../../../core/operations/view.ts';

/** Nations offered by name; any other is typed. */
export const NATIONS: readonly Nation[] = ['USA', 'CAN', 'GBR', 'AUS', 'NZL'];

export interface NationChoice {
  readonly code: Nation;
  /** Null for a nation that is no partner of this exercise. */
  readonly partner: string | null;
}

/** The nations to choose from: those offered always, then the partners of the exercise, each once. */
export function nationChoices(partners: readonly Pick<Partner, 'id' | 'name'>[]): readonly NationChoice[] {
  const others = partners.filter(({ id }) => !NATIONS.includes(id));
  return [
    ...NATIONS.map((code) => ({ code, partner: partners.find(({ id }) => id === code)?.name ?? null })),
    ...others.map(({ id, name }) => ({ code: id, partner: name })),
  ];
}

/** "can " typed is CAN; null where it is no code of two or three letters. */
export function nationOf(typed: string): Nation | null {
  const code = typed.trim().toUpperCase();
  return /^[A-Z]{2,3}$/.test(code) ? code : null;
}

/** The nation a floor is shown to; null for the public and for a trainer, who sees everything. */
export function nationOfViewer(viewer: ViewerKey): Nation | null {
  const colon = viewer.indexOf(':');
  return colon === -1 ? null : viewer.slice(colon + 1);
}
