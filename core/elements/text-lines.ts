/** Characters of a line that are kept; no sound record comes near. */
export const LINE_LIMIT = 65_536;

/** One line of a text: without its end, cut at LINE_LIMIT. */
export type TakeLine = (line: string, number: number, isCut: boolean) => void;

/** Cuts a text that comes in pieces into lines, holding one line at most. */
export class LineCutter {
  private readonly take: TakeLine;
  private rest = '';
  private number = 0;
  private isCut = false;

  constructor(take: TakeLine) {
    this.take = take;
  }

  push(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.add(text.slice(start, end));
      this.close();
      start = end + 1;
    }
    this.add(text.slice(start));
  }

  end(): void {
    if (this.rest !== '' || this.isCut) this.close();
  }

  private add(text: string): void {
    const room = LINE_LIMIT - this.rest.length;
    this.isCut ||= text.length > room;
    this.rest += text.length > room ? text.slice(0, room) : text;
  }

  private close(): void {
    const line = this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest;
    this.rest = '';
    this.take(line, ++this.number, this.isCut);
    this.isCut = false;
  }
}
