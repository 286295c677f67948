import type { Answer } from '../../core/protocol/events.ts';
import { text } from '../text.ts';
import { actions } from './actions.ts';

/** Save what the server answers this tab at an address as a file. The address alone would not say who asks, nor from which room. */
export async function saveFile(address: string, name: string, type: string): Promise<Answer> {
  const content = await actions().getText(address);
  if (content === null) return { ok: false, rule: 'link', reason: text.saveFailed };
  saveText(content, name, type);
  return { ok: true };
}

/** Save a text of this page as a file. */
export function saveText(content: string, name: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
