import { signal } from '@preact/signals';
import type { ItemId } from '../../../core/operations/types.ts';
import { screen, selected } from '../../view-state.ts';

/** What of the floor is in front; kept while another screen is looked at. */
export const FLOOR_TABS = ['now', 'crew', 'charts'] as const;
export type FloorTab = (typeof FLOOR_TABS)[number];
export const floorTab = signal<FloorTab>('now');

/** The item whose details are open. */
export const chosenItem = signal<ItemId | null>(null);

/** Select an object and go to the globe. */
export function showOnGlobe(object: number): void {
  selected.value = object;
  screen.value = 'watch';
  location.hash = 'watch';
}
