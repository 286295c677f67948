import { dialog } from '../view-state.ts';

/** Take files dropped anywhere on the page: the load dialog opens with them. */
export function acceptDrops(page: HTMLElement): void {
  let depth = 0;
  const show = (isOver: boolean): void => {
    page.classList.toggle('dropping', isOver);
  };
  page.addEventListener('dragenter', (event) => {
    if (hasFiles(event)) show(++depth > 0);
  });
  page.addEventListener('dragleave', (event) => {
    if (!hasFiles(event)) return;
    depth = Math.max(0, depth - 1);
    show(depth > 0);
  });
  page.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  page.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    // Closed first, so that an open load dialog starts over with these files.
    dialog.value = null;
    queueMicrotask(() => (dialog.value = { kind: 'load', files }));
  });
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
