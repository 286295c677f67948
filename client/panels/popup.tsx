import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../text.ts';
import { dialog } from '../view-state.ts';
import { Icon } from './glyphs.tsx';

/** A dialog under the top bar: who is in charge and the clock stay in sight. Closing gives focus back. */
export function Popup({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key: it belongs to the dialog.
  useLayoutEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} class="popup" aria-labelledby="popup-title" onClose={() => (dialog.value = null)}>
      <div class="row popup-head">
        <h2 id="popup-title" class="grow">
          {title}
        </h2>
        <button
          type="button"
          class="icon-button quiet-button"
          aria-label={text.close}
          onClick={() => element.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="popup-body">{children}</div>
    </dialog>
  );
}
