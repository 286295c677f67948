import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';

const BLOCK = 512;

/**
 * Write the files and folders of a tar archive below a folder.
 *
 * Plain files and folders only, which is all the archives of the npm browser hold; anything else is an error,
 * and so is a path that leaves the folder.
 */
export async function untar(archive: Buffer, folder: string): Promise<void> {
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    if (header[0] === 0) return;
    const name = textField(header, 0, 100);
    const size = Number.parseInt(textField(header, 124, 12), 8);
    const kind = String.fromCharCode(header[156] ?? 0);
    const target = join(folder, normalize(name));
    if (!target.startsWith(folder + sep) && target !== folder)
      throw new Error(`tar path leaves its folder: ${name}`);
    at += BLOCK;
    if (kind === '5') {
      await mkdir(target, { recursive: true });
    } else if (kind === '0' || kind === '\0') {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, archive.subarray(at, at + size));
      await chmod(target, Number.parseInt(textField(header, 100, 8), 8) & 0o755);
    } else {
      throw new Error(`tar entry of kind ${JSON.stringify(kind)}: ${name}`);
    }
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
}

function textField(header: Buffer, start: number, length: number): string {
  return header
    .toString('latin1', start, start + length)
    .split('\0', 1)[0]!
    .trim();
}
