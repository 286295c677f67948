import { effect } from '@preact/signals';
import type { DeskView, FloorView } from '../../core/operations/view.ts';
import { text } from '../text.ts';
import { announcement, floor } from '../view-state.ts';

/** Say aloud when a desk changes hands while the floor runs; the chief's comes last and so is what is heard. */
export function announceTransfers(): () => void {
  let before: FloorView | null = null;
  return effect(() => {
    const now = floor.value;
    if (before && now && now.mode === 'active' && before.exercise.id === now.exercise.id) {
      const words = transfersBetween(before, now);
      if (words !== null) announcement.value = words;
    }
    before = now;
  });
}

/** The sentence for what changed hands between two views of the floor; null when nothing did. */
export function transfersBetween(before: FloorView, now: FloorView): string | null {
  const passed = now.desks.filter((desk, i) => before.desks[i]?.holder.id !== desk.holder.id);
  const said = passed.find(({ desk }) => desk === 'CCO') ?? passed.at(-1);
  return said ? sentence(said) : null;
}

function sentence({ desk, holder }: DeskView): string {
  const name = `${holder.rank} ${holder.name}`;
  return desk === 'CCO' ? text.handover.chiefTransferred(name) : text.handover.transferred(desk, name);
}
