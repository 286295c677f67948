import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { UploadResult } from '../link/server-api.ts';
import { text } from '../text.ts';
import { actions } from './actions.ts';
import { formatBytes } from './format.ts';
import { LoadAccountView } from './load-account.tsx';
import { Popup } from './popup.tsx';

interface Loaded {
  readonly file: File;
  readonly result: UploadResult;
}

/** Kept while the page lives, so that the account of the last load can be read again. */
const results = signal<readonly Loaded[]>([]);

interface LoadDialogProps {
  readonly files: readonly File[];
  readonly replaces?: { readonly id: string; readonly name: string } | undefined;
}

/** Load element-set files: choose or drop them, add or replace, and read what became of every record. */
export function LoadDialog({ files: dropped, replaces }: LoadDialogProps): JSX.Element {
  const [files, setFiles] = useState<readonly File[]>(dropped);
  const [isLenient, setLenient] = useState(false);
  const [reading, setReading] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const load = async (mode: 'add' | 'replace'): Promise<void> => {
    results.value = [];
    for (const [place, file] of files.entries()) {
      setReading(text.load.reading(file.name, formatBytes(file.size)));
      // Only the first file of several replaces: the others belong to it.
      const isFirst = place === 0;
      // oxlint-disable-next-line no-await-in-loop
      const result = await actions().upload(file, {
        mode: isFirst && !replaces ? mode : 'add',
        replaces: isFirst ? replaces?.id : undefined,
        isLenient,
      });
      results.value = [...results.value, { file, result }];
    }
    setReading(null);
    setFiles([]);
    if (input.current) input.current.value = '';
  };
  const isReady = files.length > 0 && reading === null;
  return (
    <Popup title={text.load.title}>
      <p class="quiet">{text.load.formats}</p>
      {replaces && <p>{text.load.replaces(replaces.name)}</p>}
      <label class="field">
        <span>{text.load.choose}</span>
        <input
          ref={input}
          type="file"
          multiple
          onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
        />
      </label>
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li key={file.name}>
              <b>{file.name}</b> <span class="quiet">{formatBytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={isLenient}
          onChange={(event) => setLenient(event.currentTarget.checked)}
        />
        <span>{text.load.lenient}</span>
      </label>
      <div class="row buttons">
        <button
          type="button"
          class="button primary"
          aria-disabled={!isReady}
          onClick={() => isReady && void load(replaces ? 'replace' : 'add')}
        >
          {replaces ? text.load.replaceOne : text.load.add}
        </button>
        {!replaces && (
          <button
            type="button"
            class="button"
            aria-disabled={!isReady}
            onClick={() => isReady && void load('replace')}
          >
            {text.load.replace}
          </button>
        )}
        {files.length === 0 && reading === null && results.value.length === 0 && (
          <span class="quiet">{text.load.noFile}</span>
        )}
      </div>
      <div role="status">{reading && <p class="loading">{reading}</p>}</div>
      {results.value.map(({ file, result }) => (
        <LoadAccountView key={file.name} name={file.name} result={result} />
      ))}
    </Popup>
  );
}
